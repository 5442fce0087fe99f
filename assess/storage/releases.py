"""Store which release was published when, by whom and why; the latest is current."""

from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from assess.storage import drafts, rulebooks
from assess.storage.records import Kept, Release
from assess.storage.release_records import Publication, Publishing, Unfinished
from assess.storage.tables import assessment, publication, rulebook

ON_IT = select(func.count()).where(assessment.c.rulebook_id == rulebook.c.id).scalar_subquery()
WHOLE = (
    select(publication, rulebook.c.name, rulebook.c.version, rulebook.c.hash, ON_IT.label("assessments"))
    .join(rulebook, publication.c.rulebook_id == rulebook.c.id)
    .order_by(publication.c.id.desc())
)
LATEST = select(func.coalesce(func.max(publication.c.id), 0))


def latest_number(connection: Connection) -> int:
    """Return the number of the latest publication, or 0 if nothing is published."""
    return int(connection.execute(LATEST).scalar_one())


def publications(connection: Connection) -> tuple[Publication, ...]:
    """List all publications, the latest first."""
    return tuple(made(row) for row in connection.execute(WHOLE))


def latest(connection: Connection) -> Publication | None:
    """Load the latest publication, or return None if nothing is published."""
    row = connection.execute(WHOLE.limit(1)).first()
    return None if row is None else made(row)


def made(row: Row[*tuple[object, ...]]) -> Publication:
    """Build a publication from its row."""
    release = Release(row.name, row.version, row.hash)
    written = row.written_at is not None
    return Publication(row.id, release, row.published_at, row.by, row.why, written, row.assessments)


def publish(connection: Connection, new: Publishing, now: datetime) -> int:
    """Publish a release and return its number, or 0, writing nothing, if the state has changed since it was seen.

    The draft is deleted if it is what was published. Raises VersionTakenError.
    """
    workbench = drafts.load(connection)
    if latest_number(connection) != new.after or new.revision not in (None, workbench.revision):
        return 0
    values = {
        "rulebook_id": rulebooks.keep(connection, new.kept, now),
        "published_at": now,
        "by": new.by,
        "why": new.why,
        "replaces": list(new.replaces),
    }
    key = connection.execute(publication.insert().values(values)).inserted_primary_key
    if workbench.draft is not None and workbench.draft.files == new.kept[1:]:
        drafts.end(connection, workbench)
    return int(key[0]) if key else 0


def unfinished(connection: Connection) -> Unfinished | None:
    """Load the current release if its files have not been written yet."""
    row = connection.execute(
        select(publication.c.written_at, publication.c.replaces, rulebook)
        .join(rulebook, publication.c.rulebook_id == rulebook.c.id)
        .order_by(publication.c.id.desc())
        .limit(1)
    ).first()
    if row is None or row.written_at is not None:
        return None
    kept = Kept(Release(row.name, row.version, row.hash), row.readiness, row.evidence)
    return Unfinished(kept, (row.replaces[0], row.replaces[1]))


def note_written(connection: Connection, now: datetime) -> None:
    """Record that the files of the current release are written."""
    connection.execute(publication.update().where(publication.c.id == latest_number(connection)).values(written_at=now))
