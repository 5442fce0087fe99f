"""The five states of a question, and what each counts in whole numbers.

A state is encoded as a whole number: 0 and above is the index of the option chosen, the other states are below 0 and
so index a table from its end.
"""

from typing import NamedTuple

from assess.core.model.assessment import Answer, AnswerCode
from assess.core.model.result import NotAskedReason, QuestionState
from assess.core.model.rules import Question

LATER, RULED_OUT, DOES_NOT_APPLY, UNANSWERED, DONT_KNOW = range(-5, 0)
"""The codes of the states without an option, in their order at the end of a table."""


class StateScore(NamedTuple):
    """What one state of one question counts."""

    state: QuestionState
    low: int = 0
    """Its part of the evidenced score, in parts of the section's common denominator."""
    high: int = 0
    """Its part of the possible score."""
    full: int = 0
    """Its part of the denominator: 0 where the question does not count."""
    option: str | None = None
    points: int | None = None
    not_asked: NotAskedReason | None = None

    @property
    def tally(self) -> tuple[int, ...]:
        """What is added up over a section: low, high, full, then how many questions are in which state."""
        state = self.state
        return (
            self.low,
            self.high,
            self.full,
            state is not QuestionState.NOT_ASKED,
            state not in (QuestionState.NOT_ASKED, QuestionState.UNANSWERED),
            state is QuestionState.ANSWERED,
            state is QuestionState.DOES_NOT_APPLY,
            self.not_asked is NotAskedReason.STAGE,
        )


def build_state_scores(question: Question, unit: int) -> tuple[StateScore, ...]:
    """Return the score of each code; `unit` is a multiple of the question's highest points."""
    full = question.weight * unit
    each = full // question.highest
    chosen = (
        StateScore(QuestionState.ANSWERED, each * o.points, each * o.points, full, o.id, o.points)
        for o in question.options
    )
    return (
        *chosen,
        StateScore(QuestionState.NOT_ASKED, not_asked=NotAskedReason.STAGE),
        StateScore(QuestionState.NOT_ASKED, not_asked=NotAskedReason.PROFILE),
        StateScore(QuestionState.DOES_NOT_APPLY),
        StateScore(QuestionState.UNANSWERED, high=full, full=full),
        StateScore(QuestionState.DONT_KNOW, high=full, full=full),
    )


def to_answer_code(answer: Answer) -> AnswerCode:
    """Return an answer reduced to what is scored."""
    if answer.option is not None:
        return answer.option
    return DONT_KNOW if answer.dont_know else DOES_NOT_APPLY if answer.does_not_apply else None


class _StateCodes(dict[AnswerCode, int]):
    """The code of each answer to one question; an answer that the question does not have counts as none."""

    def __missing__(self, answer: AnswerCode) -> int:
        """Return the code of an option that the rules lack, or of "does not apply" where that is not allowed."""
        return UNANSWERED


def build_state_codes(question: Question) -> _StateCodes:
    """Return the codes of the answers to a question; an earlier id of an option stands for the option."""
    codes = _StateCodes({option.id: position for position, option in enumerate(question.options)})
    codes |= {old: position for position, option in enumerate(question.options) for old in option.was}
    codes[DONT_KNOW] = DONT_KNOW
    if question.may_not_apply:
        codes[DOES_NOT_APPLY] = DOES_NOT_APPLY
    return codes
