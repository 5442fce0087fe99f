"""What the workings and the appendix of a report say, as frozen values: a row for each question, sum and answer."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.citations import Prose


class QuestionRow(NamedTuple):
    """One question in the page of its section and in the trace."""

    number: str
    id: str
    section: str
    text: str
    label: str
    """Its state in words: `In place`, `Partly`, `Nothing yet`, `Don’t know` and so on."""
    tag: str
    """Which label to draw: `blocker`, `warning`, `unknown` or `plain`."""
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
    """How far the weight of a section may move before the band does."""

    title: str
    weight: int
    range: str


@dataclass(frozen=True, slots=True)
class Workings:
    """How it was worked out."""

    says: tuple[str, ...]
    rows: tuple[SumRow, ...]
    total: SumRow | None
    trace: tuple[QuestionRow, ...]
    firm: str
    firmness: tuple[FirmRow, ...]


class Apart(NamedTuple):
    """A question that was said not to apply, with the reason given."""

    number: str
    text: str
    reason: str


class NoticeLine(NamedTuple):
    """What this profile means."""

    says: Prose
    cites: tuple[int, ...]


class FactLine(NamedTuple):
    """A fact of the profile and what is known of it."""

    text: str
    answer: str


class AnswerLine(NamedTuple):
    """A question in the appendix, with all that was typed."""

    number: str
    id: str
    text: str
    answer: str
    remark: str
    """Why it is not asked, whom to ask, or what is kept; empty where there is nothing to say."""
    note: tuple[str, ...]
    """The note as typed, a text for each paragraph."""
    evidence: str
    by: str
    points: str
    long: bool
    """True where the note is too long to stand in a table."""


class AnswerPart(NamedTuple):
    """The answers of one section."""

    number: int
    section: str
    """The section's id."""
    title: str
    lines: tuple[AnswerLine, ...]
