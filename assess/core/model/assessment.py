"""Answers, and the assessments they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.core.model.plan import Plan

Profile = Mapping[str, str | int]
"""Map each fact id to an option id or a whole number; a fact left blank is absent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, with at most one of option, dont_know and does_not_apply set.

    With none of the three set, the question is not yet answered and only the note is kept.
    """

    option: str | None = None
    dont_know: bool = False
    does_not_apply: str = ""
    """The reason why the question does not apply; empty if it applies."""
    note: str = ""
    evidence: str = ""
    """Where the evidence is kept: an address or a place in a filing system, as typed."""
    by: str = ""
    """Who gave the answer: a job title, never a name."""


AnswerCode = str | int | None
"""An answer reduced to what scoring needs: an option id, a state, or None while it is not yet answered.

The states are `DONT_KNOW` and `DOES_NOT_APPLY` from `scoring.states`.
"""

Answers = Mapping[str, Answer]
"""Map each question id to its answer; a question nobody has looked at is absent."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The profile, answers and plan of one service, as stored in an answers file."""

    council: str
    service: str
    profile: Profile = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    rulebook: str = ""
    """The rulebook version for which the answers were given, if the file names it."""
    plan: Plan = field(default_factory=dict)
