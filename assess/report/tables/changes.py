"""The comparison with a baseline as tables for the workbook."""

from collections.abc import Iterator

from assess.report.content.change_models import ChangeReport, FindingChangeRow
from assess.report.tables.models import Column, Table

_CHANGE_COLUMNS = (Column("What", 40), Column("Before", 44), Column("Now", 44), Column("Change", 12, figures=True))
_QUESTION_COLUMNS = (
    Column("No.", 5, numbers_of="Answers"),
    Column("Barrier", 14),
    Column("Question", 32),
    Column("Outcome", 17),
    Column("Before", 34),
    Column("Now", 34),
    Column("Change", 9, figures=True),
    Column("Remark", 24),
)


def build_change_tables(changes: ChangeReport, *, with_answers: bool) -> Iterator[Table]:
    """Build the tables; without answers, the table of questions is left out."""
    yield Table(
        "Change", changes.compared, _CHANGE_COLUMNS, tuple(_build_change_rows(changes, with_answers=with_answers))
    )
    if with_answers and changes.groups:
        yield Table(
            "Questions",
            "One row for each question that changed",
            _QUESTION_COLUMNS,
            tuple(_build_question_rows(changes)),
        )


def _build_change_rows(changes: ChangeReport, *, with_answers: bool) -> Iterator[tuple[str, ...]]:
    """Yield the overall changes, then those of barriers, blockers, warnings and facts."""
    yield "Compared", changes.compared, "", ""
    yield "In short", "", " ".join(part for part in (changes.headline, changes.band, changes.counts) if part), ""
    for text in changes.cautions:
        yield "Caution", "", text, ""
    for each in changes.summary:
        yield each.what, each.before, each.now, ""
    for section in changes.sections:
        yield f"Barrier: {section.title}", section.before, section.now, section.change
    yield from (_build_finding_row("Blocker", each) for each in changes.blockers)
    yield from (_build_finding_row("Warning", each) for each in changes.warnings)
    for fact in changes.facts if with_answers else ():
        yield f"Fact: {fact.what}", fact.before, fact.now, ""


def _build_finding_row(kind: str, change: FindingChangeRow) -> tuple[str, ...]:
    """Build the row of a changed blocker or warning."""
    return kind, "", f"{change.change}: {change.says} {change.remark}".rstrip(), ""


def _build_question_rows(changes: ChangeReport) -> Iterator[tuple[str, ...]]:
    """Yield a row for every question that changed."""
    for group in changes.groups:
        for question in group.questions:
            yield (
                question.number,
                question.section,
                question.text,
                group.heading,
                question.before,
                question.now,
                question.change,
                question.remark,
            )
