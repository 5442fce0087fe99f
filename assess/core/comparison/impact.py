"""The impact of changed rules on assessments: the score, bands and blockers of each before and after.

Nothing else is computed, so that thousands of assessments can be compared. `impact_detail` shows for a single one
which of the changed rules cause its impact.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from assess.core.model.assessment import Answers, Profile, Said
from assess.core.model.result import Headline
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Condition
from assess.core.scoring.evaluate import Ready, in_short, ready_of
from assess.core.scoring.scores import whole
from assess.core.scoring.totals import Standing, headline_of, standing


class Reach(IntEnum):
    """How much a change of the rules affects an assessment; the greatest effect has the lowest value, to sort first."""

    BAND = 0
    """The band at either end of the score is another."""
    BLOCKERS = 1
    """The bands stay, and a blocker was added, removed or turned from possible to true or back."""
    SCORE = 2
    """Only the score changes, even if by a fraction of a point."""
    NONE = 3


class Impact(NamedTuple):
    """The headline of one assessment under the rules before and after."""

    before: Headline
    after: Headline

    @property
    def reach(self) -> Reach:
        """How much the change affects the assessment."""
        if self.before.bands != self.after.bands:
            return Reach.BAND
        if set(self.before.blockers) != set(self.after.blockers):
            return Reach.BLOCKERS
        return Reach.SCORE if self.before.overall != self.after.overall else Reach.NONE


class Comparing:
    """Compares two rulebooks on many assessments."""

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.before, self.after = ready_of(before), ready_of(after)
        self.codes_alike = self.before.tables.codes_as(self.after.tables)
        self.sums_alike = self.codes_alike and self.before.tables.adds_up_as(self.after.tables)
        self.blockers_alike = self.sums_alike and whens(before) == whens(after)

    def impact(self, profile: Profile, said: Mapping[str, Said]) -> Impact:
        """Return the headlines of one assessment under the rules before and after."""
        before = standing(self.before.tables, self.before.blockers, codes(self.before, profile, said))
        after = self.again(before, profile, said)
        return Impact(headline_of(before, self.before.blockers), headline_of(after, self.after.blockers))

    def again(self, before: Standing, profile: Profile, said: Mapping[str, Said]) -> Standing:
        """Return the totals under the rules after, reusing what is the same under the rules before."""
        tables, blockers = self.after.tables, self.after.blockers
        if not self.sums_alike:
            return standing(tables, blockers, before.codes if self.codes_alike else codes(self.after, profile, said))
        truths = before.truths if self.blockers_alike else blockers.findings.truths(before.codes, before.sums)
        return Standing(tables, before.codes, before.sums, whole(tables.sections, before.sums), truths)


def whens(rulebook: Rulebook) -> list[Condition]:
    """Return the conditions of the blockers."""
    return [blocker.when for blocker in rulebook.rules.blockers]


def codes(ready: Ready, profile: Profile, said: Mapping[str, Said]) -> list[int]:
    """Return the codes of everything that conditions and scores depend on."""
    return ready.tables.agenda(profile).asked(ready.tables.codes(said))


def impact(before: Rulebook, after: Rulebook, profile: Profile, answers: Answers) -> Impact:
    """Return the headlines of one assessment under the rules before and after."""
    return Comparing(before, after).impact(profile, in_short(answers))
