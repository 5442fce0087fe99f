"""Store every rulebook version that was published or that an assessment uses."""

from datetime import datetime

from sqlalchemy import Connection, Row, select

from assess.storage.records import Kept, MissingError, Release, VersionTakenError
from assess.storage.tables import rulebook

RELEASE = (rulebook.c.name, rulebook.c.version, rulebook.c.hash)


def keep(connection: Connection, kept: Kept, now: datetime) -> int:
    """Return the id of a rulebook version, storing it if necessary.

    Raises VersionTakenError if different content is stored under the same number.
    """
    same_number = (rulebook.c.name == kept.release.name, rulebook.c.version == kept.release.version)
    row = connection.execute(select(rulebook).where(*same_number)).first()
    if row is None:
        return new_row(connection, kept, now)
    if not same_content(row, kept):
        raise VersionTakenError(kept.release.version)
    return int(row.id)


def new_row(connection: Connection, kept: Kept, now: datetime) -> int:
    """Insert a rulebook and return its id."""
    values = kept.release._asdict() | {"readiness": kept.readiness, "evidence": kept.evidence, "kept_at": now}
    key = connection.execute(rulebook.insert().values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - a single-row insert always has one
    return int(key[0])


def same_content(row: Row[*tuple[object, ...]], kept: Kept) -> bool:
    """Return whether a row holds this rulebook: by hash, or by content if a newer program hashes differently."""
    return bool(row.hash == kept.release.hash or (row.readiness, row.evidence) == (kept.readiness, kept.evidence))


def releases(connection: Connection) -> tuple[Release, ...]:
    """List every stored version, the oldest first."""
    rows = connection.execute(select(*RELEASE).order_by(rulebook.c.id))
    return tuple(Release(*row) for row in rows)


def load_kept(connection: Connection, release: Release) -> Kept:
    """Load a stored rulebook; raises NotFoundError."""
    columns = select(*RELEASE, rulebook.c.readiness, rulebook.c.evidence)
    row = connection.execute(
        columns.where(rulebook.c.name == release.name, rulebook.c.version == release.version)
    ).first()
    if row is None:
        raise MissingError(release.version)
    return Kept(Release(*row[:3]), row.readiness, row.evidence)
