"""The plan as tables: every action, and the progress of all of them."""

from assess.report.content.plan_models import STATUS_LABELS, PlanContent, PlanLine
from assess.report.tables.models import Column, Table

_PLAN_COLUMNS = (
    Column("No.", 5, numbers_of="Recommendations"),
    Column("Recommendation", 32),
    Column("Lifts", 10),
    Column("Status", 14, choices=tuple(STATUS_LABELS.values())),
    Column("Who is responsible", 20),
    Column("Date", 12, dates=True),
    Column("Overdue", 9),
    Column("Reason for not acting", 26),
    Column("Also", 24),
    Column("Usually leads", 18),
    Column("Id", 14),
)
_NOT_ADVISED = "Not recommended now."


def build_plan_table(plan: PlanContent) -> Table:
    """Build the table of recommendations, most useful first, followed by actions that are not advised now."""
    rows = (*map(_build_plan_row, plan.lines), *map(_build_plan_row, plan.not_recommended))
    none = ("–", plan.says, *[""] * (len(_PLAN_COLUMNS) - 2))
    return Table(
        "Plan",
        "One row for each recommendation: who does what by when, or why it will not be done",
        _PLAN_COLUMNS,
        rows or (none,),
    )


def _build_plan_row(line: PlanLine) -> tuple[str, ...]:
    """Build the row of an action, with its date as YYYY-MM-DD."""
    also = line.remark if line.number else f"{_NOT_ADVISED} {line.remark}".rstrip()
    due = line.due.isoformat() if line.due else ""
    status = (line.label, line.owner, due, "Overdue" if line.overdue else "", line.reason)
    return (line.number or "–", line.title, line.lifts, *status, also, line.lead, line.id)


def build_progress_table(plan: PlanContent) -> Table:
    """Build the table with the number of recommendations in each state."""
    counts = plan.counts
    numbers = (counts.undecided, counts.not_started, counts.under_way, counts.done, counts.not_acted_on)
    rows = tuple((label, str(count)) for label, count in zip(STATUS_LABELS.values(), numbers, strict=True))
    return Table(
        "Progress",
        "How many recommendations have each status",
        (Column("Status", 24), Column("Recommendations", 18, figures=True)),
        (*rows, ("All", str(counts.recommendations))),
    )
