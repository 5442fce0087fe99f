"""Store every rulebook version that was published or that an assessment uses."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from assess.storage.conditional import insert_row
from assess.storage.records import NotFoundError, Release, StoredRulebook, VersionTakenError
from assess.storage.tables import rulebook

_RELEASE_COLUMNS = (rulebook.c.name, rulebook.c.version, rulebook.c.hash)


def store_rulebook(connection: Connection, stored: StoredRulebook, now: datetime) -> int:
    """Return the id of a rulebook version, storing it if necessary.

    Raises VersionTakenError if different content is stored under the same number.
    """
    row = _find_rulebook(connection, stored.release)
    if row is None:
        files = {"readiness": stored.readiness, "evidence": stored.evidence}
        insert_row(connection, rulebook, {**stored.release._asdict(), **files, "kept_at": now})
        row = _find_rulebook(connection, stored.release)
    if row is None or not _has_same_content(row, stored):
        raise VersionTakenError(stored.release.version)
    return int(row.id)


def _find_rulebook(connection: Connection, release: Release) -> Row[*tuple[Any, ...]] | None:
    """Find the rulebook that is stored under the number of a release."""
    same_number = (rulebook.c.name == release.name, rulebook.c.version == release.version)
    return connection.execute(select(rulebook).where(*same_number)).first()


def find_rulebook_id(connection: Connection, release: Release) -> int:
    """Return the id of a stored version; raises NotFoundError."""
    row = _find_rulebook(connection, release)
    if row is None:
        raise NotFoundError(release.version)
    return int(row.id)


def _has_same_content(row: Row[*tuple[object, ...]], stored: StoredRulebook) -> bool:
    """Return whether a row holds this rulebook: by hash, or by content if a newer program hashes differently."""
    return bool(row.hash == stored.release.hash or (row.readiness, row.evidence) == (stored.readiness, stored.evidence))


def list_releases(connection: Connection) -> tuple[Release, ...]:
    """List every stored version, the oldest first."""
    rows = connection.execute(select(*_RELEASE_COLUMNS).order_by(rulebook.c.id))
    return tuple(Release(*row) for row in rows)


def load_stored_rulebook(connection: Connection, release: Release) -> StoredRulebook:
    """Load a stored rulebook; raises NotFoundError."""
    columns = select(*_RELEASE_COLUMNS, rulebook.c.readiness, rulebook.c.evidence)
    row = connection.execute(
        columns.where(rulebook.c.name == release.name, rulebook.c.version == release.version)
    ).first()
    if row is None:
        raise NotFoundError(release.version)
    return StoredRulebook(Release(*row[:3]), row.readiness, row.evidence)
