"""The report as a single HTML page."""

import re
from dataclasses import fields
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import jinja2
import pytest

from assess.report.content.models import ReportContent
from assess.report.html.render import break_long_words, get_environment, render_html
from assess.report.options import ReportOptions
from assess.resources import find_folder
from tests.report import edge_cases, factories

SVG = "{http://www.w3.org/2000/svg}svg"


class PageParser(HTMLParser):
    """Ids, links and headings of a page, as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "data-to")]


@pytest.mark.parametrize("with_answers", [True, False])
@pytest.mark.parametrize("name", edge_cases.CASES)
def test_every_page_is_well_formed_without_broken_links(name: str, with_answers: bool) -> None:
    page = edge_cases.render_case_html(name, with_answers=with_answers)
    root = ElementTree.fromstring(page)
    seen = PageParser(page)
    assert len(seen.ids) == len(set(seen.ids))
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    assert all(picture[0].tag.endswith("title") for picture in root.iter(SVG))


@pytest.mark.parametrize("name", edge_cases.CASES)
def test_headings_never_skip_a_level_and_tables_are_plain(name: str) -> None:
    root = ElementTree.fromstring(edge_cases.render_case_html(name))
    levels = [int(each.tag[1]) for each in root.iter() if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in root.iter("table"):
        widths = {sum(int(cell.get("colspan", "1")) for cell in row) for row in table.iter("tr")}
        assert len(widths) == 1
        assert all(row[0].get("scope") in ("row", "colgroup") for row in table.findall("tbody/tr"))


def test_input_is_never_markup() -> None:
    page = edge_cases.render_case_html("odd-characters")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_forbidden_and_bidi_control_characters_are_named() -> None:
    page = edge_cases.render_case_html("odd-characters")
    assert "‹U+0007›" in page
    assert "‹U+D800›" in page
    assert "‹U+202E›turned‹U+202C›" in page
    page.encode()


def test_long_words_and_urls_may_be_broken_but_short_ones_not() -> None:
    assert break_long_words("https://example.org/acts/2023/54/section/33") == (
        "https:/\u200b/\u200bexample.\u200borg/\u200bacts/\u200b2023/\u200b54/\u200bsection/\u200b33"
    )
    assert break_long_words("x" * 36) == "\u200b".join(["x" * 12] * 3)
    assert break_long_words("Procurement") == "Procurement"
    assert break_long_words("&" * 40).replace("\u200b", "") == "&amp;" * 40


def test_without_answers_the_page_contains_no_input() -> None:
    content = edge_cases.build_case("middling")
    page = edge_cases.render_case_html("middling", with_answers=False)
    lines = [line for part in content.answers for line in part.lines]
    typed = {text for line in lines for text in (*line.paragraphs, line.by, line.evidence) if text}
    chosen = {line.answer for line in lines if line.points != "–" and not line.points.startswith("?")}
    best = {
        option.text for question in factories.build_rulebook().questions.values() for option in question.options[-1:]
    }
    told = typed | (chosen - best) | {row.reason for row in content.does_not_apply}
    assert len(told) > 5
    assert [text for text in told if text in page.replace("\u200b", "")] == []
    assert "Question by question" not in page
    assert "Made without answers" in page


def test_with_answers_the_page_contains_all_input() -> None:
    page = edge_cases.render_case_html("middling").replace("\u200b", "")
    assert all(text in page for text in ("Nobody could say.", "Head of HR", "There is no such money.", "61 of 84 came"))


def test_only_web_addresses_become_links() -> None:
    content = edge_cases.build_case("middling")
    bad = tuple(source._replace(url="javascript:alert(1)") for source in content.sources)
    page = render_html(edge_cases.change_content(sources=bad), ReportOptions(".html", edge_cases.DAY))
    assert "javascript:alert(1)" in page.replace("\u200b", "")
    assert 'href="javascript' not in page


def test_addresses_of_evidence_are_links_that_are_copied_whole() -> None:
    content = edge_cases.change_evidence("Folder 7 and https://example.org/a/b?c=1&d=<2>, javascript:alert(1)")
    page = render_html(content, ReportOptions(".html", edge_cases.DAY))
    link = '<a class="url" href="https://example.org/a/b?c=1&amp;d=" rel="noopener noreferrer">'
    shown = page.split(link, 1)[1].split("</a>", 1)[0]
    assert shown.replace("<wbr/>", "") == "https://example.org/a/b?c=1&amp;d="
    assert "\u200b" not in shown
    assert "Folder 7 and " in page
    assert 'href="javascript' not in page


def test_addresses_of_sources_are_copied_whole() -> None:
    links = re.findall('<a class="url" href="([^"]+)"[^>]*>(.*?)</a>', edge_cases.render_case_html("middling"))
    assert links
    assert all(f"https://{shown}" == address for address, shown in links if "example.org/acts" in address)


def test_every_part_of_the_content_is_used_by_some_template() -> None:
    templates = "".join(path.read_text("utf-8") for path in (find_folder("templates") / "report").rglob("*.html"))
    assert [field.name for field in fields(ReportContent) if f"content.{field.name}" not in templates] == []


def test_an_undefined_name_in_a_template_raises() -> None:
    with pytest.raises(jinja2.UndefinedError):
        get_environment().from_string("{{ nothing_of_this_name }}").render()


@pytest.mark.parametrize(("apart", "style"), [(False, "next"), (True, "part")])
def test_barriers_start_pages_only_in_copies_to_be_handed_out(apart: bool, style: str) -> None:
    page = render_html(edge_cases.build_case("middling"), ReportOptions(".pdf", edge_cases.DAY, barriers_apart=apart))
    assert re.findall(r'<section class="(\w+)" id="s[0-9]+"', page) == [style] * 8


def test_a_barrier_in_which_nothing_is_due_is_one_line() -> None:
    page = edge_cases.render_case_html("nothing-due")
    found = re.findall(
        r'<section class="next" id="s\d">\n<h3>\d. [^<]+</h3>\n<p class="wide">(.*?)</p>\n</section>', page
    )
    assert len(found) == 8
    assert all(text.startswith("Nothing is due yet.") for text in found)
