"""Frozen values of the calculation and the appendix: a row for each section, question and answer."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.citations import Prose


class QuestionRow(NamedTuple):
    """One question on the page of its section and in the trace."""

    number: str
    id: str
    section: str
    text: str
    label: str
    """Its state in words: `In place`, `Partly`, `Nothing yet`, `Don’t know` and so on."""
    tag: str
    """The label to draw: `blocker`, `warning`, `unknown` or `plain`."""
    answer: str
    ask: tuple[str, ...]
    points: str
    weight: int
    worth: str
    now: str
    could: str
    adds: str


class SumRow(NamedTuple):
    """One section in the sum."""

    title: str
    now: str
    could: str
    share: str
    adds_now: str
    adds_could: str


class FirmRow(NamedTuple):
    """How far the weight of a section can change before the band does."""

    title: str
    weight: int
    range: str


@dataclass(frozen=True, slots=True)
class Workings:
    """How the score was calculated."""

    says: tuple[str, ...]
    rows: tuple[SumRow, ...]
    total: SumRow | None
    trace: tuple[QuestionRow, ...]
    firm: str
    firmness: tuple[FirmRow, ...]


class Apart(NamedTuple):
    """A question marked as not applicable, with the reason given."""

    number: str
    text: str
    reason: str


class NoticeLine(NamedTuple):
    """What this profile means."""

    says: Prose
    cites: tuple[int, ...]


class FactLine(NamedTuple):
    """A fact about the service and its value, if known."""

    text: str
    answer: str


class AnswerLine(NamedTuple):
    """A question in the appendix, with everything entered for it."""

    number: str
    id: str
    text: str
    answer: str
    remark: str
    """Why it is not asked, whom to ask, or which answer is kept; empty if there is nothing to add."""
    note: tuple[str, ...]
    """The note as entered, a text for each paragraph."""
    evidence: str
    by: str
    points: str
    long: bool
    """True if the note is too long for a table."""


class AnswerPart(NamedTuple):
    """The answers of one section."""

    number: int
    section: str
    """The section's id."""
    title: str
    lines: tuple[AnswerLine, ...]
