"""Frozen values of what a stage needs, for pages and reports."""

from dataclasses import dataclass
from typing import NamedTuple

from assess.report.content.citations import Prose


class NeedContent(NamedTuple):
    """Something that a stage needs of one question."""

    number: str
    """The number of the question, such as `Q4`."""
    question: str
    section: str
    """The title of its barrier."""
    needed: str
    """The least answer that the stage needs."""
    today: str
    """The answer today, or its state in words."""
    ask: str
    """Who to ask, as the role is called inside a sentence."""


class NeedsInPlace(NamedTuple):
    """What is in place in one section."""

    section: str
    needs: tuple[NeedContent, ...]


@dataclass(frozen=True, slots=True)
class NeedsContent:
    """What the stage needs: the count in a sentence and the lists that it counts."""

    heading: str
    says: str
    missing: tuple[NeedContent, ...]
    unknown: tuple[NeedContent, ...]
    in_place: tuple[NeedsInPlace, ...]
    in_place_count: int
    names_any: bool
    """Whether the rules name anything for this stage."""
    notes: tuple[str, ...]
    """Sentences on what the facts rule out, and on what is asked only because a fact is blank."""


class NextNeed(NamedTuple):
    """Something that the next stage needs as well, with who leads it and how long it takes."""

    need: NeedContent
    is_answered: bool
    """True if the question has an answer today that falls short; false if it has none yet."""
    owner: str
    """Who is responsible in the plan, or else the role that leads the work or can be asked."""
    time: str
    """The date in the plan, or else how long the work takes; empty if the rules do not say."""
    effort: int
    """The index of the effort in `days`, `weeks`, `months`; -1 if the rules do not say."""


@dataclass(frozen=True, slots=True)
class NextStageContent:
    """What the next stage needs beyond what is listed for this one."""

    heading: str
    says: str
    brief: str
    """How many things it needs, in a sentence; empty if none."""
    answered: tuple[NextNeed, ...]
    """Those whose answer today falls short, the longest work first."""
    unanswered: tuple[NextNeed, ...]
    """Those that have no answer yet, the longest work first."""


class NamedInput(NamedTuple):
    """A question or a fact that a contradiction names."""

    number: str
    """The number of the question; empty for a fact."""
    id: str
    text: str


class ContradictionContent(NamedTuple):
    """Answers and facts that do not fit together."""

    id: str
    says: Prose
    inputs: tuple[NamedInput, ...]
    check_with: str
    """Whom to check with, as a sentence."""
