"""Two results side by side: what changed between two dates, two stages or two versions of the rules."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.model.result import Finding, FindingState, NeedState, QuestionTrace, Result, SectionScore
from assess.core.model.rulebook import NO_RENAMES, Renames


class QuestionChange(NamedTuple):
    """One question in both results; None where that rulebook does not have it."""

    question: str
    before: QuestionTrace | None
    after: QuestionTrace | None


class SectionChange(NamedTuple):
    """One section in both results; None where that rulebook does not have it."""

    section: str
    before: SectionScore | None
    after: SectionScore | None


class FindingChange(NamedTuple):
    """A blocker or a warning whose state differs: `true`, `possible`, or None where it was neither."""

    id: str
    before: FindingState | None
    after: FindingState | None


class NeedChange(NamedTuple):
    """What a stage needs of one question, if its state differs; None where it does not count."""

    question: str
    before: NeedState | None
    after: NeedState | None


class ResultChanges(NamedTuple):
    """Two results and how they differ; each contains its version of the rules."""

    before: Result
    after: Result
    renames: Renames
    """The questions and options that the later rules gave another id."""
    questions: tuple[QuestionChange, ...]
    """Every question of either, in the order of the later rules, then those that were removed."""
    sections: tuple[SectionChange, ...]
    blockers: tuple[FindingChange, ...]
    warnings: tuple[FindingChange, ...]
    no_longer_recommended: tuple[str, ...]
    newly_recommended: tuple[str, ...]
    needs: tuple[NeedChange, ...]
    contradictions: tuple[FindingChange, ...]

    @property
    def is_one_stage(self) -> bool:
        """Whether both results are for the same stage."""
        return self.before.now.stage == self.after.now.stage

    @property
    def is_one_rulebook(self) -> bool:
        """Whether both results follow from the same rules."""
        return (self.before.rulebook, self.before.hash) == (self.after.rulebook, self.after.hash)


def compare_results(before: Result, after: Result, renames: Renames = NO_RENAMES) -> ResultChanges:
    """Compare two results; `renames` are those of the later rules."""
    return ResultChanges(
        before=before,
        after=after,
        renames=renames,
        questions=_pair_questions(before, after, renames.questions),
        sections=_pair_sections(before, after),
        blockers=_diff_findings(before.now.blockers, after.now.blockers),
        warnings=_diff_findings(before.warnings, after.warnings),
        no_longer_recommended=_find_only_recommended(before, after),
        newly_recommended=_find_only_recommended(after, before),
        needs=_diff_needs(before, after, renames.questions),
        contradictions=_diff_contradictions(before, after),
    )


def _pair_questions(before: Result, after: Result, renamed: Mapping[str, str]) -> tuple[QuestionChange, ...]:
    """Return every question of either result, by its latest id, with its traces."""
    old = {renamed.get(row.question, row.question): row for row in before.trace}
    new = {row.question: row for row in after.trace}
    return tuple(QuestionChange(each, old.get(each), new.get(each)) for each in {**new, **old})


def _pair_sections(before: Result, after: Result) -> tuple[SectionChange, ...]:
    """Return every section of either result with its scores."""
    old, new = {score.id: score for score in before.now.sections}, {score.id: score for score in after.now.sections}
    return tuple(SectionChange(each, old.get(each), new.get(each)) for each in {**new, **old})


def _diff_findings(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> tuple[FindingChange, ...]:
    """Return the blockers or warnings whose state differs, those of the later result first."""
    old, new = {finding.id: finding.state for finding in before}, {finding.id: finding.state for finding in after}
    differing = (each for each in {**new, **old} if old.get(each) != new.get(each))
    return tuple(FindingChange(each, old.get(each), new.get(each)) for each in differing)


def _diff_needs(before: Result, after: Result, renamed: Mapping[str, str]) -> tuple[NeedChange, ...]:
    """Return the questions whose need has another state, in the order of the later rules."""
    old = {renamed.get(row.question, row.question): row.need_state for row in before.trace}
    new = {row.question: row.need_state for row in after.trace}
    differing = (each for each in {**new, **old} if old.get(each) is not new.get(each))
    return tuple(NeedChange(each, old.get(each), new.get(each)) for each in differing)


def _diff_contradictions(before: Result, after: Result) -> tuple[FindingChange, ...]:
    """Return the contradictions that are true in one of the results only, those of the later one first."""
    old, new = (dict.fromkeys(result.contradictions, FindingState.TRUE) for result in (before, after))
    differing = (each for each in {**new, **old} if old.get(each) != new.get(each))
    return tuple(FindingChange(each, old.get(each), new.get(each)) for each in differing)


def _find_only_recommended(result: Result, other: Result) -> tuple[str, ...]:
    """Return the recommendations of one result that the other does not have, in their order."""
    there = {recommendation.id for recommendation in other.recommendations}
    return tuple(advice.id for advice in result.recommendations if advice.id not in there)
