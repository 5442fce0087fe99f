"""What goes into one copy of the report, and what stays out of every form of it."""

import io
import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pypdf
import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.report.build import render_report
from assess.report.html.render import render_html
from assess.report.options import ALL_CHAPTERS, Chapter, ReportOptions
from assess.report.report_copy import ReportCopy
from assess.report.selection import SUMMARY_ONLY_NOTE
from tests.report import edge_cases, factories
from tests.report.docx.test_document import dump_document, parse_part
from tests.report.html.test_render import PageParser
from tests.report.read_workbook import read_archive, read_sheets
from tests.report.standards import find_violations

CONTRADICTION = {
    "id": "begun-twice",
    "when": {"all": [{"question": name, "is": ["begun"]} for name in ("q-1-2", "q-2-2")]},
    "says": "Both cannot be so {claim-12}.",
    "claims": ["claim-12", "claim-20"],
}
RULEBOOK = factories.build_rulebook({"contradictions": [CONTRADICTION]})
WHOLE = ReportOptions(".html", edge_cases.DAY)
PENSIONS = replace(WHOLE, sections=("s-2",))
SUMMARY = replace(WHOLE, chapters=())


def chapters_except(*out: Chapter) -> tuple[Chapter, ...]:
    """Return every chapter except some."""
    return tuple(chapter for chapter in ALL_CHAPTERS if chapter not in out)


OPTIONS = {
    "whole": WHOLE,
    "summary": SUMMARY,
    "one section": PENSIONS,
    "one recommendation": replace(WHOLE, recommendations=("do-2-2",)),
    "no recommendations": replace(WHOLE, recommendations=()),
    "no notes": replace(WHOLE, notes=False),
    "no answers": replace(PENSIONS, with_answers=False),
    **{f"without {chapter}": replace(WHOLE, chapters=chapters_except(chapter)) for chapter in ALL_CHAPTERS},
}


def build_assessment() -> Assessment:
    """Return an assessment with a note, a piece of evidence and a name in each of two sections."""
    typed = {
        "q_1_2": Answer(option="begun", note="Note of one", evidence="File of one", by="Officer of one"),
        "q_2_2": Answer(option="begun", note="Note of two", evidence="File of two", by="Officer of two"),
    }
    return factories.build_assessment(factories.build_answers(**typed))


@cache
def render_assessment(edition: ReportOptions) -> bytes:
    """Render the report of the assessment."""
    return render_report(RULEBOOK, build_assessment(), edition, {"readiness.yaml": b"rulebook: {}\n"})


def render_page(edition: ReportOptions) -> str:
    """Render the page that a PDF is made from."""
    copy = ReportCopy(RULEBOOK, build_assessment(), edition, frozenset(ALL_CHAPTERS), {}, None)
    return render_html(copy.content, edition)


def page_without_style(edition: ReportOptions) -> str:
    """Render the page without its style sheet."""
    return re.sub(r"<style.*?</style>", "", render_assessment(edition).decode(), flags=re.DOTALL)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_copy_is_well_formed_without_broken_links(name: str) -> None:
    seen = PageParser(page_without_style(OPTIONS[name]))
    ElementTree.fromstring(page_without_style(OPTIONS[name]))
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)


@pytest.mark.parametrize("name", sorted(set(OPTIONS) - {"summary", "without sources"}))
def test_every_copy_lists_the_sources_that_it_cites_and_no_others(name: str) -> None:
    written = page_without_style(OPTIONS[name])
    before, sources = written.split('id="sources"')
    cited = {int(number) for number in re.findall(r">\[([0-9]+)[,\]]", before)}
    listed = {int(number) for number in re.findall(r'id="n([0-9]+)"', sources)}
    uses = [re.findall(r'href="#(\w+)"', used) for used in re.findall(r"Used in (.*?)</p>", sources)]
    assert cited <= listed
    assert all(f'id="{anchor}"' in before for used in uses for anchor in used)
    assert len(uses) >= len(listed)
    assert all(uses)


def find_numbered_titles(written: str) -> dict[str, str]:
    """Return the titles of the recommendations and of the sources by their numbers."""
    found = re.findall(r"<h4>(R[0-9]+)\. (.*?)</h4>|<b>([0-9]+)</b>.*?<i>(.*?)</i>", written)
    return {number or source: words or title for number, words, source, title in found}


@pytest.mark.parametrize(("one", "other"), [*combinations(("whole", "one section", "without mind", "no notes"), 2)])
def test_numbers_are_the_same_in_every_copy(one: str, other: str) -> None:
    first, second = (
        find_numbered_titles(page_without_style(OPTIONS[one])),
        find_numbered_titles(page_without_style(OPTIONS[other])),
    )
    assert first
    assert all(second[number] == title for number, title in first.items() if number in second)


@pytest.mark.parametrize(
    ("name", "out", "inside"),
    [
        ("one section", ("Note of one", "1. Route to a contract", "Q5 "), ("Note of two", "2. Pensions")),
        ("no notes", ("Note of one", "File of two", "Officer of two"), ("2. Pensions",)),
        ("summary", ("Note of one", "How to read this report", "Done when"), ("What to do next", SUMMARY_ONLY_NOTE)),
        ("without answers", ("Note of one", "File of two"), ("How the score was worked out",)),
        ("without workings", ("How it was worked out</h2>", "Question by question"), ("Note of one",)),
        ("without barriers", ("Done when",), ("Note of one",)),
        ("one recommendation", ("<h4>R1.",), ("This copy leaves out: 17 of 18 recommendations.",)),
        ("no recommendations", ("<h4>R",), ("None of the 18 recommendations is in this copy.",)),
    ],
)
def test_excluded_parts_appear_nowhere_on_the_page(name: str, out: tuple[str, ...], inside: tuple[str, ...]) -> None:
    written = page_without_style(OPTIONS[name])
    assert [words for words in out if words in written] == []
    assert [words for words in inside if words not in written] == []


