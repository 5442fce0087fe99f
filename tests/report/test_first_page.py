"""The first page has the outcome: the blockers, the range and every section."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest

from assess.core.model.assessment import Answer, Assessment
from assess.report.build import render_report
from assess.report.options import ReportOptions, build_branding
from assess.settings import Council
from tests import frozen
from tests.report import edge_cases

APPROVED = Path(__file__).parents[1] / "approved" / "report" / "first-page.txt"
POINT = 25.4 / 72
TOLERANCE = 1.0
"""Millimetres by which the same text may move with another version of the text shaper."""

SUMMARY = ReportOptions(".pdf", edge_cases.DAY, chapters=())


class PlacedWords(NamedTuple):
    """Words with their distance from the left and the top, and their size in points."""

    left: float
    top: float
    size: float
    text: str


def load_libraries_sample() -> Assessment:
    """Load the libraries sample."""
    return frozen.load_sample(frozen.LIBRARIES)


def extract_pages(assessment: Assessment, edition: ReportOptions = SUMMARY) -> list[list[PlacedWords]]:
    """Return the words of each page with their positions."""
    made = render_report(frozen.load_frozen_rulebook(), assessment, edition, {})
    return [extract_words(page) for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def extract_words(page: pypdf.PageObject) -> list[PlacedWords]:
    """Return the words of a page with their positions."""
    found: list[PlacedWords] = []

    def placed(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        if text.strip():
            left, top = inner[4] * outer[0] + outer[4], inner[5] * outer[3] + outer[5]
            scale = abs(outer[0] * inner[0])
            found.append(PlacedWords(left * POINT, 297 - top * POINT, size * scale, " ".join(text.split())))

    page.extract_text(visitor_text=placed)
    return found


def page_text(page: list[PlacedWords]) -> str:
    """Return the text of a page as one line."""
    return " ".join(words.text for words in page)


def answer_everything(option: int) -> Assessment:
    """Return the libraries at their last stage with the same answer everywhere."""
    questions = frozen.load_frozen_rulebook().questions.values()
    answers = {question.id: Answer(option=question.options[option].id) for question in questions}
    found = load_libraries_sample()
    return replace(found, answers=answers, profile={**found.profile, "stage": "transition"})


def test_the_layout_of_the_first_page_is_as_approved(approved: Callable[[str, str], None]) -> None:
    found = extract_pages(load_libraries_sample())[0]
    texts = "".join(f"{words.text}\n" for words in found)
    lines = "".join(f"{w.left:6.1f} {w.top:6.1f} {w.size:5.1f}  {w.text}\n" for w in found)
    before = APPROVED.read_text("utf-8") if APPROVED.exists() else ""
    if texts != "".join(line[21:] + "\n" for line in before.splitlines()):
        approved("report/first-page.txt", lines)
    for words, line in zip(found, APPROVED.read_text("utf-8").splitlines(), strict=True):
        left, top, size = map(float, line[:20].split())
        assert abs(words.left - left) < TOLERANCE, line
        assert abs(words.top - top) < TOLERANCE, line
        assert abs(words.size - size) < 0.2, line


@pytest.mark.parametrize(
    ("assessment", "stops"),
    [
        (load_libraries_sample, ("Two blockers stop this", "To lift it: Get the actuary’s figures")),
        (lambda: answer_everything(0), ("19 blockers stop this", "And 16 more (Procurement 1, Pensions 4, ")),
        (lambda: answer_everything(-1), ("No blocker in the 57 answers given",)),
        (
            lambda: replace(load_libraries_sample(), answers={}),
            ("No answer is given yet, and finding out more could reveal twelve",),
        ),
    ],
    ids=["two blockers", "nineteen blockers", "everything best", "nothing answered"],
)
def test_blockers_range_and_sections_are_on_the_first_of_two_pages(
    assessment: Callable[[], Assessment], stops: tuple[str, ...]
) -> None:
    both = extract_pages(
        assessment(), replace(SUMMARY, marking="OFFICIAL-SENSITIVE", look=build_branding(Council("Sample")))
    )
    first = page_text(both[0])
    assert len(both) == 2
    barriers = [section.title for section in frozen.load_frozen_rulebook().rules.sections]
    assert [said for said in (*stops, "You can show", "OFFICIAL-SENSITIVE", *barriers) if said not in first] == []
