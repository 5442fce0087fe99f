"""Write a row only if it still holds what was read, so that nobody's save is overwritten unseen.

The values that a row must still hold stand in the `WHERE` of the statement that writes it, so the outcome does not
depend on how a database isolates transactions.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, and_
from sqlalchemy.exc import IntegrityError

RowValues = Mapping[str, object]
"""Values of a row by column name."""


def replace_row(
    connection: Connection,
    table: Table,
    key: RowValues,
    expected: RowValues | None,
    new: RowValues | None,
    **unconditional: object,
) -> bool:
    """Replace the row that `key` identifies; return whether it held the expected values.

    `expected` and `new` are the values of the same columns, or None for no row. `unconditional` are values that are
    written but not compared. Nothing is written if the row holds something else.
    """
    if expected is None:
        return new is None or insert_row(connection, table, {**key, **new, **unconditional})
    condition = and_(_holds(table, key), _holds(table, expected))
    statement = (
        table.delete().where(condition)
        if new is None
        else table.update().where(condition).values({**new, **unconditional})
    )
    return connection.execute(statement).rowcount > 0


def insert_row(connection: Connection, table: Table, values: RowValues) -> bool:
    """Insert a row; return whether there was none with its key.

    The unique constraint decides, so a row that somebody else inserts at the same time is found as well.
    """
    try:
        with connection.begin_nested():
            connection.execute(table.insert().values(values))
    except IntegrityError:
        return False
    return True


def _holds(table: Table, values: RowValues) -> ColumnElement[bool]:
    """Build the condition that columns hold these values, null included."""
    return and_(*(table.c[name].is_not_distinct_from(value) for name, value in values.items()))
