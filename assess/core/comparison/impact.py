"""The impact of changed rules on assessments: the score, bands, blockers and needs of each before and after.

Nothing else is computed, so that thousands of assessments can be compared. `impact_detail` shows for a single one
which of the changed rules cause its impact.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from assess.core.model.assessment import AnswerCode, Answers, Profile
from assess.core.model.result import Headline
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Condition
from assess.core.scoring.evaluate import Scorer, get_scorer, to_answer_codes
from assess.core.scoring.totals import Totals, build_headline, build_totals, compute_totals


class Severity(IntEnum):
    """How much a change of the rules affects an assessment; the greatest effect has the lowest value, to sort first."""

    BAND = 0
    """The band at either end of the score is another."""
    BLOCKERS = 1
    """The bands stay, and a blocker was added, removed or turned from possible to true or back."""
    NEEDS = 2
    """Bands and blockers stay, and something that the stage needs became met, missing or not known."""
    SCORE = 3
    """Only the score changes, even if by a fraction of a point."""
    NONE = 4


class Impact(NamedTuple):
    """The headline of one assessment under the rules before and after."""

    before: Headline
    after: Headline

    @property
    def severity(self) -> Severity:
        """How much the change affects the assessment."""
        if self.before.bands != self.after.bands:
            return Severity.BAND
        if set(self.before.blockers) != set(self.after.blockers):
            return Severity.BLOCKERS
        if set(self.before.needs) != set(self.after.needs):
            return Severity.NEEDS
        return Severity.SCORE if self.before.overall != self.after.overall else Severity.NONE


class ImpactComparer:
    """Compares two rulebooks on many assessments."""

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.before, self.after = get_scorer(before), get_scorer(after)
        self.same_encoding = self.before.rulebook.same_encoding(self.after.rulebook)
        self.same_scoring = self.same_encoding and self.before.rulebook.same_scoring(self.after.rulebook)
        self.same_blockers = self.same_scoring and _list_blocker_conditions(before) == _list_blocker_conditions(after)

    def compare(self, profile: Profile, answers: Mapping[str, AnswerCode]) -> Impact:
        """Return the headlines of one assessment under the rules before and after."""
        before = compute_totals(
            self.before.rulebook, self.before.blockers, build_input_codes(self.before, profile, answers)
        )
        after = self._compute_after(before, profile, answers)
        return Impact(build_headline(before, self.before.blockers), build_headline(after, self.after.blockers))

    def _compute_after(self, before: Totals, profile: Profile, answers: Mapping[str, AnswerCode]) -> Totals:
        """Return the totals under the rules after, reusing what is the same under the rules before."""
        rulebook, blockers = self.after.rulebook, self.after.blockers
        if not self.same_scoring:
            return compute_totals(
                rulebook,
                blockers,
                before.codes if self.same_encoding else build_input_codes(self.after, profile, answers),
            )
        truths = before.truths if self.same_blockers else blockers.findings.evaluate(before.codes, before.sums)
        return build_totals(rulebook, before.codes, before.sums, truths)


def _list_blocker_conditions(rulebook: Rulebook) -> list[Condition]:
    """Return the conditions of the blockers."""
    return [blocker.when for blocker in rulebook.rules.blockers]


def build_input_codes(scorer: Scorer, profile: Profile, answers: Mapping[str, AnswerCode]) -> list[int]:
    """Return the codes of everything that conditions and scores depend on."""
    return scorer.rulebook.compile_profile(profile).build_input_codes(scorer.rulebook.encode_answers(answers))


def compute_impact(before: Rulebook, after: Rulebook, profile: Profile, answers: Answers) -> Impact:
    """Return the headlines of one assessment under the rules before and after."""
    return ImpactComparer(before, after).compare(profile, to_answer_codes(answers))
