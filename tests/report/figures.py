"""The figures of a report in each of its forms, parsed independently of the code that wrote them."""

import csv
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO
from typing import Any, NamedTuple
from xml.etree import ElementTree

from tests.report.docx.test_document import WORD_NS, element_text, parse_part
from tests.report.read_workbook import read_sheets

SECTION_HEADINGS = ("Barrier", "Can show now", "Could be", "Share of score", "Adds now", "Could add up to")
TRACE_HEADINGS = ("No.", "Barrier", "State", "Points", "Weight", "Worth", "Adds now", "Could add up to")
SECTION_LINE = re.compile(r"^ *(\S.*?) {2,}([\d.]+|–) +([\d.]+|–) +([\d.]+%|–) +([\d.]+|–) +([\d.]+|–)$", re.MULTILINE)
ANSWER_HEADINGS = ("No.", "Question, answer, note and evidence", "Points", "Weight", "Worth", "Brings")
ANSWER_LINE = re.compile(r"^ *(Q\d+) .*? {2,}(\S+(?: of \d+)?) +(\d+) +([\d.]+|–) +([\d.]+|–)$", re.MULTILINE)
COULD_ADD = re.compile(r"Could add\s+(\d+\.\d)")

TextRows = tuple[tuple[str, ...], ...]


class ReportFigures(NamedTuple):
    """The figures that every form contains, as displayed."""

    sections: TextRows
    """Evidenced, possible, share, adds now and could add, for each section and then overall.

    The workbook has the scores as on the first page, in whole numbers.
    """
    questions: TextRows
    """Number, points, weight, worth, adds now and could add up to, for each question."""
    adds: tuple[str, ...]
    """What each recommendation could add, sorted."""

    @property
    def rounded(self) -> "ReportFigures":
        """The same figures with the scores of the sections in whole numbers."""
        rows = tuple((*(score.partition(".")[0] for score in row[:2]), *row[2:]) for row in self.sections)
        return self._replace(sections=rows)

    def on_page(self, shown: "ReportFigures") -> "ReportFigures":
        """The same figures without “could add up to”, and without the questions not shown that do not count."""
        numbers = {row[0] for row in shown.questions}
        rows = tuple(row[:5] for row in self.questions if row[0] in numbers or row[1] != "–")
        return self._replace(questions=rows)


def figures_from_json(data: bytes) -> ReportFigures:
    """Format the exact figures of the JSON document as displayed."""
    result = json.loads(data)["result"]
    trace = result["trace"]
    total = sum(section["weight"] for section in result["sections"] if section["evidenced"] is not None)
    pairs = zip(result["sections"], trace["sections"], strict=True)
    barriers = [section_figures(section, exact, total) for section, exact in pairs]
    whole = (str(result["evidenced"]), str(result["possible"]), "100%", *format_range(trace["overall"]))
    questions = tuple(question_figures(place, row) for place, row in enumerate(trace["questions"], 1))
    adds = sorted(f"{each['adds']:.1f}" for each in result["recommendations"])
    return ReportFigures((*barriers, whole), questions, tuple(adds))


def section_figures(section: Any, exact: Any, total: int) -> tuple[str, ...]:
    """Return the figures of one section."""
    if section["evidenced"] is None:
        return ("–",) * 5
    share = Fraction(section["weight"], total)
    worth = [format_tenths(share * Fraction(exact[end])) for end in ("evidenced", "possible")]
    return (*format_range(exact), f"{format_tenths(share * 100).removesuffix('.0')}%", *worth)


def question_figures(place: int, row: Any) -> tuple[str, ...]:
    """Return the figures of one question."""
    known = row["state"] == "answered"
    points = f"{row['points']} of {row['highest']}" if known else f"? of {row['highest']}"
    if row["state"] in ("not asked", "does not apply"):
        return (f"Q{place}", "–", str(row["weight"]), "–", "–", "–")
    return (
        f"Q{place}",
        points,
        str(row["weight"]),
        format_tenths(Fraction(row["worth"])),
        *format_range(row["brings"]),
    )


