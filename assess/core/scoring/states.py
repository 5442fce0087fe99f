"""The five states of a question, and what each counts in whole numbers.

A state is encoded as a whole number: 0 and above is the index of the option chosen, the other states are below 0 and
so index a table from its end.
"""

from typing import NamedTuple

from assess.core.model.assessment import Answer, Said
from assess.core.model.result import NotAsked, State
from assess.core.model.rules import Question

LATER, RULED_OUT, DOES_NOT_APPLY, UNANSWERED, DONT_KNOW = range(-5, 0)
"""The codes of the states without an option, in their order at the end of a table."""


class Mark(NamedTuple):
    """What one state of one question counts."""

    state: State
    low: int = 0
    """Its part of the evidenced score, in parts of the section's common denominator."""
    high: int = 0
    """Its part of the possible score."""
    full: int = 0
    """Its part of the denominator: 0 where the question does not count."""
    option: str | None = None
    points: int | None = None
    not_asked: NotAsked | None = None

    @property
    def tally(self) -> tuple[int, ...]:
        """What is added up over a section: low, high, full, then how many questions are in which state."""
        state = self.state
        return (
            self.low,
            self.high,
            self.full,
            state is not State.NOT_ASKED,
            state not in (State.NOT_ASKED, State.UNANSWERED),
            state is State.ANSWERED,
            state is State.DOES_NOT_APPLY,
            self.not_asked is NotAsked.STAGE,
        )


def marks_of(question: Question, unit: int) -> tuple[Mark, ...]:
    """Return the score of each code; `unit` is a multiple of the question's highest points."""
    full = question.weight * unit
    each = full // question.highest
    chosen = (Mark(State.ANSWERED, each * o.points, each * o.points, full, o.id, o.points) for o in question.options)
    return (
        *chosen,
        Mark(State.NOT_ASKED, not_asked=NotAsked.STAGE),
        Mark(State.NOT_ASKED, not_asked=NotAsked.PROFILE),
        Mark(State.DOES_NOT_APPLY),
        Mark(State.UNANSWERED, high=full, full=full),
        Mark(State.DONT_KNOW, high=full, full=full),
    )


def said(answer: Answer) -> Said:
    """Return an answer reduced to what is scored."""
    if answer.option is not None:
        return answer.option
    return DONT_KNOW if answer.dont_know else DOES_NOT_APPLY if answer.does_not_apply else None


class AnswerCodes(dict[Said, int]):
    """The code of each answer to one question; an answer that the question does not have counts as none."""

    def __missing__(self, said: Said) -> int:
        """Return the code of an option that the rules lack, or of "does not apply" where that is not allowed."""
        return UNANSWERED


def codes_of(question: Question) -> AnswerCodes:
    """Return the codes of the answers to a question."""
    codes = AnswerCodes({option.id: position for position, option in enumerate(question.options)})
    codes[DONT_KNOW] = DONT_KNOW
    if question.may_not_apply:
        codes[DOES_NOT_APPLY] = DOES_NOT_APPLY
    return codes
