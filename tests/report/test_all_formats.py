"""The report of every sample in every form: valid, consistent in its figures, and as approved."""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assess import resources
from assess.report.build import report
from assess.report.options import FORMS, Edition
from tests.report import edge_cases, numbers, sample_reports
from tests.report.docx.test_document import lines
from tests.report.read_workbook import sheets
from tests.report.standards import failures
from tests.report.tables.test_csv_writer import sample

every_sample = pytest.mark.parametrize("path", resources.samples(), ids=lambda path: path.stem)
HEADING = re.compile(r"h[123]")


@cache
def made(path: Path, form: str) -> bytes:
    """Render the report of a sample in one form."""
    if form == ".pdf":
        return sample_reports.pdf(path)
    return report(sample_reports.rulebook(), sample(path), Edition(form, edge_cases.DAY), sample_reports.rules())


@every_sample
def test_the_report_conforms_to_both_pdf_standards(path: Path) -> None:
    assert failures(made(path, ".pdf")) == []


@every_sample
def test_the_figures_are_the_same_in_every_form(path: Path) -> None:
    exact = numbers.of_json(made(path, ".json"))
    assert len(exact.questions) == len(sample_reports.rulebook().questions)
    assert numbers.of_html(made(path, ".html")) == exact
    assert numbers.of_word(made(path, ".docx")) == exact
    assert numbers.of_workbook(made(path, ".xlsx")) == exact.whole
    assert numbers.of_pdf(paper(path)) == exact
    assert numbers.points_of_sheet(made(path, ".csv")) == tuple(row[:2] for row in exact.questions)


@cache
def paper(path: Path) -> str:
    """Return the text of the PDF."""
    return numbers.text_of_pdf(made(path, ".pdf"))


def words(text: str) -> set[str]:
    """Return the words of a text that are short enough not to be broken."""
    return {word for word in re.findall(r"\w+", text.replace("\u200b", "")) if len(word) < 20}


@every_sample
def test_the_pdf_has_every_word_of_the_page(path: Path) -> None:
    body = ElementTree.fromstring(made(path, ".html").decode().removeprefix("<!DOCTYPE html>")).find("body")
    assert body is not None
    for picture in [each for each in body.iter() if each.tag.endswith("svg")]:
        for title in [each for each in picture if each.tag.endswith("title")]:
            title.text = ""  # alternative text of the picture
    assert words(" ".join(body.itertext())) - words(paper(path)) == set()


def short(name: str, text: str) -> str:
    """Summarise a text in a line: its number of words, and a fingerprint that changes with any of them."""
    found = text.replace("\u200b", "").split()
    return f"{name}: {len(found)} words, {hashlib.sha256(' '.join(found).encode()).hexdigest()[:8]}"


def page_parts(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of a page, each with the texts up to the next."""
    found: tuple[str, list[str]] = ("", [])
    for element in ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>")).iter():
        if HEADING.fullmatch(element.tag):
            yield found
            found = (" ".join("".join(element.itertext()).split()), [])
        elif element.tag in ("p", "li", "tr"):
            found[1].append(" ".join(" ".join(element.itertext()).split()))
    yield found


def word_parts(document: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of a Word document, each with the texts up to the next."""
    found: tuple[str, list[str]] = ("", [])
    for line in lines(document):
        style, _, text = line.partition(": ")
        if style in ("Heading1", "Heading2"):
            yield found
            found = (text, [])
        else:
            found[1].append(line)
    yield found


def rendering(path: Path) -> Iterator[str]:
    """Return the texts of the report: the front of the page in full, every other part as one line."""
    parts = list(page_parts(made(path, ".html").decode().replace("\u200b", "")))
    front = next(place for place, (heading, _) in enumerate(parts) if heading == "Contents")
    for heading, texts in parts[:front]:
        yield f"# {heading}"
        yield from texts
    yield from ("", "== Web page, and the PDF")
    yield from (short(heading, " ".join(texts)) for heading, texts in parts[front:])
    yield from ("", "== Word")
    yield from (short(heading, " ".join(texts)) for heading, texts in word_parts(made(path, ".docx")))
    yield from ("", "== Excel")
    for name, table in sheets(made(path, ".xlsx")).items():
        yield short(f"{name}, {len(table)} rows", " ".join(f"{cell.at} {cell.holds}" for row in table for cell in row))
    yield from ("", "== CSV and JSON")
    yield short("CSV", made(path, ".csv").decode("utf-8-sig"))
    yield short("JSON", re.sub(r'"program": "[^"]*"', "", made(path, ".json").decode()))


@every_sample
def test_the_texts_are_as_approved(path: Path, approved: Callable[[str, str], None]) -> None:
    approved(f"report/samples/{path.stem}.txt", "\n".join(rendering(path)) + "\n")


def test_every_form_is_covered() -> None:
    assert set(FORMS) == {".html", ".pdf", ".docx", ".xlsx", ".csv", ".json"}
