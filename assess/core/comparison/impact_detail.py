"""The impact of changed rules on one assessment in detail, and which of the changes cause it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assess.core.comparison.carry_over import rename_answers
from assess.core.comparison.impact import Impact
from assess.core.comparison.impact_attribution import TraceComparison, affects, is_shown
from assess.core.comparison.results import ResultChanges, compare_results
from assess.core.comparison.rules import RuleDifference
from assess.core.model.assessment import Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate


class ImpactDetail(NamedTuple):
    """The impact of changed rules on one assessment, and its causes."""

    changes: ResultChanges
    """Both results side by side."""
    because: tuple[RuleDifference, ...]
    """The changed rules that its figures, blockers, warnings or recommendations use, in the order of the file."""
    wording: tuple[RuleDifference, ...]
    """The other changed rules that its result shows."""
    new_questions: tuple[str, ...]
    """Questions that only the later rules have."""
    removed_questions: tuple[str, ...]
    """Questions with an answer that the later rules do not have."""
    removed_options: tuple[tuple[str, str], ...]
    """Questions whose chosen option the later rules do not have, with that option."""

    @property
    def impact(self) -> Impact:
        """The headlines alone."""
        return Impact(self.changes.before.now.headline, self.changes.after.now.headline)


def explain_impact(
    before: Rulebook, after: Rulebook, differences: Sequence[RuleDifference], profile: Profile, answers: Answers
) -> ImpactDetail:
    """Return the impact of changed rules on one assessment; `differences` are those of the two rulebooks."""
    results = evaluate(before, profile, answers), evaluate(after, profile, answers)
    trace = TraceComparison(before, after, *results)
    used = [(each, affects(trace, each)) for each in differences]
    renamed = after.renames.questions
    kept = {renamed.get(name, name) for name in before.questions}
    return ImpactDetail(
        changes=compare_results(*results, renames=after.renames),
        because=tuple(each for each, bears in used if bears),
        wording=tuple(each for each, bears in used if not bears and is_shown(trace, each)),
        new_questions=tuple(name for name in after.questions if name not in kept),
        removed_questions=tuple(
            name for name in before.questions if name in answers and renamed.get(name, name) not in after.questions
        ),
        removed_options=tuple(_iter_removed_options(before, after, answers)),
    )


def _iter_removed_options(before: Rulebook, after: Rulebook, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield each question of both rulebooks whose chosen option only the earlier one has."""
    renamed, given = after.renames.questions, rename_answers(after, answers)
    earlier = {renamed.get(name, name): question for name, question in before.questions.items()}
    for name, question in after.questions.items():
        chosen = given[name].option if name in given else None
        old = earlier.get(name)
        there = {option.id for option in old.options} if old else set()
        if chosen in there - {option.id for option in question.options}:
            yield name, str(chosen)