def format_range(exact: Any) -> tuple[str, str]:
    """Format both ends of an exact range."""
    return format_tenths(Fraction(exact["evidenced"])), format_tenths(Fraction(exact["possible"]))


def format_tenths(value: Fraction) -> str:
    """Format a value to one decimal, rounded down."""
    return f"{int(value * 10) / 10:.1f}"


def figures_from_tables(
    tables: Iterable[Sequence[Sequence[str]]], headings: Sequence[str], skip: int, text: str
) -> ReportFigures:
    """Return the figures from the sum, the table of questions with these headings and the text of recommendations.

    The figures of a question begin after its number and the columns to skip.
    """
    by_head = {tuple(table[0]): table[1:] for table in tables}
    return ReportFigures(
        tuple(tuple(row[1:]) for row in by_head[SECTION_HEADINGS]),
        tuple((row[0], *row[1 + skip :]) for row in by_head[tuple(headings)] if row[0].startswith("Q")),
        tuple(sorted(COULD_ADD.findall(text))),
    )


def figures_from_html(page: bytes) -> ReportFigures:
    """Return the figures of the page."""
    root = ElementTree.fromstring(page.decode().removeprefix("<!DOCTYPE html>"))
    tables = [
        [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")] for table in root.iter("table")
    ]
    return figures_from_tables(tables, ANSWER_HEADINGS, 1, "".join(root.itertext()))


def figures_from_word(document: bytes) -> ReportFigures:
    """Return the figures of the Word document."""
    body = parse_part(document, "document")
    tables = [
        [list(map(element_text, row.iter(f"{WORD_NS}tc"))) for row in table.iter(f"{WORD_NS}tr")]
        for table in body.iter(f"{WORD_NS}tbl")
    ]
    return figures_from_tables(tables, TRACE_HEADINGS, 2, element_text(body))


def figures_from_workbook(workbook: bytes) -> ReportFigures:
    """Return the figures of the workbook."""
    found = {name: list(iter_row_dicts(table)) for name, table in read_sheets(workbook).items()}
    order = ("Can show now", "Could be as high as", "Share of score", "Adds now", "Could add up to")
    figures = ("No.", "Points", "Weight", "Worth", "Adds now", "Could add up to")
    return ReportFigures(
        tuple(tuple(format_stored_number(row.get(name, "–"), name) for name in order) for row in found["Barriers"]),
        tuple(tuple(format_stored_number(row.get(name, "–"), name) for name in figures) for row in found["Answers"]),
        tuple(
            sorted(
                format_stored_number(row["Could add"], "Could add")
                for row in found["Recommendations"]
                if "Could add" in row
            )
        ),
    )


def iter_row_dicts(table: list[Any]) -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet as dictionaries by column heading."""
    heads = {re.sub(r"\d", "", cell.reference): cell.value for cell in table[0]}
    for row in table[1:]:
        yield {heads[re.sub(r"\d", "", cell.reference)]: cell.value for cell in row}


def format_stored_number(stored: str, column: str) -> str:
    """Format a number of the workbook as the other forms do."""
    if column == "Share of score" and stored != "–":
        return f"{round(float(stored) * 100, 1):g}%"
    decimal = column in ("Worth", "Adds now", "Could add up to", "Could add")
    return f"{float(stored):.1f}" if decimal and stored != "–" else stored


def figures_from_pdf(text: str) -> ReportFigures:
    """Return the figures from the text of the PDF."""
    workings = text.partition("How the score was worked out\n")[2]
    return ReportFigures(
        tuple(row[1:] for row in SECTION_LINE.findall(workings)),
        tuple(ANSWER_LINE.findall(text)),
        tuple(sorted(COULD_ADD.findall(text))),
    )


def extract_pdf_text(data: bytes) -> str:
    """Return the text of a PDF in its page layout."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, capture_output=True)
    return done.stdout.decode().replace("\f", "\n").replace("\u200b", "")


def points_from_csv(sheet: bytes) -> TextRows:
    """Return the number and the points of each question in the CSV of answers."""
    rows = csv.DictReader(StringIO(sheet.decode("utf-8-sig"), newline=""))
    return tuple((row["Number"], row["Points"]) for row in rows if row["Part"] == "Question")
