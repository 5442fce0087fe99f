"""Store the one draft of the rules, and which files on disk were last imported or ignored."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, select

from assess.storage.release_records import (
    DraftChange,
    DraftState,
    OutdatedError,
    PreviousDraftAction,
    RulesDraft,
    RulesFiles,
)
from assess.storage.tables import rules_draft

_EMPTY_DRAFT: Mapping[str, object] = {
    "readiness": None,
    "evidence": None,
    "begun_from": None,
    "changed_at": None,
    "whole": False,
}
_EMPTY_PREVIOUS_DRAFT: Mapping[str, object] = {
    "earlier_readiness": None,
    "earlier_evidence": None,
    "earlier_begun_from": None,
    "earlier_changed_at": None,
}


def load_draft_state(connection: Connection) -> DraftState:
    """Load the state of the draft."""
    row = connection.execute(select(rules_draft)).one()
    has_draft = row.readiness is not None
    draft = (
        RulesDraft(RulesFiles(row.readiness, row.evidence), row.begun_from, row.changed_at, row.whole)
        if has_draft
        else None
    )
    return DraftState(row.revision, draft, row.disk_seen, row.disk_taken, _build_previous_draft(row))


def _build_previous_draft(row: Row[*tuple[object, ...]]) -> RulesDraft | None:
    """Build the previous draft from the row, if there is one."""
    if row.earlier_readiness is None:
        return None
    files = RulesFiles(row.earlier_readiness, row.earlier_evidence)
    return RulesDraft(files, row.earlier_begun_from, row.earlier_changed_at)


def change_draft(connection: Connection, change: DraftChange, now: datetime) -> None:
    """Change the draft; raises OutdatedError if it was changed since the revision that was seen."""
    state = load_draft_state(connection)
    files, begun_from = change.files, change.based_on
    values = files and {**files._asdict(), "begun_from": begun_from, "changed_at": now, "whole": change.unedited}
    new_values = {**(values or _EMPTY_DRAFT), **_build_previous_values(state.draft, change)}
    if not _update_draft(connection, change.revision, new_values):
        raise OutdatedError
    if change.disk_seen is not None:
        record_disk_files(connection, change.disk_seen, imported=change.disk_imported)


def _build_previous_values(draft: RulesDraft | None, change: DraftChange) -> Mapping[str, object]:
    """Return the column values that a change sets for the previous draft; empty to leave it."""
    if change.previous_action is PreviousDraftAction.KEEP:
        return {}
    if change.previous_action is PreviousDraftAction.DELETE or draft is None:
        return _EMPTY_PREVIOUS_DRAFT
    return {
        "earlier_readiness": draft.files.readiness,
        "earlier_evidence": draft.files.evidence,
        "earlier_begun_from": draft.based_on,
        "earlier_changed_at": draft.changed_at,
    }


def clear_draft(connection: Connection, revision: int) -> bool:
    """Delete the draft and the previous draft, and forget which files on disk were imported or ignored.

    Return whether the draft was still at this revision; if not, nothing is changed.
    """
    cleared = _update_draft(connection, revision, {**_EMPTY_DRAFT, **_EMPTY_PREVIOUS_DRAFT})
    if cleared:
        record_disk_files(connection, "", imported=False)
    return cleared


def record_disk_files(connection: Connection, fingerprint: str, *, imported: bool) -> None:
    """Record which files on disk were imported or ignored."""
    connection.execute(rules_draft.update().values(disk_seen=fingerprint, disk_taken=imported))


def _update_draft(connection: Connection, revision: int, values: Mapping[str, object]) -> bool:
    """Update the row of the draft and increment its revision; return whether it was at the given revision."""
    statement = rules_draft.update().where(rules_draft.c.revision == revision)
    return connection.execute(statement.values({**values, "revision": revision + 1})).rowcount > 0
