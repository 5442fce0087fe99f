"""Store assessments."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, select, true

from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.rules import STAGE
from assess.core.syntax.names import fold_name
from assess.storage import answers, plans, services
from assess.storage.records import (
    AnswerKey,
    AssessmentNames,
    AssessmentRecord,
    NotFoundError,
    ProfileChange,
    ProfileConflictError,
    Release,
    SiblingAssessment,
    compute_etag,
)
from assess.storage.tables import answer, assessment, draft, rulebook, service

_SELECT_ASSESSMENT = (
    select(
        assessment,
        service.c.council,
        service.c.name.label("service"),
        rulebook.c.name.label("rulebook"),
        rulebook.c.version,
        rulebook.c.hash,
    )
    .join(service, assessment.c.service_id == service.c.id)
    .join(rulebook, assessment.c.rulebook_id == rulebook.c.id)
)


_SELECT_WITH_ANSWER = (
    _SELECT_ASSESSMENT.add_columns(answer.c.question, *answers.ANSWER_COLUMNS, draft.c.page)
    .outerjoin(answer, and_(answer.c.assessment_id == assessment.c.id, answer.c.question == bindparam("question")))
    .outerjoin(draft, and_(draft.c.assessment_id == assessment.c.id, draft.c.page == bindparam("question")))
    .where(assessment.c.id == bindparam("number"))
)
"""An assessment with one answer and one draft in a single statement, for the page that is requested most."""


def load_assessment(connection: Connection, number: int) -> AssessmentRecord:
    """Load a complete assessment; raises NotFoundError."""
    row = connection.execute(_SELECT_ASSESSMENT.where(assessment.c.id == number)).first()
    if row is None:
        raise NotFoundError(number)
    loaded = _build_record(row, answers.load_answers(connection, number), answers.list_draft_pages(connection, number))
    return replace(loaded, assessment=replace(loaded.assessment, plan=plans.load_plan(connection, number)))


def load_with_answer(connection: Connection, key: AnswerKey) -> AssessmentRecord:
    """Load an assessment with one answer and without its plan; raises NotFoundError."""
    row = connection.execute(_SELECT_WITH_ANSWER, {"number": key.assessment_id, "question": key.page}).first()
    if row is None:
        raise NotFoundError(key.assessment_id)
    given = {} if row.question is None else {row.question: Answer(*row[-len(answers.ANSWER_COLUMNS) - 1 : -1])}
    return _build_record(row, given, frozenset() if row.page is None else frozenset((row.page,)))


def _build_record(row: Row[Any], given: Answers, unfinished: frozenset[str]) -> AssessmentRecord:
    """Build the record of an assessment from its row."""
    return AssessmentRecord(
        row.id,
        row.service_id,
        row.name,
        Assessment(row.council, row.service, row.profile, given, row.version),
        Release(row.rulebook, row.version, row.hash),
        unfinished,
        row.created_at,
        row.changed_at,
    )


def load_latest_assessment(connection: Connection, council: str, name: str) -> AssessmentRecord | None:
    """Load the newest assessment of a service, found however its names are spelled, or return None if it has none."""
    newest = (
        select(assessment.c.id)
        .join(service, assessment.c.service_id == service.c.id)
        .where(services.matches_service(council, name))
        .order_by(assessment.c.created_at.desc(), assessment.c.id.desc())
    )
    number = connection.scalar(newest.limit(1))
    return None if number is None else load_assessment(connection, number)


def list_siblings(connection: Connection, number: int, limit: int) -> tuple[SiblingAssessment, ...]:
    """List the other assessments of an assessment's service that have a stage, the newest first."""
    service_id = select(assessment.c.service_id).where(assessment.c.id == number).scalar_subquery()
    others = (
        select(assessment.c.id, assessment.c.name, assessment.c.changed_at)
        .where(assessment.c.service_id == service_id, assessment.c.id != number)
        .where(assessment.c.profile[STAGE].as_string().is_not(None))
        .order_by(assessment.c.id.desc())
        .limit(limit)
    )
    return tuple(SiblingAssessment(*row) for row in connection.execute(others))


