"""The report as a Word document."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from assess.report.build import render_report
from assess.report.docx import tables as docx_tables
from assess.report.docx.document import render_docx
from assess.report.options import ReportOptions
from tests import frozen
from tests.report import edge_cases

WORD_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def render_case_docx(name: str, *, with_answers: bool = True) -> bytes:
    """Return the document of a case."""
    return render_docx(edge_cases.build_case(name), ReportOptions(".docx", edge_cases.DAY, with_answers=with_answers))


def parse_part(document: bytes, name: str) -> ElementTree.Element:
    """Return the root element of one of the files inside a document."""
    with ZipFile(BytesIO(document)) as packed:
        return ElementTree.fromstring(packed.read(f"word/{name}.xml"))


def element_text(element: ElementTree.Element) -> str:
    """Return the text of a paragraph or a cell."""
    return "".join(
        "\n" if each.tag == f"{WORD_NS}br" else each.text or "" for each in element.iter() if each.tag in ALT_TEXT
    )


ALT_TEXT = (f"{WORD_NS}t", f"{WORD_NS}br")


def paragraph_style(paragraph: ElementTree.Element) -> str:
    """Return the style of a paragraph, or the default style."""
    style = paragraph.find(f"{WORD_NS}pPr/{WORD_NS}pStyle")
    return "" if style is None else style.attrib[f"{WORD_NS}val"]


def test_addresses_of_evidence_are_links() -> None:
    content = edge_cases.change_evidence("Folder 7: https://example.org/a?b=1&c=2.")
    document = render_docx(content, ReportOptions(".docx", edge_cases.DAY))
    linked = {element_text(each) for each in parse_part(document, "document").iter(f"{WORD_NS}hyperlink")}
    assert "https://example.org/a?b=1&c=2" in linked
    with ZipFile(BytesIO(document)) as packed:
        assert b'Target="https://example.org/a?b=1&amp;c=2"' in packed.read("word/_rels/document.xml.rels")


def dump_document(document: bytes) -> Iterator[str]:
    """Return the document as text: a line for each paragraph with its style, and for each table row."""
    body = next(iter(parse_part(document, "document")))
    for block in [part for each in body for part in (each.find(f"{WORD_NS}sdtContent") or [each])]:
        if block.tag == f"{WORD_NS}p":
            yield f"{paragraph_style(block) or 'Normal'}: {element_text(block)}"
        elif block.tag == f"{WORD_NS}tbl":
            yield from (
                " | ".join(element_text(cell) for cell in row.iter(f"{WORD_NS}tc"))
                for row in block.iter(f"{WORD_NS}tr")
            )


def test_the_document_of_the_libraries_is_as_approved(approved: Callable[[str, str], None]) -> None:
    assessment = frozen.load_sample(frozen.LIBRARIES)
    document = render_report(frozen.load_frozen_rulebook(), assessment, ReportOptions(".docx", edge_cases.DAY), {})
    approved("report/libraries.docx.txt", "\n".join(dump_document(document)) + "\n")


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_case_docx("middling") == render_docx(
        edge_cases.build_case("middling"), ReportOptions(".docx", edge_cases.DAY)
    )


@pytest.mark.parametrize("name", edge_cases.CASES)
def test_the_outline_skips_no_level_and_every_table_repeats_its_head_and_is_described(name: str) -> None:
    document = parse_part(render_case_docx(name), "document")
    levels = [
        int(style[-1])
        for each in document.iter(f"{WORD_NS}p")
        if (style := paragraph_style(each)).startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in document.iter(f"{WORD_NS}tbl"):
        assert [row.find(f"{WORD_NS}trPr/{WORD_NS}tblHeader") is not None for row in table.iter(f"{WORD_NS}tr")][
            :2
        ] == [True, False]
        assert table.find(f"{WORD_NS}tblPr/{WORD_NS}tblDescription") is not None


@pytest.mark.parametrize("name", edge_cases.CASES)
def test_every_citation_links_to_its_source(name: str) -> None:
    document = parse_part(render_case_docx(name), "document")
    marks = [each.attrib[f"{WORD_NS}name"] for each in document.iter(f"{WORD_NS}bookmarkStart")]
    numbers = [each.attrib[f"{WORD_NS}id"] for each in document.iter(f"{WORD_NS}bookmarkStart")]
    leads = {anchor for each in document.iter(f"{WORD_NS}hyperlink") if (anchor := each.get(f"{WORD_NS}anchor"))}
    assert len(set(marks)) == len(marks)
    assert len(set(numbers)) == len(numbers)
    assert leads <= set(marks)
    assert {f"n{source.number}" for source in edge_cases.build_case(name).sources} <= set(marks)


@pytest.mark.parametrize("name", edge_cases.CASES)
def test_no_paragraph_is_empty_and_nothing_is_formatted_by_hand(name: str) -> None:
    document = parse_part(render_case_docx(name), "document")
    by_hand = {f"{WORD_NS}{tag}" for tag in ("b", "i", "u", "jc", "sz", "color", "vertAlign", "spacing", "keepNext")}
    empty = [each for each in document.iter(f"{WORD_NS}p") if not element_text(each).strip()]
    assert [each for each in empty if next(each.iter(f"{WORD_NS}drawing"), None) is None] == []
    assert {each.tag for each in document.iter()} & by_hand == set()


def test_the_contents_lead_to_every_chapter() -> None:
    document = parse_part(render_case_docx("middling"), "document")
    chapters = [each for each in document.iter(f"{WORD_NS}p") if paragraph_style(each) == "Heading1"]
    entries = [each for each in document.iter(f"{WORD_NS}p") if paragraph_style(each) == "toc1"]
    leads = [each.find(f"{WORD_NS}hyperlink") for each in entries]
    assert list(map(element_text, entries)) == list(map(element_text, chapters))
    for chapter, link in zip(chapters, leads, strict=True):
        marks = [mark.attrib[f"{WORD_NS}name"] for mark in chapter.iter(f"{WORD_NS}bookmarkStart")]
        assert link is not None
        assert link.attrib[f"{WORD_NS}anchor"] in marks
    assert [each.attrib[f"{WORD_NS}fldCharType"] for each in document.iter(f"{WORD_NS}fldChar")] == [
        *("begin", "separate", "end")
    ]


def test_tables_are_captioned_in_order_and_their_short_rows_are_kept_whole() -> None:
    document = parse_part(render_case_docx("middling"), "document")
    captions = [element_text(each) for each in document.iter(f"{WORD_NS}p") if paragraph_style(each) == "Caption"]
    tables = list(document.iter(f"{WORD_NS}tbl"))
    assert [each.split(".")[0] for each in captions] == [f"Table {place}" for place in range(1, len(tables) + 1)]
    assert all(row.find(f"{WORD_NS}trPr/{WORD_NS}cantSplit") is not None for row in document.iter(f"{WORD_NS}tr"))


def test_questions_and_recommendations_link_to_each_other() -> None:
    content, document = edge_cases.build_case("middling"), parse_part(render_case_docx("middling"), "document")
    rows = [list(each) for each in document.iter(f"{WORD_NS}tr")]
    answers = {mark: row for row in rows for mark in list_marks(row)}
    assert content.recommendations[0].because
    for recommendation in content.recommendations:
        for part in recommendation.because:
            assert recommendation.number in list_anchors(answers[part.number])
    heading = next(each for each in document.iter(f"{WORD_NS}p") if "R1" in list_marks([each]))
    assert element_text(heading) == f"R1. {content.recommendations[0].title}"
    led_to = set(list_anchors([document]))
    assert {part.number for each in content.recommendations for part in each.because} <= led_to


def list_marks(elements: Iterable[ElementTree.Element]) -> list[str]:
    """Return the names of the bookmarks in elements."""
    return [mark.attrib[f"{WORD_NS}name"] for each in elements for mark in each.iter(f"{WORD_NS}bookmarkStart")]


def list_anchors(elements: Iterable[ElementTree.Element]) -> list[str]:
    """Return where the links in elements lead to."""
    return [link.get(f"{WORD_NS}anchor", "") for each in elements for link in each.iter(f"{WORD_NS}hyperlink")]


def test_the_figures_are_those_of_the_report() -> None:
    content, said = edge_cases.build_case("middling"), list(dump_document(render_case_docx("middling")))
    assert f"Normal: {content.headline.range}" in said
    for page in content.sections:
        assert f"{page.title} | {page.share} | {page.now} | {page.could}" in said
    for row in content.calculation.trace:
        figures = (row.number, row.section, row.label, row.points, str(row.weight), row.worth, row.now, row.could)
        assert " | ".join(figures) in said
    assert content.calculation.total is not None
    assert " | ".join(content.calculation.total) in said


def test_every_recommendation_and_source_appears_once() -> None:
    content, said = edge_cases.build_case("middling"), list(dump_document(render_case_docx("middling")))
    for each in content.recommendations:
        assert said.count(f"Heading3: {each.number}. {each.title}") == 1
    for source in content.sources:
        assert sum(line.startswith(f"Normal: [{source.number}] ") for line in said) == 1


def test_the_steps_of_every_recommendation_are_numbered_from_one() -> None:
    document = parse_part(render_case_docx("middling"), "document")
    lists = [number.attrib[f"{WORD_NS}val"] for number in document.iter(f"{WORD_NS}numId")]
    starts = parse_part(render_case_docx("middling"), "numbering").findall(f".//{WORD_NS}startOverride")
    assert len(set(lists)) == len(edge_cases.build_case("middling").recommendations) + 1
    assert {start.attrib[f"{WORD_NS}val"] for start in starts} == {"1"}
    assert len(starts) >= len(set(lists))


def test_it_is_in_british_english_and_its_pages_are_numbered() -> None:
    document = render_case_docx("middling")
    languages = {each.attrib[f"{WORD_NS}val"] for each in parse_part(document, "styles").iter(f"{WORD_NS}lang")}
    with ZipFile(BytesIO(document)) as packed:
        foot = next(packed.read(name).decode() for name in packed.namelist() if name.startswith("word/footer"))
        head = next(packed.read(name).decode() for name in packed.namelist() if name.startswith("word/header"))
    assert edge_cases.build_case("middling").running_header in head
    assert languages == {"en-GB"}
    assert re.findall(r'w:instr="(\w+)"', foot) == ["PAGE", "NUMPAGES"]


def test_input_is_plain_text_and_unusual_characters_are_named() -> None:
    said = "\n".join(dump_document(render_case_docx("odd-characters")))
    assert "<script>alert(1)</script>" in said
    assert "‹U+0007›" in said
    assert "‹U+D800›" in said
    assert "💩 漢字" in said


def test_a_long_note_is_complete() -> None:
    assert max(len(line) for line in dump_document(render_case_docx("long-note"))) > 100_000


def test_without_answers_it_contains_no_input() -> None:
    said = "\n".join(dump_document(render_case_docx("middling", with_answers=False)))
    assert "Draft, without answers" in said
    assert [told for told in ("Nobody could say.", "61 of 84", "There is no such money") if told in said] == []
    assert "Question by question" not in said
    assert "Every question and answer" not in said


def test_the_columns_of_a_table_fill_the_page_in_proportion_to_their_text() -> None:
    made_widths = [docx_tables.compute_column_widths(texts) for texts in TEXTS]
    assert [round(sum(sizes)) for sizes in made_widths] == [docx_tables.TEXT_WIDTH] * len(TEXTS)
    number, question, _points = made_widths[0]
    assert question > 10 * number / 2
    assert made_widths[1] == [85.0, 85.0]


TEXTS = (
    [["No.", "Question", "Points"], ["Q12", "Is it settled who would carry the risk? " * 4, "2 of 3"]],
    [["What", "Size"], ["nine", "four"]],
    [["Barrier"] * 9, ["Leadership"] * 9],
    [["Empty", "Table"]],
)


def test_columns_of_figures_are_right_aligned() -> None:
    texts = [
        ["No.", "Share", "Adds", "Said"],
        ["Q1", "20%", "+1.5", "7 of 9"],
        ["Q2", "–", "\N{MINUS SIGN}0.5", "none"],
    ]
    assert docx_tables.find_figure_columns(texts) == [False, True, True, False]
    assert docx_tables.find_figure_columns(texts[:1]) == [False] * 4
