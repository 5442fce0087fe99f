"""What the questionnaire on paper and the briefs say."""

from typing import NamedTuple

LONG = 8
"""Options above which a fact may be parted between two pages."""


class Asked(NamedTuple):
    """A question to be answered on paper."""

    number: str
    text: str
    help: str
    why: str
    options: tuple[str, ...]
    whom: str
    """Who usually knows, as a sentence of its own."""
    proof: tuple[str, ...]
    remarks: tuple[str, ...]
    """From when it counts, and when to leave it out."""
    may_not_apply: bool


class Known(NamedTuple):
    """A fact about the service, which is not scored."""

    text: str
    help: str
    options: tuple[str, ...]
    unit: str
    """What to write where nothing is chosen; empty for a choice."""

    @property
    def is_long(self) -> bool:
        """Whether there is so much to choose from that a page would be left empty before it."""
        return len(self.options) > LONG


class Part(NamedTuple):
    """A section on paper."""

    number: int
    title: str
    why: str
    whom: str
    takes: str
    questions: tuple[Asked, ...]


class Brief(NamedTuple):
    """One page for one officer."""

    id: str
    role: str
    within: str
    """The role as it stands inside a sentence."""
    takes: str
    questions: tuple[Asked, ...]
    """Those for which this officer is asked first."""
    also: str
    """The numbers of those for which others are asked first."""
    is_long: bool
    says_why: bool


class Head(NamedTuple):
    """What stands over a paper and on each of its pages."""

    title: str
    council: str
    about: str
    """The service that it is about; empty where nobody has said."""
    running: str
    made: str
    rules: str
    left_out: str
    """What is left out, and why; empty where nothing is."""


class Questionnaire(NamedTuple):
    """The blank questionnaire, or parts of it."""

    head: Head
    takes: str
    how: str
    facts: tuple[Known, ...]
    parts: tuple[Part, ...]


class Briefs(NamedTuple):
    """Briefs for officers."""

    head: Head
    how: str
    briefs: tuple[Brief, ...]
