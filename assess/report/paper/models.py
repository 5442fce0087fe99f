"""The content of the questionnaire and the briefs."""

from typing import NamedTuple

_MAX_UNSPLIT_OPTIONS = 8
"""Number of options above which a fact may be split across pages."""


class PaperQuestion(NamedTuple):
    """A question to be answered on paper."""

    number: str
    text: str
    help: str
    why: str
    options: tuple[str, ...]
    who_knows: str
    """Who usually knows the answer, starting with a capital letter."""
    evidence: tuple[str, ...]
    remarks: tuple[str, ...]
    """From which stage it counts, and when to leave it out."""
    may_not_apply: bool


class PaperFact(NamedTuple):
    """A fact about the service to be filled in; it is not scored."""

    text: str
    help: str
    options: tuple[str, ...]
    unit: str
    """What to write if there is nothing to choose from; empty for a choice."""

    @property
    def is_long(self) -> bool:
        """Whether it has so many options that keeping them together would leave much of a page empty."""
        return len(self.options) > _MAX_UNSPLIT_OPTIONS


class PaperSection(NamedTuple):
    """A section of the questionnaire."""

    number: int
    title: str
    why: str
    ask_first: str
    time_needed: str
    questions: tuple[PaperQuestion, ...]


class Brief(NamedTuple):
    """What one officer is asked, on pages of its own."""

    id: str
    role: str
    role_inline: str
    """The title of the role for use within a sentence."""
    time_needed: str
    questions: tuple[PaperQuestion, ...]
    """The questions for which this officer is asked first."""
    other_numbers: str
    """The numbers of the questions for which others are asked first."""
    says_why: bool


class PaperHeader(NamedTuple):
    """The header of a paper and of each of its pages."""

    title: str
    council: str
    service: str
    """The name of the service; empty if it is unknown."""
    running_header: str
    date: str
    rules: str
    left_out: str
    """What is left out, and why; empty if nothing is."""


class Questionnaire(NamedTuple):
    """The blank questionnaire or one section of it."""

    header: PaperHeader
    time_needed: str
    time_note: str
    facts: tuple[PaperFact, ...]
    sections: tuple[PaperSection, ...]


class Briefs(NamedTuple):
    """The briefs for all officers, or for one of them."""

    header: PaperHeader
    time_note: str
    briefs: tuple[Brief, ...]
