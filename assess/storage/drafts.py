"""Store the one draft of the rules, and which files on disk were last imported or ignored."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, select

from assess.storage.release_records import Change, Draft, Earlier, Files, Workbench
from assess.storage.tables import rules_draft

NO_DRAFT: Mapping[str, object] = {
    "readiness": None,
    "evidence": None,
    "begun_from": None,
    "changed_at": None,
    "whole": False,
}
NO_EARLIER: Mapping[str, object] = {
    "earlier_readiness": None,
    "earlier_evidence": None,
    "earlier_begun_from": None,
    "earlier_changed_at": None,
}


def load(connection: Connection) -> Workbench:
    """Load the state of the draft."""
    row = connection.execute(select(rules_draft)).one()
    held = row.readiness is not None
    draft = Draft(Files(row.readiness, row.evidence), row.begun_from, row.changed_at, row.whole) if held else None
    return Workbench(row.revision, draft, row.disk_seen, row.disk_taken, earlier(row))


def earlier(row: Row[*tuple[object, ...]]) -> Draft | None:
    """Build the previous draft from the row, if there is one."""
    if row.earlier_readiness is None:
        return None
    files = Files(row.earlier_readiness, row.earlier_evidence)
    return Draft(files, row.earlier_begun_from, row.earlier_changed_at)


def change(connection: Connection, wanted: Change, now: datetime) -> Workbench | None:
    """Change the draft, or return its current state if the revision is outdated."""
    workbench = load(connection)
    if workbench.revision != wanted.revision:
        return workbench
    files, begun_from = wanted.files, wanted.begun_from
    held = files and {**files._asdict(), "begun_from": begun_from, "changed_at": now, "whole": wanted.whole}
    write(connection, workbench, {**(held or NO_DRAFT), **earlier_after(workbench.draft, wanted)})
    if wanted.disk_seen is not None:
        see_disk(connection, wanted.disk_seen, taken=wanted.disk_taken)
    return None


def earlier_after(draft: Draft | None, wanted: Change) -> Mapping[str, object]:
    """Return the column values that a change sets for the previous draft; empty to leave it."""
    if wanted.earlier is Earlier.STAYS:
        return {}
    if wanted.earlier is Earlier.GONE or draft is None:
        return NO_EARLIER
    return {
        "earlier_readiness": draft.files.readiness,
        "earlier_evidence": draft.files.evidence,
        "earlier_begun_from": draft.begun_from,
        "earlier_changed_at": draft.changed_at,
    }


def end(connection: Connection, workbench: Workbench) -> None:
    """Delete the draft and the previous draft, and forget which files on disk were imported or ignored."""
    write(connection, workbench, {**NO_DRAFT, **NO_EARLIER})
    see_disk(connection, "", taken=False)


def see_disk(connection: Connection, fingerprint: str, *, taken: bool) -> None:
    """Record which files on disk were imported or ignored."""
    connection.execute(rules_draft.update().values(disk_seen=fingerprint, disk_taken=taken))


def write(connection: Connection, workbench: Workbench, values: Mapping[str, object]) -> None:
    """Update the row of the draft and increment its revision."""
    connection.execute(rules_draft.update().values({**values, "revision": workbench.revision + 1}))
