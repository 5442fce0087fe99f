"""Frozen values of the action plan, for pages, reports and files."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assess.core.model.plan import PlanCounts
from assess.report.content.text import capitalise_first, format_number, is_too_long, pluralise, split_paragraphs


class PlanLine(NamedTuple):
    """One recommendation in the plan and what was decided about it."""

    number: str
    """Its number in the report; empty if it is not recommended now."""
    id: str
    title: str
    lead: str
    """The role that usually leads; empty if the rules no longer contain it."""
    lifts: str
    """The label: `Lifts a blocker`, `Lifts a warning` or nothing."""
    kind: str
    """Its status: `to-decide`, `not-started`, `under-way`, `done` or `not-acted-on`."""
    label: str
    """The status in words."""
    owner: str
    """Who is responsible; empty, like the date, if it will not be done."""
    due: date | None
    due_text: str
    overdue: bool
    reason: str
    """Why it will not be done, as entered; empty if it will."""
    remark: str
    """What is missing, where it comes from, or that an answer still triggers it."""
    carried: bool
    """True if it comes from an earlier assessment and nobody has saved it in this one."""
    is_done: bool
    """True if it is marked done, in this assessment or an earlier one."""

    @property
    def is_started(self) -> bool:
        """Whether anything at all was entered about it."""
        return bool(self.kind != TO_DECIDE or self.owner or self.due or self.remark)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the reason, without blank ones."""
        return split_paragraphs(self.reason)

    @property
    def is_long(self) -> bool:
        """Whether the reason is too long for a table."""
        return is_too_long(self.reason)

    @property
    def blocks_final(self) -> bool:
        """Whether it must be decided before a report can be final."""
        return bool(self.number and self.lifts and self.kind == TO_DECIDE)


TO_DECIDE, NOT_ACTED_ON = "to-decide", "not-acted-on"
STATUS_LABELS = {
    TO_DECIDE: "To decide",
    "not-started": "Not started",
    "under-way": "Under way",
    "done": "Done",
    NOT_ACTED_ON: "Will not be done",
}
"""The status labels; those after `TO_DECIDE` are in the order of the progress line."""


@dataclass(frozen=True, slots=True)
class PlanContent:
    """The complete action plan."""

    says: str
    """Its progress in one line."""
    undecided_note: str
    """What must be decided before a report can be final; empty if nothing."""
    counts: PlanCounts
    lines: tuple[PlanLine, ...]
    """The recommendations, most useful first."""
    not_recommended: tuple[PlanLine, ...]
    """The actions that the current answers do not recommend."""

    @property
    def brief(self) -> str:
        """How many are decided and overdue, in a sentence."""
        decided, overdue = self.counts.decided, sum(line.overdue for line in self.lines)
        if not decided and not overdue:
            return "Nothing is decided yet."
        total = len(self.lines)
        of_all = f"of all {format_number(total)}, " if total > 1 else ""
        late = f" and {format_number(overdue)} {pluralise(overdue, 'is', 'are')} overdue" if overdue else ""
        return capitalise_first(f"{of_all}{format_number(decided)} {pluralise(decided, 'is', 'are')} decided{late}.")

    @property
    def lines_blocking_final(self) -> tuple[PlanLine, ...]:
        """The lines that must be decided before a report can be final."""
        return tuple(line for line in self.lines if line.blocks_final)

    @property
    def is_started(self) -> bool:
        """Whether the plan contains anything."""
        return bool(self.started_lines or self.not_recommended)

    @property
    def started_lines(self) -> tuple[PlanLine, ...]:
        """The recommendations about which anything was entered."""
        return tuple(line for line in self.lines if line.is_started)

    @property
    def open_numbers(self) -> str:
        """The numbers of those about which nothing was entered, as one text."""
        return ", ".join(line.number for line in self.lines if not line.is_started)
