"""Effort against effect: what each recommendation takes, and what it could add."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from assess.report.content.chart_models import EffortCell, EffortGrid, EffortMark, EffortRow
from assess.report.content.models import RecommendationContent
from assess.report.content.plan_models import NOT_ACTED_ON, TO_DECIDE
from assess.report.content.text import capitalise_first, format_count, join_words, pluralise

_EFFECTS = ("Could add under 1", "1.0 to 1.9", "2.0 to 2.9", "3.0 and over")
"""The heads of the columns, one for each whole number of points."""

_EFFORTS = ("Days", "Weeks", "Months")
_QUICK = _EFFORTS[:2]
_LARGE = 2
"""From how many points on the sentence calls an effect large."""

_MAX_MARKS = 14
"""Largest number of recommendations in a cell."""

_MAX_NAMED = 3


def build_effort_grid(recommendations: Sequence[RecommendationContent]) -> EffortGrid:
    """Build the table of effort against effect, without rows if there is no recommendation."""
    if not recommendations:
        return EffortGrid("", ())
    rows = (EffortRow(effort, tuple(_build_cells(recommendations, effort))) for effort in _EFFORTS)
    return EffortGrid(_describe_quick(recommendations), tuple(rows))


def _build_cells(recommendations: Sequence[RecommendationContent], effort: str) -> Iterable[EffortCell]:
    """Yield the cells of one row."""
    for effect in range(len(_EFFECTS)):
        marks = tuple(
            EffortMark(each.number, each.planned.kind != TO_DECIDE)
            for each in recommendations
            if each.effort == effort and _find_effect(each) == effect
        )
        shown = marks if len(marks) <= _MAX_MARKS + 1 else marks[:_MAX_MARKS]
        yield EffortCell(shown, len(marks) - len(shown))


def _find_effect(recommendation: RecommendationContent) -> int:
    """Return the index of the column of a recommendation."""
    return min(int(Fraction(recommendation.adds)), len(_EFFECTS) - 1)


def _describe_quick(recommendations: Sequence[RecommendationContent]) -> str:
    """Return how many recommendations could add much within weeks, and which of them have no date."""
    quick = [each for each in recommendations if each.effort in _QUICK and Fraction(each.adds) >= _LARGE]
    if not quick:
        return f"No recommendation could add {_LARGE} points or more within weeks."
    undated = [each.number for each in quick if not each.planned.due and each.planned.kind != NOT_ACTED_ON]
    whole = capitalise_first(format_count(len(quick), "recommendation"))
    return f"{whole} could add {_LARGE} points or more within weeks{_describe_undated(len(quick), undated)}."


def _describe_undated(count: int, undated: Sequence[str]) -> str:
    """Return which of the recommendations have no date yet."""
    if not undated:
        return f"; {'it has' if count == 1 else 'each has'} a date"
    if len(undated) == count:
        return "; it has no date yet" if count == 1 else "; none of them has a date yet"
    named = f", {join_words(undated)}," if len(undated) <= _MAX_NAMED else ""
    verb = pluralise(len(undated), "has", "have")
    return f"; {format_count(len(undated), 'of them', 'of them')}{named} {verb} no date yet"