def test_the_first_page_lists_what_was_left_out() -> None:
    copy = replace(PENSIONS, chapters=chapters_except(Chapter.ANSWERS, Chapter.CAVEATS))
    said = (
        "This copy leaves out: what to keep in mind, every question and answer, Route to a contract, Staff, Money, "
        "The client side, Watching over it, Advice and Choices."
    )
    assert said in page_without_style(copy)
    assert said in "\n".join(dump_document(render_assessment(replace(copy, form=".docx"))))
    assert said in str(read_sheets(render_assessment(replace(copy, form=".xlsx"))))
    assert "leaves out" not in page_without_style(WHOLE)


@pytest.mark.parametrize("form", [".html", ".docx", ".xlsx"])
def test_a_contradiction_says_whom_to_check_with(form: str) -> None:
    text = page_without_style(WHOLE)
    if form != ".html":
        text = "".join(extract_text(render_assessment(replace(WHOLE, form=form)), form))
    assert re.search(r"Both cannot be so.*? Check with the pensions lead\.", text)


@pytest.mark.parametrize("form", [".docx", ".xlsx"])
def test_no_form_contains_notes_of_an_excluded_section(form: str) -> None:
    inside = "".join(extract_text(render_assessment(replace(PENSIONS, form=form)), form))
    assert "Note of two" in inside
    assert "Note of one" not in inside
    assert "Note of two" not in "".join(
        extract_text(render_assessment(replace(PENSIONS, form=form, notes=False)), form)
    )


def extract_text(file: bytes, form: str) -> list[str]:
    """Return the text of a Word document or of a workbook."""
    return list(dump_document(file)) if form == ".docx" else list(read_archive(file).values())


def test_a_word_document_links_only_to_its_own_parts() -> None:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for edition in (WHOLE, SUMMARY, PENSIONS):
        body = parse_part(render_assessment(replace(edition, form=".docx")), "document")
        marks = {mark.attrib[f"{w}name"] for mark in body.iter(f"{w}bookmarkStart")}
        links = {link.attrib.get(f"{w}anchor", "summary") for link in body.iter(f"{w}hyperlink")}
        assert links <= marks


@pytest.mark.parametrize("name", OPTIONS)
def test_answers_are_attached_to_a_pdf_only_if_it_shows_them_all(name: str) -> None:
    left_out = ("summary", "one section", "without answers", "no answers")
    assert OPTIONS[name].shows_all_answers == (name not in left_out)


def test_the_answers_attached_to_a_pdf_without_notes_have_none() -> None:
    inside = pypdf.PdfReader(io.BytesIO(render_assessment(replace(OPTIONS["no notes"], form=".pdf")))).attachments
    assert set(inside) >= {"answers.yaml", "figures.json", "readiness.yaml"}
    assert b"Note of two" not in inside["answers.yaml"][0]


def test_findings_are_in_the_annex_and_not_in_the_pdf_of_the_report() -> None:
    report, annex = (render_page(replace(WHOLE, form=".pdf", annex=annex)) for annex in (False, True))
    places = set(re.findall(r'id="(c-[\w-]+)"', report))
    assert places
    assert places == set(re.findall(r'id="(c-[\w-]+)"', annex))
    assert ("five years at most" in report, "five years at most" in annex) == (False, True)
    assert "Note of one" not in annex


def test_the_annex_conforms_to_both_standards_and_has_no_attachments() -> None:
    made = render_assessment(replace(WHOLE, form=".pdf", annex=True))
    assert find_violations(made) == []
    assert pypdf.PdfReader(io.BytesIO(made)).attachments == {}


def test_an_extract_conforms_to_both_standards_and_has_no_attachments() -> None:
    pdf = render_assessment(replace(PENSIONS, form=".pdf", marking="OFFICIAL"))
    assert not pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert find_violations(pdf) == []


@pytest.mark.parametrize("form", [".pdf", ".html", ".docx", ".xlsx"])
def test_a_copy_with_everything_left_out_can_still_be_made(form: str) -> None:
    nothing = ReportOptions(
        form,
        edge_cases.DAY,
        chapters=(Chapter.SOURCES,),
        sections=(),
        recommendations=(),
        notes=False,
        marking='<b> & "\x07\ud800💩',
    )
    copy = render_assessment(nothing)
    assert copy
    assert form != ".pdf" or find_violations(copy) == []
    assert form != ".html" or "every recommendation and every barrier." in copy.decode()


def test_the_marking_is_on_every_page_of_every_form() -> None:
    marked = replace(SUMMARY, marking="OFFICIAL & LOCAL")
    pages = pypdf.PdfReader(io.BytesIO(render_assessment(replace(marked, form=".pdf")))).pages
    assert len(pages) == 2
    assert [page.extract_text().count("OFFICIAL & LOCAL") for page in pages] == [2, 2]
    assert page_without_style(marked).count("OFFICIAL &amp; LOCAL</p>") == 1
    word = render_assessment(replace(marked, form=".docx"))
    assert ["OFFICIAL & LOCAL" in "".join(parse_part(word, name).itertext()) for name in ("header1", "footer1")] == [
        True
    ] * 2
    book = read_archive(render_assessment(replace(marked, form=".xlsx")))
    printed = [ElementTree.fromstring(text) for name, text in book.items() if name.startswith("xl/worksheets/sheet")]
    said = ["".join(element.itertext()) for sheet in printed for element in sheet.iter() if "Header" in element.tag]
    assert len(said) == len(printed)
    assert all('&C&"-,Bold"OFFICIAL && LOCAL' in line for line in said)
