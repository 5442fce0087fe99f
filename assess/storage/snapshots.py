"""Store the facts and answers that a report was made from, so that later answers can be compared with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select

from assess.core.model.assessment import Answer, Answers
from assess.storage import rulebooks
from assess.storage.records import AssessmentRecord, NotFoundError, Release, Snapshot
from assess.storage.tables import assessment, rulebook, snapshot

MAX_SNAPSHOTS = 20
"""The number of snapshots of an assessment; the oldest are deleted."""
_OPTION, _DONT_KNOW, _DOES_NOT_APPLY = "option", "dont_know", "does_not_apply"
_SELECT_SNAPSHOT = select(snapshot, rulebook.c.name, rulebook.c.version, rulebook.c.hash).join(
    rulebook, snapshot.c.rulebook_id == rulebook.c.id
)


def save_snapshot(connection: Connection, record: AssessmentRecord, now: datetime) -> None:
    """Save the facts and answers of an assessment without its notes; raises NotFoundError if it is deleted.

    If they are those of the latest snapshot, only its time is renewed.
    """
    number = record.id
    if connection.scalar(select(assessment.c.id).where(assessment.c.id == number)) is None:
        raise NotFoundError(number)
    values = {
        "rulebook_id": rulebooks.find_rulebook_id(connection, record.release),
        "profile": dict(record.assessment.profile),
        "answers": _dump_answers(record.assessment.answers),
    }
    latest = connection.execute(_select_of(number).limit(1)).first()
    if latest is not None and all(latest._mapping[name] == value for name, value in values.items()):
        connection.execute(snapshot.update().where(snapshot.c.id == latest.id).values(taken_at=now))
        return
    connection.execute(snapshot.insert().values(assessment_id=number, taken_at=now, **values))
    kept = select(snapshot.c.id).where(snapshot.c.assessment_id == number).order_by(snapshot.c.id.desc())
    numbers = list(connection.scalars(kept.offset(MAX_SNAPSHOTS).limit(MAX_SNAPSHOTS)))
    connection.execute(delete(snapshot).where(snapshot.c.id.in_(numbers)))


def list_snapshots(connection: Connection, number: int) -> tuple[Snapshot, ...]:
    """List the snapshots of an assessment, the latest first."""
    return tuple(map(_build_snapshot, connection.execute(_select_of(number))))


def _select_of(number: int) -> Select[Any]:
    """Build the statement that selects the snapshots of an assessment, the latest first."""
    return _SELECT_SNAPSHOT.where(snapshot.c.assessment_id == number).order_by(snapshot.c.id.desc())


def _build_snapshot(row: Row[Any]) -> Snapshot:
    """Build a snapshot from its row."""
    release = Release(row.name, row.version, row.hash)
    return Snapshot(row.id, row.taken_at, release, row.profile, _load_answers(row.answers))


def _dump_answers(answers: Answers) -> dict[str, dict[str, Any]]:
    """Return the answers as JSON values, without notes and without questions that nobody has answered."""
    states = {question: _dump_state(answer) for question, answer in answers.items()}
    return {question: state for question, state in states.items() if state}


def _dump_state(answer: Answer) -> dict[str, Any]:
    """Return the answer alone as a JSON value; empty if there is none."""
    whole = {_OPTION: answer.option, _DONT_KNOW: answer.dont_know, _DOES_NOT_APPLY: answer.does_not_apply}
    return {key: value for key, value in whole.items() if value}


def _load_answers(states: Mapping[str, Mapping[str, Any]]) -> Answers:
    """Return the answers from JSON values."""
    return {question: Answer(**state) for question, state in states.items()}
