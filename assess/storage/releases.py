"""Store which release was published when, by whom and why; the latest is current."""

from datetime import datetime

from sqlalchemy import Connection, Row, func, literal, select

from assess.storage import drafts, rulebooks
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import MeantChange, NewPublication, OutdatedError, PendingFiles, Publication
from assess.storage.tables import assessment, publication, rulebook

_ASSESSMENT_COUNT = select(func.count()).where(assessment.c.rulebook_id == rulebook.c.id).scalar_subquery()
_SELECT_PUBLICATIONS = (
    select(publication, rulebook.c.name, rulebook.c.version, rulebook.c.hash, _ASSESSMENT_COUNT.label("assessments"))
    .join(rulebook, publication.c.rulebook_id == rulebook.c.id)
    .order_by(publication.c.id.desc())
)
_SELECT_LATEST_NUMBER = select(func.coalesce(func.max(publication.c.id), 0))


def load_latest_number(connection: Connection) -> int:
    """Return the number of the latest publication, or 0 if nothing is published."""
    return int(connection.execute(_SELECT_LATEST_NUMBER).scalar_one())


def list_publications(connection: Connection) -> tuple[Publication, ...]:
    """List all publications, the latest first."""
    return tuple(_build_publication(row) for row in connection.execute(_SELECT_PUBLICATIONS))


def load_latest_publication(connection: Connection) -> Publication | None:
    """Load the latest publication, or return None if nothing is published."""
    row = connection.execute(_SELECT_PUBLICATIONS.limit(1)).first()
    return None if row is None else _build_publication(row)


def _build_publication(row: Row[*tuple[object, ...]]) -> Publication:
    """Build a publication from its row."""
    release = Release(row.name, row.version, row.hash)
    written = row.written_at is not None
    meant = tuple(MeantChange(*each) for each in row.meant)
    return Publication(row.id, release, row.published_at, row.by, row.why, written, row.assessments, meant)


def publish(connection: Connection, new: NewPublication, now: datetime) -> int:
    """Publish a release and return its number.

    The draft is deleted if it is what was published. Raises VersionTakenError, and OutdatedError if another release was
    published, or the draft was changed, since they were seen; the transaction must then be rolled back.
    """
    state = drafts.load_draft_state(connection)
    revision = state.revision if new.revision is None else new.revision
    if load_latest_number(connection) != new.latest_seen:
        raise OutdatedError  # said before the version is found to be taken by that release
    _insert_publication(connection, new, now)
    if state.draft is not None and state.draft.files == (new.submitted or new.stored[1:]):
        if not drafts.clear_draft(connection, revision):
            raise OutdatedError
    elif revision != state.revision:
        raise OutdatedError
    return load_latest_number(connection)


def _insert_publication(connection: Connection, new: NewPublication, now: datetime) -> None:
    """Insert a publication if the latest one is still the one that was seen; raises OutdatedError."""
    values = {
        publication.c.rulebook_id: rulebooks.store_rulebook(connection, new.stored, now),
        publication.c.published_at: now,
        publication.c.by: new.by,
        publication.c.why: new.why,
        publication.c.replaces: list(new.replaces),
        publication.c.meant: [list(each) for each in new.meant],
    }
    row = select(*(literal(value, column.type) for column, value in values.items()))
    is_latest = _SELECT_LATEST_NUMBER.scalar_subquery() == new.latest_seen
    statement = publication.insert().from_select(list(values), row.where(is_latest))
    if not connection.execute(statement).rowcount:
        raise OutdatedError


def load_pending_files(connection: Connection) -> PendingFiles | None:
    """Load the current release if its files have not been written yet."""
    row = connection.execute(
        select(publication.c.written_at, publication.c.replaces, rulebook)
        .join(rulebook, publication.c.rulebook_id == rulebook.c.id)
        .order_by(publication.c.id.desc())
        .limit(1)
    ).first()
    if row is None or row.written_at is not None:
        return None
    stored = StoredRulebook(Release(row.name, row.version, row.hash), row.readiness, row.evidence)
    return PendingFiles(stored, (row.replaces[0], row.replaces[1]))


def mark_written(connection: Connection, now: datetime) -> None:
    """Record that the files of the current release are written."""
    connection.execute(
        publication.update().where(publication.c.id == load_latest_number(connection)).values(written_at=now)
    )
