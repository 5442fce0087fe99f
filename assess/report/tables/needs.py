"""What this stage and the next one need, as a table."""

from collections.abc import Iterator

from assess.report.content.models import ReportContent
from assess.report.tables.models import Column, Table

_NEED_COLUMNS = (
    Column("Stage", 13),
    Column("State", 12),
    Column("No.", 5, numbers_of="Answers"),
    Column("Barrier", 15),
    Column("Needed", 44),
    Column("Who", 24),
    Column("Time", 18),
)


def build_need_tables(content: ReportContent, *, with_answers: bool) -> Iterator[Table]:
    """Yield the table of what this stage and the next need, with the answers of today if they are included."""
    rows = tuple(_build_need_rows(content))
    if not rows:
        return
    columns = (*_NEED_COLUMNS, Column("Answer today", 38)) if with_answers else _NEED_COLUMNS
    shows = "One row for each thing that this stage or the next one needs"
    yield Table("Needs", shows, columns, tuple(row if with_answers else row[:-1] for row in rows))


def _build_need_rows(content: ReportContent) -> Iterator[tuple[str, ...]]:
    """Yield the rows of needs: missing, not known, in place, then what the next stage needs as well."""
    needs, following = content.needs, content.next_stage
    in_place = tuple(need for part in needs.in_place for need in part.needs)
    for state, listed in (("Missing", needs.missing), ("Not known", needs.unknown), ("In place", in_place)):
        for need in listed:
            yield ("This stage", state, need.number, need.section, need.needed, f"Ask the {need.ask}", "", need.today)
    for each in (*following.answered, *following.unanswered) if following else ():
        need, state = each.need, "Falls short" if each.is_answered else "No answer yet"
        yield ("The next stage", state, need.number, need.section, need.needed, each.owner, each.time, need.today)
