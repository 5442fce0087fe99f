"""Filters of the plan, set in the query string by a form that works without JavaScript."""

from collections.abc import Iterable
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from assess.core.syntax.names import fold_name
from assess.report.content.plan_models import NOT_ACTED_ON, STATUS_LABELS, PlanLine

LIFTING, OVERDUE, UNOWNED = "lifts", "overdue", "unowned"
CONDITION_LABELS = {
    LIFTING: "lift a blocker or a warning",
    OVERDUE: "are overdue",
    UNOWNED: "have no one responsible",
}
"""Labels of the conditions that the lines can be narrowed down to."""


class PlanFilters(NamedTuple):
    """The chosen filters; empty strings match every line."""

    state: str
    owner: str
    only: frozenset[str]

    def matches(self, line: PlanLine) -> bool:
        """Return whether a line matches all filters."""
        tests = {
            LIFTING: bool(line.lifts),
            OVERDUE: line.overdue,
            UNOWNED: not line.owner and line.kind != NOT_ACTED_ON,
        }
        is_theirs = not self.owner or fold_name(self.owner) == fold_name(line.owner or line.lead)
        return self.state in ("", line.kind) and is_theirs and all(tests[each] for each in self.only)


def parse_filters(args: MultiDict[str, str]) -> PlanFilters:
    """Parse the filters of a query string; unknown values match every line."""
    state = args.get("state", "")
    only = frozenset(each for each in args.getlist("only") if each in CONDITION_LABELS)
    return PlanFilters(state if state in STATUS_LABELS else "", args.get("owner", ""), only)


def list_owners(lines: Iterable[PlanLine]) -> list[str]:
    """Return the names of all owners, and of the usual leads of lines without an owner, sorted.

    A name with several spellings is there once, as it comes first.
    """
    names = [line.owner or line.lead for line in lines]
    by_key = {fold_name(name): name for name in reversed(names) if name}
    return [by_key[key] for key in sorted(by_key)]
