"""Answers, and the assessment they belong to, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.core.model.plan import Plan

Profile = Mapping[str, str | int]
"""Fact id to the option's id or the whole number; a fact left blank is absent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one question: at most one of option, dont_know and does_not_apply.

    With none of the three, the question is not yet answered, and only the note is kept.
    """

    option: str | None = None
    dont_know: bool = False
    does_not_apply: str = ""
    """The reason why the question does not apply; empty when it was not said."""
    note: str = ""
    evidence: str = ""
    """Where the evidence is: an address or a place in a filing system, as typed."""
    by: str = ""
    """Whose answer it is: a job title, never a name."""


Said = str | int | None
"""An answer in one word, without what people wrote: its option's id, none while it is not yet answered, else a state.

The states are `DONT_KNOW` and `DOES_NOT_APPLY` of `states`.
"""

Answers = Mapping[str, Answer]
"""Question id to answer; a question nobody has looked at is absent."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One service's profile, answers and plan, as a file of answers holds them."""

    council: str
    service: str
    profile: Profile = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    rulebook: str = ""
    """The rulebook version that the answers were given on, where the file says it."""
    plan: Plan = field(default_factory=dict)