def insert_assessment(connection: Connection, values: dict[str, object], now: datetime) -> int:
    """Insert an assessment and return its number."""
    always = {"key": fold_name(str(values["name"])), "created_at": now, "changed_at": now}
    inserted = connection.execute(assessment.insert().values(values | always))
    return int(inserted.inserted_primary_key[0]) if inserted.inserted_primary_key else 0


def find_opened(connection: Connection, fingerprint: str) -> int | None:
    """Return the number of the newest assessment that was opened from a file, or None if there is none."""
    number: int | None = connection.scalar(
        select(assessment.c.id).where(assessment.c.opened_from == fingerprint).order_by(assessment.c.id.desc()).limit(1)
    )
    return number


def set_origin(connection: Connection, number: int, fingerprint: str) -> None:
    """Note from which file an assessment was opened."""
    connection.execute(assessment.update().where(assessment.c.id == number).values(opened_from=fingerprint))


def update_assessment(connection: Connection, number: int, now: datetime, **changes: object) -> None:
    """Update an assessment and its time of change; raises NotFoundError."""
    if not _update_where(connection, number, true(), now, **changes):
        raise NotFoundError(number)


def _update_where(
    connection: Connection, number: int, condition: ColumnElement[bool], now: datetime, **changes: object
) -> bool:
    """Update an assessment and its time of change if the condition is true for it; return whether it was."""
    always = {"changed_at": now, "revision": assessment.c.revision + 1, "worked_out": None}
    statement = assessment.update().where(assessment.c.id == number, condition).values(changes | always)
    return connection.execute(statement).rowcount > 0


def rename_assessment(connection: Connection, number: int, names: AssessmentNames, now: datetime) -> None:
    """Rename an assessment, moving it to another service if necessary; raises NotFoundError."""
    old_service_id = services.find_service_id(connection, number)
    service_id = services.get_or_create_service(connection, names.council, names.service, now)
    update_assessment(connection, number, now, name=names.name, key=fold_name(names.name), service_id=service_id)
    if service_id == old_service_id:
        services.respell_service(connection, service_id, names.council, names.service)
    else:
        services.delete_if_empty(connection, old_service_id)


def copy_assessment(connection: Connection, number: int, name: str, now: datetime) -> int:
    """Copy an assessment with its answers, plan and drafts, and return the copy's number; raises NotFoundError."""
    row = connection.execute(select(assessment).where(assessment.c.id == number)).first()
    if row is None:
        raise NotFoundError(number)
    values = {"service_id": row.service_id, "rulebook_id": row.rulebook_id, "name": name, "profile": row.profile}
    copy_id = insert_assessment(connection, values, now)
    answers.copy_pages(connection, number, copy_id, now)
    plans.insert_actions(connection, copy_id, plans.load_plan(connection, number), now)
    return copy_id


def save_profile(connection: Connection, number: int, change: ProfileChange, now: datetime) -> None:
    """Change the profile; raises ProfileConflictError if the facts have been saved since their ETag was computed."""
    profile, etag, facts = change
    stored, revision = _load_profile(connection, number)
    others = {} if facts is None else {fact: value for fact, value in stored.items() if fact not in facts}
    current = {fact: value for fact, value in stored.items() if fact not in others}
    if etag is not None and compute_etag(current) != etag and current != dict(profile):
        raise ProfileConflictError(current)
    unchanged = assessment.c.revision == revision
    if not _update_where(connection, number, unchanged, now, profile=others | dict(profile)):
        raise ProfileConflictError(_load_profile(connection, number)[0])


def _load_profile(connection: Connection, number: int) -> tuple[Profile, int]:
    """Load the profile of an assessment and the assessment's revision; raises NotFoundError."""
    row = connection.execute(
        select(assessment.c.profile, assessment.c.revision).where(assessment.c.id == number)
    ).first()
    if row is None:
        raise NotFoundError(number)
    return row.profile, row.revision
