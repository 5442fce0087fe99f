"""What changed rules do to assessments: the score, bands and blockers of each before and after.

Nothing else is worked out, so that thousands of assessments can be gone through. `impact_explained` says of a single
one which of the changed rules it comes from.
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
    """How far a change of the rules reaches into an assessment; the farthest is the least, to come first."""

    BAND = 0
    """The band at either end of the score is another."""
    BLOCKERS = 1
    """The bands stay, and a blocker came, went or turned from possible to true or back."""
    SCORE = 2
    """Only the score moves, be it by a fraction of a point."""
    NONE = 3


class Impact(NamedTuple):
    """One assessment's outcome in short under the rules before and after."""

    before: Headline
    after: Headline

    @property
    def reach(self) -> Reach:
        """How far the change reaches."""
        if self.before.bands != self.after.bands:
            return Reach.BAND
        if set(self.before.blockers) != set(self.after.blockers):
            return Reach.BLOCKERS
        return Reach.SCORE if self.before.overall != self.after.overall else Reach.NONE


class Comparing:
    """Two rulebooks made ready to be compared on many assessments."""

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.before, self.after = ready_of(before), ready_of(after)
        self.codes_alike = self.before.tables.codes_as(self.after.tables)
        self.sums_alike = self.codes_alike and self.before.tables.adds_up_as(self.after.tables)
        self.blockers_alike = self.sums_alike and whens(before) == whens(after)

    def impact(self, profile: Profile, said: Mapping[str, Said]) -> Impact:
        """Give the outcome of one assessment under the rules before and after."""
        before = standing(self.before.tables, self.before.blockers, codes(self.before, profile, said))
        after = self.again(before, profile, said)
        return Impact(headline_of(before, self.before.blockers), headline_of(after, self.after.blockers))

    def again(self, before: Standing, profile: Profile, said: Mapping[str, Said]) -> Standing:
        """Give where an assessment stands under the rules after, from what is the same under those before."""
        tables, blockers = self.after.tables, self.after.blockers
        if not self.sums_alike:
            return standing(tables, blockers, before.codes if self.codes_alike else codes(self.after, profile, said))
        truths = before.truths if self.blockers_alike else blockers.findings.truths(before.codes, before.sums)
        return Standing(tables, before.codes, before.sums, whole(tables.sections, before.sums), truths)


def whens(rulebook: Rulebook) -> list[Condition]:
    """Give the conditions of the blockers."""
    return [blocker.when for blocker in rulebook.rules.blockers]


def codes(ready: Ready, profile: Profile, said: Mapping[str, Said]) -> list[int]:
    """Give the codes of all that conditions and scores look at."""
    return ready.tables.agenda(profile).asked(ready.tables.codes(said))


def impact(before: Rulebook, after: Rulebook, profile: Profile, answers: Answers) -> Impact:
    """Give the outcome of one assessment under the rules before and after."""
    return Comparing(before, after).impact(profile, in_short(answers))
