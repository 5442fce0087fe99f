"""Summaries of all results, stored so that a list of thousands can be sorted without computing them.

They are a cache of what follows from the answers and can be deleted at any time. `assessment.worked_out` holds the id
of the program build that computed a summary. Every change of an assessment clears it in the same transaction, so a
summary is never that of an earlier state; and a summary is stored only if the assessment has not changed since it was
read.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, delete, func, literal, select, update

from assess.core.model.assessment import Answer, Said
from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW
from assess.storage.bulk_reads import GATHER, STATE
from assess.storage.records import Release, Window
from assess.storage.service_query import Listed, any_waiting, has_gaps, is_waiting
from assess.storage.service_records import NO_SCORE, Ends, Line, Overview, Waiting, Wanted
from assess.storage.store import Store
from assess.storage.tables import answer, assessment, overview, overview_section, rulebook, service

FIGURES = tuple(column for column in overview.c if column is not overview.c.assessment_id)


class Overviews:
    """The summaries that the program build `build_id` computed; each method is one transaction."""

    def __init__(self, store: Store, maker: str) -> None:
        self.store, self.maker = store, maker

    def waiting(self, most: int) -> tuple[Waiting, ...]:
        """List some of the assessments without a summary."""
        with self.store.reading() as connection:
            # the search starts at the newest, and would read every assessment if none is pending
            none_waits = connection.scalar(any_waiting(self.maker)) is None
            return () if none_waits else tuple(waiting(connection, self.maker, most))

    def count_waiting(self) -> int:
        """Count the assessments without a summary."""
        with self.store.reading() as connection:
            return connection.scalar(select(func.count()).where(is_waiting(self.maker))) or 0

    def keep(self, found: Sequence[tuple[Waiting, Overview]]) -> None:
        """Save summaries, except those of assessments that have changed in the meantime."""
        with self.store.writing() as connection:
            keep(connection, self.maker, found)

    def forget(self) -> None:
        """Delete all summaries; they are computed again on demand."""
        with self.store.writing() as connection:
            for table in (overview, overview_section):
                connection.execute(delete(table))
            connection.execute(update(assessment).values(worked_out=None))

    def mend(self, sections: Iterable[str] = ()) -> None:
        """Mark summaries that were deleted by hand as missing, and fill in rows missing for the given sections."""
        lost = assessment.c.worked_out.is_not(None), assessment.c.id.not_in(select(overview.c.assessment_id))
        with self.store.reading() as connection:
            is_whole = connection.scalar(select(assessment.c.id).where(*lost).limit(1)) is None
            gaps = [section for section in sections if has_gaps(connection, section)]
        if gaps or not is_whole:
            with self.store.writing() as connection:
                connection.execute(update(assessment).where(*lost).values(worked_out=None))
                for section in gaps:
                    fill_gaps(connection, section)

    def page(self, wanted: Wanted, window: Window) -> tuple[Line, ...]:
        """Load a page of the list."""
        with self.store.reading() as connection:
            return lines(connection, Listed(connection, self.maker, wanted).numbers(window))

    def total(self, wanted: Wanted) -> int:
        """Count the rows of the whole list."""
        with self.store.reading() as connection:
            return Listed(connection, self.maker, wanted).total()

    def numbers(self, wanted: Wanted, most: int) -> tuple[int, ...]:
        """Return the ids of the assessments in the list, in order."""
        with self.store.reading() as connection:
            return tuple(Listed(connection, self.maker, wanted).numbers(Window(0, most)))

    def lines(self, numbers: Sequence[int]) -> tuple[Line, ...]:
        """Load the rows of the given assessments in the given order, without those that are deleted."""
        with self.store.reading() as connection:
            return lines(connection, numbers)

    def councils(self, most: int) -> tuple[str, ...]:
        """List the names of councils in alphabetical order."""
        with self.store.reading() as connection:
            return tuple(connection.scalars(councils(most)))


def fill_gaps(connection: Connection, section: str) -> None:
    """Insert a row without a score for every assessment that has no row for a section."""
    has = select(overview_section.c.assessment_id).where(overview_section.c.section == section)
    line = select(overview.c.assessment_id, literal(section), literal(NO_SCORE), literal(NO_SCORE))
    without = line.where(overview.c.assessment_id.not_in(has))
    connection.execute(overview_section.insert().from_select(list(overview_section.c.keys()), without))


def councils(most: int) -> Select[Any]:
    """Build the statement that selects council names, each looked up as the next after the one before.

    Selecting distinct names would read every service.
    """
    name = service.c.council
    each = select(func.min(name).label("name")).cte("each", recursive=True)
    following = select(func.min(name)).where(name > each.c.name).scalar_subquery()
    each = each.union_all(select(following).where(each.c.name.is_not(None)))
    return select(each.c.name).where(each.c.name.is_not(None)).limit(most)


def waiting(connection: Connection, maker: str, most: int) -> Iterator[Waiting]:
    """Yield some of the assessments without a summary, the newest first, since they are asked for first."""
    columns = (assessment.c.id, assessment.c.revision, assessment.c.profile)
    kept = (rulebook.c.name, rulebook.c.version, rulebook.c.hash)
    joined = select(*columns, *kept).join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
    rows = connection.execute(joined.where(is_waiting(maker)).order_by(assessment.c.id.desc()).limit(most)).all()
    texts = answers_of(connection, [row.id for row in rows])
    for row in rows:
        answers = {question: answer_of(said) for question, said in json.loads(texts.get(row.id, "{}")).items()}
        yield Waiting(row.id, row.revision, Release(*row[3:]), row.profile, answers)


@lru_cache(10_000)
def answer_of(said: Said) -> Answer:
    """Build an answer from its option or state; most are alike, and each is built once."""
    if isinstance(said, str):
        return Answer(option=said)
    return Answer(dont_know=said == DONT_KNOW, does_not_apply="yes" if said == DOES_NOT_APPLY else "")


def answers_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Load the answers of assessments as JSON that the database builds."""
    gathered = GATHER[connection.dialect.name](answer.c.question, STATE)
    given = select(answer.c.assessment_id, cast(gathered, Text)).where(answer.c.assessment_id.in_(numbers))
    return {row[0]: row[1] for row in connection.execute(given.group_by(answer.c.assessment_id))}


