"""Which lines of the plan are shown: chosen in a form that works without JavaScript, and told by the address."""

from collections.abc import Iterable
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from assess.report.content.plan_models import LABELS, NOT_ACTED_ON, PlanLine

LIFTS, OVERDUE, UNOWNED = "lifts", "overdue", "unowned"
ONLY = {
    LIFTS: "lift a blocker or a warning",
    OVERDUE: "are overdue",
    UNOWNED: "have no owner",
}
"""What the lines can be narrowed down to."""


class Filters(NamedTuple):
    """What was chosen; empty where nothing was."""

    state: str
    owner: str
    only: frozenset[str]

    def lets_through(self, line: PlanLine) -> bool:
        """Tell whether a line is shown."""
        tests = {
            LIFTS: bool(line.lifts),
            OVERDUE: line.overdue,
            UNOWNED: not line.owner and line.kind != NOT_ACTED_ON,
        }
        is_theirs = self.owner in ("", line.owner or line.lead)
        return self.state in ("", line.kind) and is_theirs and all(tests[each] for each in self.only)


def filters_from(sent: MultiDict[str, str]) -> Filters:
    """Give the filters that an address asks for; what is not a filter lets everything through."""
    state = sent.get("state", "")
    only = frozenset(each for each in sent.getlist("only") if each in ONLY)
    return Filters(state if state in LABELS else "", sent.get("owner", ""), only)


def owners_of(lines: Iterable[PlanLine]) -> list[str]:
    """Give everyone who owns an action, or usually leads on what nobody owns yet, by name."""
    return sorted({line.owner or line.lead for line in lines} - {""}, key=str.lower)
