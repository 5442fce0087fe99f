"""The figures of every assessment, kept so that a list of thousands can be put in order without working them out.

They are a copy of what follows from the record and can be deleted at any time. `assessment.worked_out` says what
worked them out; every change of an assessment empties it in the same transaction, so figures are never those of an
earlier state. They are only kept where the assessment still is what they were worked out from.
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
    """The figures of all assessments that `maker` worked out; each method is one transaction."""

    def __init__(self, store: Store, maker: str) -> None:
        self.store, self.maker = store, maker

    def waiting(self, most: int) -> tuple[Waiting, ...]:
        """Give some of the assessments whose figures are not worked out."""
        with self.store.reading() as connection:
            # the newest are looked for from the newest on, which would look at all of them where none waits
            none_waits = connection.scalar(any_waiting(self.maker)) is None
            return () if none_waits else tuple(waiting(connection, self.maker, most))

    def count_waiting(self) -> int:
        """Count the assessments whose figures are not worked out."""
        with self.store.reading() as connection:
            return connection.scalar(select(func.count()).where(is_waiting(self.maker))) or 0

    def keep(self, found: Sequence[tuple[Waiting, Overview]]) -> None:
        """Keep figures of assessments, but for those that somebody changed meanwhile."""
        with self.store.writing() as connection:
            keep(connection, self.maker, found)

    def forget(self) -> None:
        """Delete all figures; they are worked out again when they are asked for."""
        with self.store.writing() as connection:
            for table in (overview, overview_section):
                connection.execute(delete(table))
            connection.execute(update(assessment).values(worked_out=None))

    def mend(self, sections: Iterable[str] = ()) -> None:
        """Have figures worked out again that somebody deleted from the database by hand; leave no gap in sections."""
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
        """Give a page of the list."""
        with self.store.reading() as connection:
            return lines(connection, Listed(connection, self.maker, wanted).numbers(window))

    def total(self, wanted: Wanted) -> int:
        """Count what the whole list holds."""
        with self.store.reading() as connection:
            return Listed(connection, self.maker, wanted).total()

    def numbers(self, wanted: Wanted, most: int) -> tuple[int, ...]:
        """Give the numbers of the assessments of the list, in its order."""
        with self.store.reading() as connection:
            return tuple(Listed(connection, self.maker, wanted).numbers(Window(0, most)))

    def lines(self, numbers: Sequence[int]) -> tuple[Line, ...]:
        """Give the lines of these assessments, in this order; without those that are gone."""
        with self.store.reading() as connection:
            return lines(connection, numbers)

    def councils(self, most: int) -> tuple[str, ...]:
        """Give the names of councils, in the order of the alphabet."""
        with self.store.reading() as connection:
            return tuple(connection.scalars(councils(most)))


def fill_gaps(connection: Connection, section: str) -> None:
    """Note of all assessments that have no line for a section that they have no score in it."""
    has = select(overview_section.c.assessment_id).where(overview_section.c.section == section)
    line = select(overview.c.assessment_id, literal(section), literal(NO_SCORE), literal(NO_SCORE))
    without = line.where(overview.c.assessment_id.not_in(has))
    connection.execute(overview_section.insert().from_select(list(overview_section.c.keys()), without))


def councils(most: int) -> Select[Any]:
    """Give the statement for the names of councils, each looked up as the next after the one before.

    Taking each name once out of all services would look at every service.
    """
    name = service.c.council
    each = select(func.min(name).label("name")).cte("each", recursive=True)
    following = select(func.min(name)).where(name > each.c.name).scalar_subquery()
    each = each.union_all(select(following).where(each.c.name.is_not(None)))
    return select(each.c.name).where(each.c.name.is_not(None)).limit(most)


def waiting(connection: Connection, maker: str, most: int) -> Iterator[Waiting]:
    """Give some of the assessments whose figures are not worked out, the newest first: those are asked for first."""
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
    """Give the answer that was gathered as its option or its state; most are alike, and each is made once."""
    if isinstance(said, str):
        return Answer(option=said)
    return Answer(dont_know=said == DONT_KNOW, does_not_apply="yes" if said == DOES_NOT_APPLY else "")


def answers_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Give the answers of assessments as the database gathers them."""
    gathered = GATHER[connection.dialect.name](answer.c.question, STATE)
    given = select(answer.c.assessment_id, cast(gathered, Text)).where(answer.c.assessment_id.in_(numbers))
    return {row[0]: row[1] for row in connection.execute(given.group_by(answer.c.assessment_id))}


def keep(connection: Connection, maker: str, found: Sequence[tuple[Waiting, Overview]]) -> None:
    """Keep figures of assessments that are still what they were."""
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
    """Note that the figures of an assessment are worked out; tell whether it is still what was seen."""
    same = (assessment.c.id == seen.number, assessment.c.revision == seen.revision)
    return bool(connection.execute(update(assessment).where(*same).values(worked_out=maker)).rowcount)


def shown(figures: Overview) -> dict[str, Any]:
    """Give the figures of the whole, without its sections."""
    return {key: value for key, value in figures._asdict().items() if key != "sections"}


def lines(connection: Connection, numbers: Sequence[int]) -> tuple[Line, ...]:
    """Give the lines of assessments in the order of their numbers here."""
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
    """Give the scores of the sections of assessments."""
    rows = connection.execute(select(overview_section).where(overview_section.c.assessment_id.in_(list(numbers))))
    gathered: dict[int, tuple[Ends, ...]] = {}
    for row in rows:
        gathered[row.assessment_id] = (*gathered.get(row.assessment_id, ()), Ends(*row[1:]))
    return gathered


def line(row: Row[Any], sections: tuple[Ends, ...]) -> Line:
    """Give one line."""
    figures = row[len(row) - len(FIGURES) :]
    return Line(
        row.id, row.council, row.service, row.name, row.version, row.changed_at, Overview._make((*figures, sections))
    )
