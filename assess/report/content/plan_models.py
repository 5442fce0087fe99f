"""What the action plan says, as frozen values for pages, reports and files alike."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assess.core.model.plan import Progress


class PlanLine(NamedTuple):
    """One recommendation in the plan: what was decided about it, in words."""

    number: str
    """Its number in the report; empty where it is not advised."""
    id: str
    title: str
    lead: str
    """Who usually leads; empty where the rules have it no more."""
    lifts: str
    """The label: `Lifts a blocker`, `Lifts a warning` or nothing."""
    kind: str
    """How it stands: `to-decide`, `not-started`, `under-way`, `done` or `not-acted-on`."""
    label: str
    """The same in words."""
    owner: str
    """Who sees to it; empty, as is the date, where nobody will."""
    due: date | None
    due_says: str
    overdue: bool
    reason: str
    """Why it will not be done, as typed; empty where it will."""
    remark: str
    """What else has to be known: what is missing, where it comes from, or that an answer still sets it off."""
    carried: bool
    """True where it comes from an earlier assessment and nobody has saved it in this one."""
    is_done: bool
    """True where it is marked done, in this assessment or before."""

    @property
    def is_begun(self) -> bool:
        """Whether anything at all was said about it."""
        return bool(self.kind != TO_DECIDE or self.owner or self.due or self.remark)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The reason in its paragraphs."""
        return tuple(part for part in self.reason.split("\n") if part.strip())

    @property
    def is_long(self) -> bool:
        """Whether the reason is too long to stand in a table."""
        return len(self.reason) > LONG_REASON

    @property
    def before_final(self) -> bool:
        """Whether it has to be decided before a report can be final."""
        return bool(self.number and self.lifts and self.kind == TO_DECIDE)


LONG_REASON = 600
"""Letters from which a row of a table would leave half a page empty."""
TO_DECIDE, NOT_ACTED_ON = "to-decide", "not-acted-on"
LABELS = {
    TO_DECIDE: "To decide",
    "not-started": "Not started",
    "under-way": "Under way",
    "done": "Done",
    NOT_ACTED_ON: "Will not be done",
}
"""How a recommendation can stand in the plan, in the order of the progress line after what is to decide."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The whole plan."""

    says: str
    """How far it has got, in one line."""
    final_says: str
    """What has to be decided before a report can be final; empty where nothing has."""
    counts: Progress
    lines: tuple[PlanLine, ...]
    """The recommendations in order of use."""
    kept: tuple[PlanLine, ...]
    """Actions for what the answers do not advise now."""

    @property
    def before_final(self) -> tuple[PlanLine, ...]:
        """What has to be decided before a report can be final."""
        return tuple(line for line in self.lines if line.before_final)

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to tell of it."""
        return bool(self.begun or self.kept)

    @property
    def begun(self) -> tuple[PlanLine, ...]:
        """The recommendations about which anything was said."""
        return tuple(line for line in self.lines if line.is_begun)

    @property
    def open_numbers(self) -> str:
        """The numbers of those about which nothing was said, in one text."""
        return ", ".join(line.number for line in self.lines if not line.is_begun)
