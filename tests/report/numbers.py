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

from tests.report.docx.test_document import W, part, text_of
from tests.report.read_workbook import sheets

SUM = ("Barrier", "Can show now", "Could be", "Share of whole", "Adds now", "Could add up to")
TRACE = ("No.", "Barrier", "State", "Points", "Weight", "Worth", "Adds now", "Could add up to")
SUM_LINE = re.compile(r"^ *(\S.*?) {2,}([\d.]+|–) +([\d.]+|–) +([\d.]+%|–) +([\d.]+|–) +([\d.]+|–)$", re.MULTILINE)
TRACE_LINE = re.compile(
    r"^ *(Q\d+) .*? {2,}(\S+(?: of \d+)?) +(\d+) +([\d.]+|–) +([\d.]+|–) +([\d.]+|–)$", re.MULTILINE
)
COULD_ADD = re.compile(r"Could add\s+(\d+\.\d)")

Rows = tuple[tuple[str, ...], ...]


class Numbers(NamedTuple):
    """The figures that every form contains, as displayed."""

    barriers: Rows
    """Evidenced, possible, share, adds now and could add, for each section and then overall.

    The workbook has the scores as on the first page, in whole numbers.
    """
    questions: Rows
    """Number, points, weight, worth, adds now and could add up to, for each question."""
    adds: tuple[str, ...]
    """What each recommendation could add, sorted."""

    @property
    def whole(self) -> "Numbers":
        """The same figures with the scores of the sections in whole numbers."""
        rows = tuple((*(score.partition(".")[0] for score in row[:2]), *row[2:]) for row in self.barriers)
        return self._replace(barriers=rows)


def of_json(data: bytes) -> Numbers:
    """Format the exact figures of the JSON document as displayed."""
    result = json.loads(data)["result"]
    trace = result["trace"]
    total = sum(section["weight"] for section in result["sections"] if section["evidenced"] is not None)
    pairs = zip(result["sections"], trace["sections"], strict=True)
    barriers = [barrier(section, exact, total) for section, exact in pairs]
    whole = (str(result["evidenced"]), str(result["possible"]), "100%", *both(trace["overall"]))
    questions = tuple(question(place, row) for place, row in enumerate(trace["questions"], 1))
    adds = sorted(f"{each['adds']:.1f}" for each in result["recommendations"])
    return Numbers((*barriers, whole), questions, tuple(adds))


def barrier(section: Any, exact: Any, total: int) -> tuple[str, ...]:
    """Return the figures of one section."""
    if section["evidenced"] is None:
        return ("–",) * 5
    share = Fraction(section["weight"], total)
    worth = [tenths(share * Fraction(exact[end])) for end in ("evidenced", "possible")]
    return (*both(exact), f"{tenths(share * 100).removesuffix('.0')}%", *worth)


def question(place: int, row: Any) -> tuple[str, ...]:
    """Return the figures of one question."""
    known = row["state"] == "answered"
    points = f"{row['points']} of {row['highest']}" if known else f"? of {row['highest']}"
    if row["state"] in ("not asked", "does not apply"):
        return (f"Q{place}", "–", str(row["weight"]), "–", "–", "–")
    return (f"Q{place}", points, str(row["weight"]), tenths(Fraction(row["worth"])), *both(row["brings"]))


def both(exact: Any) -> tuple[str, str]:
    """Format both ends of an exact range."""
    return tenths(Fraction(exact["evidenced"])), tenths(Fraction(exact["possible"]))


def tenths(value: Fraction) -> str:
    """Format a value to one decimal, rounded down."""
    return f"{int(value * 10) / 10:.1f}"


def of_tables(tables: Iterable[Sequence[Sequence[str]]], text: str) -> Numbers:
    """Return the figures from the two tables of the calculation and the text of the recommendations."""
    by_head = {tuple(table[0]): table[1:] for table in tables}
    return Numbers(
        tuple(tuple(row[1:]) for row in by_head[SUM]),
        tuple((row[0], *row[3:]) for row in by_head[TRACE]),
        tuple(sorted(COULD_ADD.findall(text))),
    )


def of_html(page: bytes) -> Numbers:
    """Return the figures of the page."""
    root = ElementTree.fromstring(page.decode().removeprefix("<!DOCTYPE html>"))
    tables = [
        [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")] for table in root.iter("table")
    ]
    return of_tables(tables, "".join(root.itertext()))


def of_word(document: bytes) -> Numbers:
    """Return the figures of the Word document."""
    body = part(document, "document")
    tables = [
        [list(map(text_of, row.iter(f"{W}tc"))) for row in table.iter(f"{W}tr")] for table in body.iter(f"{W}tbl")
    ]
    return of_tables(tables, text_of(body))


def of_workbook(workbook: bytes) -> Numbers:
    """Return the figures of the workbook."""
    found = {name: list(rows_of(table)) for name, table in sheets(workbook).items()}
    order = ("Can show now", "Could be as high as", "Share of whole", "Adds now", "Could add up to")
    figures = ("No.", "Points", "Weight", "Worth", "Adds now", "Could add up to")
    return Numbers(
        tuple(tuple(shown(row.get(name, "–"), name) for name in order) for row in found["Barriers"]),
        tuple(tuple(shown(row.get(name, "–"), name) for name in figures) for row in found["Answers"]),
        tuple(sorted(shown(row["Could add"], "Could add") for row in found["Recommendations"] if "Could add" in row)),
    )


def rows_of(table: list[Any]) -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet as dictionaries by column heading."""
    heads = {re.sub(r"\d", "", cell.at): cell.holds for cell in table[0]}
    for row in table[1:]:
        yield {heads[re.sub(r"\d", "", cell.at)]: cell.holds for cell in row}


def shown(stored: str, column: str) -> str:
    """Format a number of the workbook as the other forms do."""
    decimal = column in ("Worth", "Adds now", "Could add up to", "Could add")
    return f"{float(stored):.1f}" if decimal and stored != "–" else stored


def of_pdf(text: str) -> Numbers:
    """Return the figures from the text of the PDF."""
    workings = text.partition("How it was worked out\n")[2]
    table, _, questions = workings.partition("Question by question")
    return Numbers(
        tuple(row[1:] for row in SUM_LINE.findall(table)),
        tuple(TRACE_LINE.findall(questions)),
        tuple(sorted(COULD_ADD.findall(text))),
    )


def text_of_pdf(data: bytes) -> str:
    """Return the text of a PDF in its page layout."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, capture_output=True)
    return done.stdout.decode().replace("\f", "\n").replace("\u200b", "")


def points_of_sheet(sheet: bytes) -> Rows:
    """Return the number and the points of each question in the CSV of answers."""
    rows = csv.DictReader(StringIO(sheet.decode("utf-8-sig"), newline=""))
    return tuple((row["Number"], row["Points"]) for row in rows if row["Part"] == "Question")
