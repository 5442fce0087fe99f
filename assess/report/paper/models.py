"""The content of the questionnaire and the briefs."""

from typing import NamedTuple

LONG = 8
"""Number of options above which a fact may be split across pages."""


class Asked(NamedTuple):
    """A question to be answered on paper."""

    number: str
    text: str
    help: str
    why: str
    options: tuple[str, ...]
    whom: str
    """Who usually knows the answer, starting with a capital letter."""
    proof: tuple[str, ...]
    remarks: tuple[str, ...]
    """From which stage it counts, and when to leave it out."""
    may_not_apply: bool


class Known(NamedTuple):
    """A fact about the service to be filled in; it is not scored."""

    text: str
    help: str
    options: tuple[str, ...]
    unit: str
    """What to write if there is nothing to choose from; empty for a choice."""

    @property
    def is_long(self) -> bool:
        """Whether it has so many options that keeping them together would leave much of a page empty."""
        return len(self.options) > LONG


class Part(NamedTuple):
    """A section of the questionnaire."""

    number: int
    title: str
    why: str
    whom: str
    takes: str
    questions: tuple[Asked, ...]


class Brief(NamedTuple):
    """A page for one officer."""

    id: str
    role: str
    within: str
    """The title of the role for use within a sentence."""
    takes: str
    questions: tuple[Asked, ...]
    """The questions for which this officer is asked first."""
    also: str
    """The numbers of the questions for which others are asked first."""
    is_long: bool
    says_why: bool


class Head(NamedTuple):
    """The header of a paper and of each of its pages."""

    title: str
    council: str
    about: str
    """The name of the service; empty if it is unknown."""
    running: str
    made: str
    rules: str
    left_out: str
    """What is left out, and why; empty if nothing is."""


class Questionnaire(NamedTuple):
    """The blank questionnaire or one section of it."""

    head: Head
    takes: str
    how: str
    facts: tuple[Known, ...]
    parts: tuple[Part, ...]


class Briefs(NamedTuple):
    """The briefs for all officers, or for one of them."""

    head: Head
    how: str
    briefs: tuple[Brief, ...]
