"""Hostile input gives a valid PDF and a valid page, is shown as typed, and fetches nothing."""

import re
import socket
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pytest
from weasyprint.urls import URLFetcher

from assess.core.model.fields import FORBIDDEN_CHARACTERS
from assess.report.content.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, bidi_isolate
from assess.report.html.render import break_long_words, replace_unprintable
from assess.report.pdf import render as pdf_render
from assess.report.pdf import system_fonts
from assess.report.pdf.fonts import label_codepoints, limit_stacked_marks, missing_glyph_pattern
from assess.report.pdf.system_fonts import FallbackFont, build_fallback_css, find_fallback_font, prepare_page
from tests.report import adversarial, edge_cases
from tests.report.standards import find_violations

NAMED_CHARACTER = re.compile(r"‹U\+([0-9A-F]{4,6})›")


@pytest.fixture(autouse=True)
def fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prevent every connection, and every read except for fonts."""
    fetch = URLFetcher.fetch

    def only_fonts(self: Any, url: str, *others: Any) -> Any:
        assert url.startswith(("file:", "data:font/")), url
        assert not url.startswith("file:") or url.lower().endswith((".ttf", ".otf", ".ttc"))
        return fetch(self, url, *others)

    def refused(*_: Any) -> None:
        raise AssertionError("a report wanted to connect to somewhere")

    monkeypatch.setattr(URLFetcher, "fetch", only_fonts)
    monkeypatch.setattr(socket.socket, "connect", refused)


def read_pdf_text(made: bytes, folder: Path) -> str:
    (folder / "made.pdf").write_bytes(made)
    done = subprocess.run(["pdftotext", "made.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("name", adversarial.CASES)
def test_hostile_reports_conform_to_both_standards(name: str) -> None:
    assert find_violations(adversarial.render_case_pdf(name)) == []


@pytest.mark.parametrize("name", adversarial.CASES)
def test_hostile_pages_are_valid_html_whose_links_are_web_addresses(name: str) -> None:
    page = adversarial.render_case_html(name)
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    assert not [part for part in tree.iter() if any(str(key).startswith("on") for key in part.attrib)]
    links = {
        part.get("href", "") for part in tree.iter() if part.get("href") or part.get("src")
    }  # those of evidence too
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    assert not FORBIDDEN_CHARACTERS.search(page)


def test_the_page_shows_every_string_as_typed_except_forbidden_and_bidi_characters() -> None:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(adversarial.render_case_html("strings"))
    text = "".join(tree.itertext()).replace("\u200b", "")
    kept = [
        typed
        for typed in adversarial.load_naughty_strings()
        if typed.strip() and bidi_isolate(replace_unprintable(typed)) == typed
    ]
    assert len(kept) > 400
    lines = [" ".join(line.split()) for typed in kept for line in typed.replace("\u200b", "").splitlines()]
    told = " ".join(text.split())
    assert [line for line in lines if line not in told] == []


def test_the_pdf_shows_text_as_typed_and_names_characters_without_a_glyph(tmp_path: Path) -> None:
    text = read_pdf_text(adversarial.render_case_pdf("strings"), tmp_path)
    signs = {int(code, 16) for code in NAMED_CHARACTER.findall(text)}
    typed = set(map(ord, adversarial.LANGUAGES + adversarial.EMOJI))
    assert not {code for code in typed & signs if find_fallback_font(code)}
    assert {code for code in typed if not find_fallback_font(code) and assert_missing_glyph(code)} <= signs
    assert "🧿" in text
    assert "שלום" in text or ord("ש") in signs


def assert_missing_glyph(code: int) -> bool:
    pattern = missing_glyph_pattern()
    return bool(pattern and pattern.search(chr(code)))


def test_two_hundred_recommendations_are_all_included(tmp_path: Path) -> None:
    text = read_pdf_text(adversarial.render_case_pdf("many"), tmp_path)
    assert [number for number in range(1, 201) if f"R{number}." not in text] == []


def test_a_report_does_not_depend_on_fonts_of_previous_reports() -> None:
    plain = edge_cases.render_case_html("nothing-due")
    first = pdf_render.render_pdf(plain, date=edge_cases.DAY, attachments={})
    pdf_render.render_pdf(plain.replace("Borough", "漢字 שלום"), date=edge_cases.DAY, attachments={})
    assert pdf_render.render_pdf(plain, date=edge_cases.DAY, attachments={}) == first


def test_ordinary_pages_need_no_fallback_font() -> None:
    assert prepare_page("<p>Ŵyŷ ≥ → “it’s” e\u0301 a\u200bb \u2068x\u2069</p>").fallback_fonts == ()


def test_characters_without_a_glyph_are_named() -> None:
    page = prepare_page("a\ue000b \u202ec 🧿", excluded=[ord("🧿")]).page
    assert page.replace("\u200b", "") == "a‹U+E000›b ‹U+202E›c ‹U+1F9FF›"
    assert label_codepoints("x🧿", [0x1F9FF]) == "x‹U+1F9FF›\u200b"


def test_a_character_that_the_fallback_font_cannot_draw_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    emoji = find_fallback_font(ord("🧿"))
    monkeypatch.setattr(system_fonts, "find_fallback_font", lambda _: emoji)
    page = edge_cases.render_case_html("nothing-due").replace("Libraries", "Libraries 🧿 \ua4d0")
    made = pdf_render.render_pdf(page, date=edge_cases.DAY, attachments={})
    assert find_violations(made) == []
    text = read_pdf_text(made, tmp_path)
    assert "‹U+A4D0›" in text
    assert "🧿" in text


def test_fonts_that_cannot_be_embedded_are_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    monkeypatch.setattr(system_fonts, "find_fallback_font", lambda _: FallbackFont("Broken", broken))
    made = pdf_render.render_pdf(
        edge_cases.render_case_html("nothing-due").replace("Libraries", "🧿"), date=edge_cases.DAY, attachments={}
    )
    assert find_violations(made) == []
    assert "‹U+1F9FF›" in read_pdf_text(made, tmp_path)
    assert not system_fonts.is_embeddable(broken)


def test_a_large_font_is_subset() -> None:
    emoji = find_fallback_font(ord("🧿"))
    assert emoji
    whole, cut = (
        build_fallback_css([emoji]),
        build_fallback_css([emoji._replace(codepoints=frozenset(map(ord, " 🧿")))]),
    )
    assert 'src:url("file:' in whole
    assert 'src:url("data:font/ttf;base64,' in cut
    assert len(cut) < emoji.file.stat().st_size / 20


def test_stacked_combining_marks_are_separated_but_real_words_are_not() -> None:
    assert limit_stacked_marks("Z" + "\u0335" * 20) == "Z" + "\u00a0".join(["\u0335" * 8, "\u0335" * 8, "\u0335" * 4])
    assert limit_stacked_marks(adversarial.LANGUAGES) == adversarial.LANGUAGES


def test_a_long_word_is_never_broken_between_a_letter_and_its_marks() -> None:
    assert break_long_words("e\u0301" * 40).split("\u200b") == ["e\u0301" * 12] * 3 + ["e\u0301" * 4]
    family = "👩\u200d👩\u200d👧"
    assert break_long_words(family * 40).split("\u200b")[0] == family * 12


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain “text”", "plain “text”"),
        ("שלום", f"{FIRST_STRONG_ISOLATE}שלום{POP_ISOLATE}"),
        (
            "1\n\n\u05e9\u05dc",
            f"{FIRST_STRONG_ISOLATE}1{POP_ISOLATE}\n\n{FIRST_STRONG_ISOLATE}\u05e9\u05dc{POP_ISOLATE}",
        ),
        ("\u202eabc", "‹U+202E›abc"),
        ("x\u2069\u2066", "x‹U+2069›‹U+2066›"),
    ],
)
def test_input_never_changes_the_direction_of_surrounding_text(typed: str, shown: str) -> None:
    assert bidi_isolate(typed) == shown
