"""Limit the texts of an assessment, so that whatever is saved can be printed, downloaded and opened again.

The report of an assessment with as many characters or lines takes half of the time that it may take.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, union_all

from assess.storage.records import TextLimitError
from assess.storage.tables import action, answer

MAX_CHARACTERS = 400_000
MAX_LINES = 8_000


class _TextSize(NamedTuple):
    """The size of all texts of an assessment."""

    characters: int
    lines: int
    """Number of line ends."""


_NOTHING = _TextSize(0, 0)


def _select_texts() -> Any:
    """Build the query for all texts of an assessment."""
    columns = (answer.c.note, answer.c.does_not_apply, answer.c.evidence, answer.c.by, action.c.owner, action.c.reason)
    return union_all(
        *(
            select(column.label("text")).where(column.table.c.assessment_id == bindparam("assessment_id"))
            for column in columns
        )
    ).subquery()


_TEXT = _select_texts().c.text
_LENGTH = func.length(_TEXT)
_LINE_ENDS = _LENGTH - func.length(func.replace(_TEXT, "\n", ""))
_SELECT_SIZE = select(func.coalesce(func.sum(_LENGTH), 0), func.coalesce(func.sum(_LINE_ENDS), 0))


@contextmanager
def limit_texts(connection: Connection, assessment_id: int) -> Iterator[None]:
    """Check that no more is written than an assessment can hold; raises TextLimitError.

    An assessment that an older version let grow beyond it may be shortened step by step.
    """
    before = _measure_texts(connection, assessment_id)
    yield
    require_within_limit(connection, assessment_id, before)


def require_within_limit(connection: Connection, assessment_id: int, before: _TextSize = _NOTHING) -> None:
    """Raise TextLimitError if the texts are longer than an assessment can hold, and longer than they were before."""
    after = _measure_texts(connection, assessment_id)
    if after.characters > max(MAX_CHARACTERS, before.characters):
        raise TextLimitError(after.characters, MAX_CHARACTERS, "characters")
    if after.lines > max(MAX_LINES, before.lines):
        raise TextLimitError(after.lines, MAX_LINES, "lines")


def _measure_texts(connection: Connection, assessment_id: int) -> _TextSize:
    """Measure all texts of an assessment."""
    return _TextSize(*connection.execute(_SELECT_SIZE, {"assessment_id": assessment_id}).one())