def keep(connection: Connection, maker: str, found: Sequence[tuple[Waiting, Overview]]) -> None:
    """Save the summaries of assessments that have not changed."""
    kept = [(seen.number, figures) for seen, figures in found if marked(connection, maker, seen)]
    numbers = [number for number, _ in kept]
    for table in (overview, overview_section):
        connection.execute(delete(table).where(table.c.assessment_id.in_(numbers)))
    if kept:
        rows = [{"assessment_id": number, **shown(figures)} for number, figures in kept]
        connection.execute(overview.insert(), rows)
    sections = [{"assessment_id": number, **ends._asdict()} for number, figures in kept for ends in figures.sections]
    if sections:
        connection.execute(overview_section.insert(), sections)


def marked(connection: Connection, maker: str, seen: Waiting) -> bool:
    """Mark a summary as computed; return whether the assessment is still at the given revision."""
    same = (assessment.c.id == seen.number, assessment.c.revision == seen.revision)
    return bool(connection.execute(update(assessment).where(*same).values(worked_out=maker)).rowcount)


def shown(figures: Overview) -> dict[str, Any]:
    """Return the column values of a summary, without its sections."""
    return {key: value for key, value in figures._asdict().items() if key != "sections"}


def lines(connection: Connection, numbers: Sequence[int]) -> tuple[Line, ...]:
    """Load the rows of assessments in the order of the given ids."""
    names = (service.c.council, service.c.name.label("service"), assessment.c.name, rulebook.c.version)
    whole = (
        select(assessment.c.id, *names, assessment.c.changed_at, *FIGURES)
        .join(service, assessment.c.service_id == service.c.id)
        .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
        .join(overview, overview.c.assessment_id == assessment.c.id)
        .where(assessment.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(whole)}
    sections = sections_of(connection, numbers)
    return tuple(line(rows[number], sections.get(number, ())) for number in numbers if number in rows)


def sections_of(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[Ends, ...]]:
    """Load the section scores of assessments."""
    rows = connection.execute(select(overview_section).where(overview_section.c.assessment_id.in_(list(numbers))))
    gathered: dict[int, tuple[Ends, ...]] = {}
    for row in rows:
        gathered[row.assessment_id] = (*gathered.get(row.assessment_id, ()), Ends(*row[1:]))
    return gathered


def line(row: Row[Any], sections: tuple[Ends, ...]) -> Line:
    """Build a row of the list."""
    figures = row[len(row) - len(FIGURES) :]
    return Line(
        row.id, row.council, row.service, row.name, row.version, row.changed_at, Overview._make((*figures, sections))
    )
