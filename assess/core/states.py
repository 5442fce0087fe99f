"""The five states of a question, and what each adds up to, in whole numbers.

A state is kept as a code: 0 and above is the position of the option chosen, the other states are below 0, so
that one code finds its place in a table from the end.
"""

from typing import NamedTuple

from assess.core.answers import Answer
from assess.core.model import Question
from assess.core.result import NotAsked, State

LATER, RULED_OUT, DOES_NOT_APPLY, UNANSWERED, DONT_KNOW = range(-5, 0)
"""The codes of the states without an option, in the order in which they stand at the end of a table."""


class Mark(NamedTuple):
    """What one state of one question counts as."""

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
        """What is added up over a section: low, high, full, then how many are in which state."""
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
    """Give the mark of each code; the unit is a multiple of the question's highest points."""
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


class Codes:
    """Gives the code of any answer to one question."""

    def __init__(self, question: Question) -> None:
        self.id = question.id
        self.options = {option.id: position for position, option in enumerate(question.options)}
        self.may_not_apply = question.may_not_apply

    def code(self, answer: Answer) -> int:
        """Give the code; an option the rules lack, or "does not apply" where it may not be said, is no answer."""
        if answer.option is not None:
            return self.options.get(answer.option, UNANSWERED)
        if answer.dont_know:
            return DONT_KNOW
        return DOES_NOT_APPLY if answer.does_not_apply and self.may_not_apply else UNANSWERED
