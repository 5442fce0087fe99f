"""The impact of changed rules on one assessment in detail, and which of the changes cause it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assess.core.comparison.impact import Impact
from assess.core.comparison.impact_attribution import Trace, bears_on, is_shown
from assess.core.comparison.results import Changes, changes
from assess.core.comparison.rules import Difference
from assess.core.model.assessment import Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate


class Explained(NamedTuple):
    """The impact of changed rules on one assessment, and its causes."""

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
        """The headlines alone."""
        return Impact(self.changes.before.now.headline, self.changes.after.now.headline)


def explained(
    before: Rulebook, after: Rulebook, differences: Sequence[Difference], profile: Profile, answers: Answers
) -> Explained:
    """Return the impact of changed rules on one assessment; `differences` are those of the two rulebooks."""
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
    """Yield each question of both rulebooks whose chosen option only the earlier one has."""
    for name, question in after.questions.items():
        chosen = answers[name].option if name in answers else None
        old = before.questions.get(name)
        there = {option.id for option in old.options} if old else set()
        if chosen in there - {option.id for option in question.options}:
            yield name, str(chosen)
