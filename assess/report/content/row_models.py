"""Frozen values of the calculation and the appendix: a row for each section, question and answer."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.citations import Prose
from assess.report.content.text import is_too_long, split_paragraphs


class QuestionRow(NamedTuple):
    """One question on the page of its section and in the trace."""

    number: str
    id: str
    section: str
    text: str
    label: str
    """Its state in words: `In place`, `Partly`, `Nothing yet`, `I do not know` and so on."""
    severity: str
    """The label to draw: `blocker`, `warning`, `unknown` or `plain`."""
    answer: str
    need_label: str
    """Whether what the stage needs of it is there: `Missing`, `Not known` or `In place`; empty if nothing is named."""
    need: str
    """What the stage needs of it, if that is missing or not known."""
    ask: tuple[str, ...]
    points: str
    weight: int
    worth: str
    now: str
    could: str
    adds: str


class SectionSumRow(NamedTuple):
    """One section in the sum."""

    title: str
    now: str
    could: str
    share: str
    adds_now: str
    adds_could: str


class WeightLimitRow(NamedTuple):
    """How far the weight of a section can change before the band does."""

    title: str
    weight: int
    range: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """How the score was calculated."""

    says: tuple[str, ...]
    rows: tuple[SectionSumRow, ...]
    total: SectionSumRow | None
    trace: tuple[QuestionRow, ...]
    sensitivity: str
    weight_limits: tuple[WeightLimitRow, ...]


class NotApplicable(NamedTuple):
    """A question marked as not applicable, with the reason given."""

    number: str
    text: str
    reason: str


class NoticeContent(NamedTuple):
    """What this profile means."""

    says: Prose


class AppendixFact(NamedTuple):
    """A fact about the service and its value, if known."""

    text: str
    answer: str


class AppendixAnswer(NamedTuple):
    """A question in the appendix, with everything entered for it."""

    number: str
    id: str
    text: str
    answer: str
    remark: str
    """Why it is not asked, who to ask, or which answer is kept; empty if there is nothing to add."""
    note: str
    """The note as entered, with its line breaks."""
    evidence: str
    by: str
    points: str
    weight: str
    worth: str
    brings: str
    """What it adds to the score now; a dash, like its worth, if it does not count."""
    is_asked: bool

    @property
    def needs_row(self) -> bool:
        """Whether it needs a row of a table: it is asked, or something was entered beside its answer."""
        return bool(self.is_asked or self.note or self.evidence or self.by)

    @property
    def is_long(self) -> bool:
        """Whether the note is too long for a table."""
        return is_too_long(self.note)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the note, without blank ones."""
        return split_paragraphs(self.note)


class AppendixSection(NamedTuple):
    """The answers of one section."""

    number: int
    section: str
    """The section's id."""
    title: str
    lines: tuple[AppendixAnswer, ...]
