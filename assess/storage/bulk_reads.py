"""Read many assessments quickly: the inputs of their scores, without notes, evidence and names."""

import json
from collections.abc import Iterator
from typing import NamedTuple, Self

from sqlalchemy import Connection, Text, case, cast, func, select

from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW
from assess.storage.engine import create_database_engine
from assess.storage.release_records import AnswerSnapshot
from assess.storage.tables import answer, assessment, rulebook, service

_SELECT_INPUTS = (
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
ANSWER_CODE = case(
    (answer.c.dont_know, DONT_KNOW), (answer.c.does_not_apply != "", DOES_NOT_APPLY), else_=answer.c.option
)
JSON_AGG = {"sqlite": func.json_group_object, "postgresql": func.json_object_agg}
"""The database builds the JSON of an assessment's answers five times as fast as Python would."""


class IdRange(NamedTuple):
    """A range of assessment ids, inclusive, and the number of assessments in it."""

    first: int
    last: int
    size: int


def split_into_ranges(connection: Connection, size: int) -> tuple[IdRange, ...]:
    """Split all assessments into ranges of the given size."""
    numbers = list(connection.scalars(select(assessment.c.id).order_by(assessment.c.id)))
    parts = (numbers[at : at + size] for at in range(0, len(numbers), size))
    return tuple(IdRange(part[0], part[-1], len(part)) for part in parts)


class SnapshotReader:
    """Reads assessments from a database whose tables are up to date, and never writes."""

    def __init__(self, url: str) -> None:
        self.engine = create_database_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, id_range: IdRange) -> Iterator[AnswerSnapshot]:
        """Yield the assessments in a range."""
        with self.engine.connect() as connection, connection.begin():
            yield from _load_snapshots(connection, id_range)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()


def _load_snapshots(connection: Connection, id_range: IdRange) -> Iterator[AnswerSnapshot]:
    """Yield the assessments in a range."""
    gathered = JSON_AGG[connection.dialect.name](answer.c.question, ANSWER_CODE)
    statement = (
        select(answer.c.assessment_id, cast(gathered, Text))
        .where(answer.c.assessment_id.between(id_range.first, id_range.last))
        .group_by(answer.c.assessment_id)
    )
    texts = {row[0]: row[1] for row in connection.execute(statement)}
    for row in connection.execute(_SELECT_INPUTS.where(assessment.c.id.between(id_range.first, id_range.last))):
        yield AnswerSnapshot(*row, answers=json.loads(texts.get(row.id, "{}")))
