"""Hostile input gives a valid PDF and a valid page, is shown as typed, and fetches nothing."""

import re
import socket
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pytest
from weasyprint.urls import URLFetcher

from assess.core.model.fields import FORBIDDEN
from assess.report.content.bidi import END, FIRST_STRONG, isolated
from assess.report.html.render import printable, soft
from assess.report.pdf import render as pdf_render
from assess.report.pdf import system_fonts
from assess.report.pdf.fonts import lacking, named, unstacked
from assess.report.pdf.system_fonts import Spare, faces, set_up, spare_for
from tests.report import adversarial, edge_cases
from tests.report.standards import failures

SIGN = re.compile(r"‹U\+([0-9A-F]{4,6})›")


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


def read(made: bytes, folder: Path) -> str:
    (folder / "made.pdf").write_bytes(made)
    done = subprocess.run(["pdftotext", "made.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("name", adversarial.CASES)
def test_hostile_reports_conform_to_both_standards(name: str) -> None:
    assert failures(adversarial.pdf(name)) == []


@pytest.mark.parametrize("name", adversarial.CASES)
def test_hostile_pages_are_valid_html_without_external_urls(name: str) -> None:
    page = adversarial.html(name)
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    assert not [part for part in tree.iter() if any(str(key).startswith("on") for key in part.attrib)]
    links = {part.get("href", "") for part in tree.iter() if part.get("href") or part.get("src")}
    assert all(link.startswith(("#", "https://example.org/acts/")) for link in links)
    assert not FORBIDDEN.search(page)


def test_the_page_shows_every_string_as_typed_except_forbidden_and_bidi_characters() -> None:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(adversarial.html("strings"))
    text = "".join(tree.itertext()).replace("\u200b", "")
    kept = [typed for typed in adversarial.naughty() if typed.strip() and isolated(printable(typed)) == typed]
    assert len(kept) > 400
    lines = [" ".join(line.split()) for typed in kept for line in typed.replace("\u200b", "").splitlines()]
    told = " ".join(text.split())
    assert [line for line in lines if line not in told] == []


def test_the_pdf_shows_text_as_typed_and_names_characters_without_a_glyph(tmp_path: Path) -> None:
    text = read(adversarial.pdf("strings"), tmp_path)
    signs = {int(code, 16) for code in SIGN.findall(text)}
    typed = set(map(ord, adversarial.LANGUAGES + adversarial.EMOJI))
    assert not {code for code in typed & signs if spare_for(code)}
    assert {code for code in typed if not spare_for(code) and lacking_matches(code)} <= signs
    assert "🧿" in text
    assert "שלום" in text or ord("ש") in signs


def lacking_matches(code: int) -> bool:
    pattern = lacking()
    return bool(pattern and pattern.search(chr(code)))


def test_five_hundred_recommendations_are_all_included(tmp_path: Path) -> None:
    text = read(adversarial.pdf("many"), tmp_path)
    assert [number for number in range(1, 501) if f"R{number}." not in text] == []


def test_a_report_does_not_depend_on_fonts_of_previous_reports() -> None:
    plain = edge_cases.html("nothing-due")
    first = pdf_render.to_pdf(plain, date=edge_cases.DAY, attachments={})
    pdf_render.to_pdf(plain.replace("Borough", "漢字 שלום"), date=edge_cases.DAY, attachments={})
    assert pdf_render.to_pdf(plain, date=edge_cases.DAY, attachments={}) == first


def test_ordinary_pages_need_no_fallback_font() -> None:
    assert set_up("<p>Ŵyŷ ≥ → “it’s” e\u0301 a\u200bb \u2068x\u2069</p>").spares == ()


def test_characters_without_a_glyph_are_named() -> None:
    page = set_up("a\ue000b \u202ec 🧿", unwanted=[ord("🧿")]).page
    assert page.replace("\u200b", "") == "a‹U+E000›b ‹U+202E›c ‹U+1F9FF›"
    assert named("x🧿", [0x1F9FF]) == "x‹U+1F9FF›\u200b"


def test_a_character_that_the_fallback_font_cannot_draw_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    emoji = spare_for(ord("🧿"))
    monkeypatch.setattr(system_fonts, "spare_for", lambda _: emoji)
    page = edge_cases.html("nothing-due").replace("Libraries", "Libraries 🧿 \ua4d0")
    made = pdf_render.to_pdf(page, date=edge_cases.DAY, attachments={})
    assert failures(made) == []
    text = read(made, tmp_path)
    assert "‹U+A4D0›" in text
    assert "🧿" in text


def test_fonts_that_cannot_be_embedded_are_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    monkeypatch.setattr(system_fonts, "spare_for", lambda _: Spare("Broken", broken))
    made = pdf_render.to_pdf(
        edge_cases.html("nothing-due").replace("Libraries", "🧿"), date=edge_cases.DAY, attachments={}
    )
    assert failures(made) == []
    assert "‹U+1F9FF›" in read(made, tmp_path)
    assert not system_fonts.may_be_embedded(broken)


def test_a_large_font_is_subset() -> None:
    emoji = spare_for(ord("🧿"))
    assert emoji
    whole, cut = faces([emoji]), faces([emoji._replace(only=frozenset(map(ord, " 🧿")))])
    assert 'src:url("file:' in whole
    assert 'src:url("data:font/ttf;base64,' in cut
    assert len(cut) < emoji.file.stat().st_size / 20


def test_stacked_combining_marks_are_separated_but_real_words_are_not() -> None:
    assert unstacked("Z" + "\u0335" * 20) == "Z" + "\u00a0".join(["\u0335" * 8, "\u0335" * 8, "\u0335" * 4])
    assert unstacked(adversarial.LANGUAGES) == adversarial.LANGUAGES


def test_a_long_word_is_never_broken_between_a_letter_and_its_marks() -> None:
    assert soft("e\u0301" * 40).split("\u200b") == ["e\u0301" * 12] * 3 + ["e\u0301" * 4]
    family = "👩\u200d👩\u200d👧"
    assert soft(family * 40).split("\u200b")[0] == family * 12


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain “text”", "plain “text”"),
        ("שלום", f"{FIRST_STRONG}שלום{END}"),
        ("1\n\n\u05e9\u05dc", f"{FIRST_STRONG}1{END}\n\n{FIRST_STRONG}\u05e9\u05dc{END}"),
        ("\u202eabc", "‹U+202E›abc"),
        ("x\u2069\u2066", "x‹U+2069›‹U+2066›"),
    ],
)
def test_input_never_changes_the_direction_of_surrounding_text(typed: str, shown: str) -> None:
    assert isolated(typed) == shown
