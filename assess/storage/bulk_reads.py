"""Read many assessments quickly: the inputs of their scores, without notes, evidence and names."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Text, case, cast, func, select

from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW
from assess.storage.engine import connected
from assess.storage.release_records import Sitting
from assess.storage.tables import answer, assessment, rulebook, service

LINES = (
    select(
        assessment.c.id,
        service.c.council,
        service.c.name,
        assessment.c.name.label("assessment"),
        rulebook.c.version,
        assessment.c.profile,
    )
    .join(service, assessment.c.service_id == service.c.id)
    .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
    .order_by(assessment.c.id)
)
STATE = case((answer.c.dont_know, DONT_KNOW), (answer.c.does_not_apply != "", DOES_NOT_APPLY), else_=answer.c.option)
GATHER = {"sqlite": func.json_group_object, "postgresql": func.json_object_agg}
"""The database builds the JSON of an assessment's answers five times as fast as Python would."""


class Span(NamedTuple):
    """A range of assessment ids, inclusive, and the number of assessments in it."""

    first: int
    last: int
    size: int


def spans(connection: Connection, size: int) -> tuple[Span, ...]:
    """Split all assessments into ranges of the given size."""
    numbers = list(connection.scalars(select(assessment.c.id).order_by(assessment.c.id)))
    parts = (numbers[at : at + size] for at in range(0, len(numbers), size))
    return tuple(Span(part[0], part[-1], len(part)) for part in parts)


class SittingReader:
    """Reads assessments from a database whose tables are up to date, and never writes."""

    def __init__(self, url: str) -> None:
        self.engine = connected(url)

    def read(self, span: Span) -> Iterator[Sitting]:
        """Yield the assessments in a range."""
        with self.engine.connect() as connection, connection.begin():
            yield from sittings(connection, span)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()


def sittings(connection: Connection, span: Span) -> Iterator[Sitting]:
    """Yield the assessments in a range."""
    gathered = GATHER[connection.dialect.name](answer.c.question, STATE)
    given = (
        select(answer.c.assessment_id, cast(gathered, Text))
        .where(answer.c.assessment_id.between(span.first, span.last))
        .group_by(answer.c.assessment_id)
    )
    texts = {row[0]: row[1] for row in connection.execute(given)}
    for row in connection.execute(LINES.where(assessment.c.id.between(span.first, span.last))):
        yield Sitting(*row, answers=json.loads(texts.get(row.id, "{}")))
