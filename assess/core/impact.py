"""What changed rules do to an assessment: its outcome before and after, and the changed rules that this comes from.

`impact` looks at scores, bands and blockers only, so that thousands of assessments can be gone through;
`explained` works both results out with their traces, for the one that somebody opens.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from assess.core.answers import Answers, Profile
from assess.core.changes import Changes, changes
from assess.core.differences import Difference
from assess.core.evaluation import evaluate, outcome
from assess.core.impact_trace import Trace, bears_on, is_shown
from assess.core.result import Outcome
from assess.core.rulebook import Rulebook


class Reach(IntEnum):
    """How far a change of the rules reaches into an assessment; the farthest is the least, to come first."""

    BAND = 0
    """The band at either end of the score is another."""
    BLOCKERS = 1
    """The bands stay, and a blocker came, went or turned from possible to true or back."""
    SCORE = 2
    """Only the score moves, be it by a fraction of a point."""
    NONE = 3


class Impact(NamedTuple):
    """One assessment's outcome under the rules before and after."""

    before: Outcome
    after: Outcome

    @property
    def reach(self) -> Reach:
        """How far the change reaches."""
        if self.before.bands != self.after.bands:
            return Reach.BAND
        if states(self.before) != states(self.after):
            return Reach.BLOCKERS
        return Reach.SCORE if self.before.overall != self.after.overall else Reach.NONE


def states(outcome: Outcome) -> frozenset[tuple[str, str]]:
    """Give each blocker with its state."""
    return frozenset((blocker.id, blocker.state) for blocker in outcome.blockers)


def impact(before: Rulebook, after: Rulebook, profile: Profile, answers: Answers) -> Impact:
    """Give the outcome of one assessment under the rules before and after."""
    return Impact(outcome(before, profile, answers), outcome(after, profile, answers))


class Explained(NamedTuple):
    """What changed rules do to one assessment, and why."""

    changes: Changes
    """Both results side by side."""
    because: tuple[Difference, ...]
    """The changed rules that its figures, blockers, warnings or recommendations use, in the order of the file."""
    wording: tuple[Difference, ...]
    """The other changed rules that its result shows."""
    new: tuple[str, ...]
    """Questions that only the later rules have."""
    gone: tuple[str, ...]
    """Questions with an answer that the later rules do not have."""
    lost: tuple[tuple[str, str], ...]
    """Questions whose chosen option the later rules do not have, with that option."""

    @property
    def impact(self) -> Impact:
        """The outcomes alone."""
        return Impact(self.changes.before.now, self.changes.after.now)


def explained(
    before: Rulebook, after: Rulebook, differences: Sequence[Difference], profile: Profile, answers: Answers
) -> Explained:
    """Give what changed rules do to one assessment; `differences` are those of the two rulebooks."""
    results = evaluate(before, profile, answers), evaluate(after, profile, answers)
    trace = Trace(before, after, *results)
    used = [(each, bears_on(trace, each)) for each in differences]
    return Explained(
        changes=changes(*results),
        because=tuple(each for each, bears in used if bears),
        wording=tuple(each for each, bears in used if not bears and is_shown(trace, each)),
        new=tuple(name for name in after.questions if name not in before.questions),
        gone=tuple(name for name in before.questions if name in answers and name not in after.questions),
        lost=tuple(lost_options(before, after, answers)),
    )


def lost_options(before: Rulebook, after: Rulebook, answers: Answers) -> Iterator[tuple[str, str]]:
    """Give each question of both whose chosen option only the rules before have."""
    for name, question in after.questions.items():
        chosen = answers[name].option if name in answers else None
        old = before.questions.get(name)
        there = {option.id for option in old.options} if old else set()
        if chosen in there - {option.id for option in question.options}:
            yield name, str(chosen)
