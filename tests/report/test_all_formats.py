"""The report of every sample in every form: valid, consistent in its figures, and as approved."""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assess.report.build import render_report
from assess.report.formats import FORMATS
from assess.report.options import ReportOptions
from tests import frozen
from tests.report import edge_cases, figures, sample_reports
from tests.report.docx.test_document import dump_document
from tests.report.read_workbook import read_sheets
from tests.report.standards import find_violations

every_sample = pytest.mark.parametrize("path", frozen.SAMPLES, ids=lambda path: path.stem)
HEADING = re.compile(r"h[123]")


@cache
def render_sample(path: Path, form: str) -> bytes:
    """Render the report of a sample in one form."""
    if form == ".pdf":
        return sample_reports.render_sample_pdf(path)
    return render_report(
        frozen.load_frozen_rulebook(),
        frozen.load_sample(path),
        ReportOptions(form, edge_cases.DAY),
        frozen.read_rules_files(),
    )


@every_sample
def test_the_report_conforms_to_both_pdf_standards(path: Path) -> None:
    assert find_violations(render_sample(path, ".pdf")) == []


@every_sample
def test_the_figures_are_the_same_in_every_form(path: Path) -> None:
    exact = figures.figures_from_json(render_sample(path, ".json"))
    assert len(exact.questions) == len(frozen.load_frozen_rulebook().questions)
    page = figures.figures_from_html(render_sample(path, ".html"))
    assert page == exact.on_page(page)
    assert figures.figures_from_word(render_sample(path, ".docx")) == exact
    assert figures.figures_from_workbook(render_sample(path, ".xlsx")) == exact.rounded
    assert figures.figures_from_pdf(extract_pdf_text(path)) == page
    assert figures.points_from_csv(render_sample(path, ".csv")) == tuple(row[:2] for row in exact.questions)


@cache
def extract_pdf_text(path: Path) -> str:
    """Return the text of the PDF."""
    return figures.extract_pdf_text(render_sample(path, ".pdf"))


def split_words(text: str) -> set[str]:
    """Return the words of a text that are short enough not to be broken."""
    return {word for word in re.findall(r"\w+", text.replace("\u200b", "")) if len(word) < 20}


@every_sample
def test_the_pdf_has_every_word_of_the_page(path: Path) -> None:
    page = sample_reports.render_sample_page(path)
    body = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>")).find("body")
    assert body is not None
    for picture in [each for each in body.iter() if each.tag.endswith("svg")]:
        for title in [each for each in picture if each.tag.endswith("title")]:
            title.text = ""  # alternative text of the picture
    assert split_words(" ".join(body.itertext())) - split_words(extract_pdf_text(path)) == set()


def fingerprint(name: str, text: str) -> str:
    """Summarise a text in a line: its number of words, and a fingerprint that changes with any of them."""
    found = text.replace("\u200b", "").split()
    return f"{name}: {len(found)} words, {hashlib.sha256(' '.join(found).encode()).hexdigest()[:8]}"


def iter_page_sections(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of a page, each with the texts up to the next."""
    found: tuple[str, list[str]] = ("", [])
    for element in ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>")).iter():
        if HEADING.fullmatch(element.tag):
            yield found
            found = (" ".join("".join(element.itertext()).split()), [])
        elif element.tag in ("p", "li", "tr"):
            found[1].append(" ".join(" ".join(element.itertext()).split()))
    yield found


def iter_word_sections(document: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of a Word document, each with the texts up to the next."""
    found: tuple[str, list[str]] = ("", [])
    for line in dump_document(document):
        style, _, text = line.partition(": ")
        if style in ("Heading1", "Heading2"):
            yield found
            found = (text, [])
        else:
            found[1].append(line)
    yield found


def summarise_sample(path: Path) -> Iterator[str]:
    """Return the texts of the report: the front of the page in full, every other part as one line."""
    parts = list(iter_page_sections(render_sample(path, ".html").decode().replace("\u200b", "")))
    front = next(place for place, (heading, _) in enumerate(parts) if heading == "Contents")
    for heading, texts in parts[:front]:
        yield f"# {heading}"
        yield from texts
    yield from ("", "== Web page, and the PDF")
    yield from (fingerprint(heading, " ".join(texts)) for heading, texts in parts[front:])
    yield from ("", "== Word")
    yield from (
        fingerprint(heading, " ".join(texts)) for heading, texts in iter_word_sections(render_sample(path, ".docx"))
    )
    yield from ("", "== Excel")
    for name, table in read_sheets(render_sample(path, ".xlsx")).items():
        yield fingerprint(
            f"{name}, {len(table)} rows", " ".join(f"{cell.reference} {cell.value}" for row in table for cell in row)
        )
    yield from ("", "== CSV and JSON")
    yield fingerprint("CSV", render_sample(path, ".csv").decode("utf-8-sig"))
    yield fingerprint("JSON", re.sub(r'"program": "[^"]*"', "", render_sample(path, ".json").decode()))


@every_sample
def test_the_texts_are_as_approved(path: Path, approved: Callable[[str, str], None]) -> None:
    approved(f"report/samples/{path.stem}.txt", "\n".join(summarise_sample(path)) + "\n")


def test_every_form_is_covered() -> None:
    assert set(FORMATS) == {".html", ".pdf", ".docx", ".xlsx", ".odt", ".ods", ".csv", ".json"}
