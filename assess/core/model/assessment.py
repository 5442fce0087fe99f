"""Answers, and the assessments they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assess.core.model.plan import Action, Plan
from assess.core.model.text import clean_line, clean_text

MAX_NAME_LENGTH, MAX_TITLE_LENGTH = 200, 300
"""The most characters in the name of a council, service or assessment, and in the job title of an officer."""
MAX_EVIDENCE_LENGTH, MAX_NOTE_LENGTH = 5_000, 100_000
"""The most characters in where the evidence is or why a question does not apply, and in any other note."""

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


def clean_assessment(assessment: Assessment) -> Assessment:
    """Return an assessment with its texts as forms return them, so that saving it as it is shown changes nothing."""
    return replace(
        assessment,
        council=clean_line(assessment.council),
        service=clean_line(assessment.service),
        answers={question: _clean_answer(answer) for question, answer in assessment.answers.items()},
        plan={recommendation: _clean_action(action) for recommendation, action in assessment.plan.items()},
    )


def _clean_answer(answer: Answer) -> Answer:
    """Return an answer with its texts as its form returns them."""
    return replace(
        answer,
        does_not_apply=clean_text(answer.does_not_apply),
        note=clean_text(answer.note),
        evidence=clean_line(answer.evidence),
        by=clean_line(answer.by),
    )


def _clean_action(action: Action) -> Action:
    """Return an action with its texts as its form returns them."""
    return replace(action, owner=clean_line(action.owner), reason=clean_text(action.reason))
