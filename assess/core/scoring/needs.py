"""What each stage needs: the least option of a question, from one stage on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assess.core.model.result import NeedState, NotAskedReason, QuestionState, UnmetNeed
from assess.core.model.rules import Question
from assess.core.scoring.states import StateScore

_NEED_STATES = {
    QuestionState.DONT_KNOW: NeedState.UNKNOWN,
    QuestionState.UNANSWERED: NeedState.UNKNOWN,
}
"""The state of a need for each state of its question without an option; in others it does not count."""


class StageNeed(NamedTuple):
    """What one stage needs of one question."""

    option: str
    states: tuple[NeedState | None, ...]
    """The state of the need for each code of the question; None where the question is not asked."""

    def list_unmet(self, question: str) -> tuple[UnmetNeed | None, ...]:
        """Return what is unmet for each code of the question."""
        return tuple(
            None if state in (None, NeedState.MET) else UnmetNeed(question, self.option, state) for state in self.states
        )

    def tally(self, code: int, score: StateScore) -> tuple[int, ...]:
        """Return what a code adds to the counts: met, missing, not known and left out by the facts."""
        state = self.states[code]
        return (*(int(state is each) for each in NeedState), int(score.not_asked is NotAskedReason.PROFILE))


def _find_needed_option(question: Question, stages: Sequence[str], stage: int) -> str | None:
    """Return the least option that a stage needs: that of the latest stage named up to it; None if it needs none."""
    named = [question.needs[each] for each in stages[: stage + 1] if each in question.needs]
    return named[-1] if named else None


def compile_need(
    question: Question, scores: Sequence[StateScore], stages: Sequence[str], stage: int
) -> StageNeed | None:
    """Return what a stage needs of a question with these scores; None if it needs nothing."""
    option = _find_needed_option(question, stages, stage)
    if option is None:
        return None
    least = [each.id for each in question.options].index(option)
    return StageNeed(option, tuple(_iter_states(scores, least)))


def _iter_states(scores: Sequence[StateScore], least: int) -> Iterator[NeedState | None]:
    """Yield the state of a need for each code, if it is met from the option at an index on."""
    for code, score in enumerate(scores):
        if score.state is QuestionState.ANSWERED:
            yield NeedState.MET if code >= least else NeedState.MISSING
        else:
            yield _NEED_STATES.get(score.state)
