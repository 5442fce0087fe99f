"""The comparison with a baseline as tables for the workbook."""

from collections.abc import Iterator

from assess.report.content.change_models import FindingMove, Progress
from assess.report.tables.models import Column, Table

CHANGE = (Column("What", 40), Column("Before", 44), Column("Now", 44), Column("Change", 12, figures=True))
QUESTIONS = (
    Column("No.", 6),
    Column("Barrier", 24),
    Column("Question", 48),
    Column("What became of it", 28),
    Column("Before", 44),
    Column("Now", 44),
    Column("Change", 12, figures=True),
    Column("Remark", 36),
)


def tables(progress: Progress, *, with_answers: bool) -> Iterator[Table]:
    """Build the tables; without answers, the table of questions is left out."""
    yield Table("Change", progress.compared, CHANGE, tuple(change(progress, with_answers=with_answers)))
    if with_answers and progress.groups:
        yield Table("Questions", "One row for each question that changed", QUESTIONS, tuple(questions(progress)))


def change(progress: Progress, *, with_answers: bool) -> Iterator[tuple[str, ...]]:
    """Yield the overall changes, then those of barriers, blockers, warnings and facts."""
    yield "Compared", progress.compared, "", ""
    yield "In short", "", " ".join(part for part in (progress.headline, progress.band, progress.counts) if part), ""
    for text in progress.cautions:
        yield "Take care", "", text, ""
    for each in progress.summary:
        yield each.what, each.before, each.now, ""
    for section in progress.sections:
        yield f"Barrier: {section.title}", section.before, section.now, section.moved
    yield from (finding("Blocker", each) for each in progress.blockers)
    yield from (finding("Warning", each) for each in progress.warnings)
    for fact in progress.facts if with_answers else ():
        yield f"Fact: {fact.what}", fact.before, fact.now, ""


def finding(kind: str, it: FindingMove) -> tuple[str, ...]:
    """Build the row of a changed blocker or warning."""
    return kind, "", f"{it.became}: {it.says} {it.remark}".rstrip(), ""


def questions(progress: Progress) -> Iterator[tuple[str, ...]]:
    """Yield a row for every question that changed."""
    for group in progress.groups:
        for it in group.questions:
            yield it.number, it.section, it.text, group.heading, it.before, it.now, it.moved, it.remark
