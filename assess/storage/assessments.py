"""Store assessments."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select

from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.rules import STAGE
from assess.storage import answers, plans, services
from assess.storage.records import (
    MissingError,
    Names,
    Place,
    ProfileClash,
    Record,
    Release,
    Sibling,
    fingerprint,
)
from assess.storage.tables import answer, assessment, draft, rulebook, service

WHOLE = (
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


AT_QUESTION = (
    WHOLE.add_columns(answer.c.question, *answers.FIELDS, draft.c.page)
    .outerjoin(answer, and_(answer.c.assessment_id == assessment.c.id, answer.c.question == bindparam("question")))
    .outerjoin(draft, and_(draft.c.assessment_id == assessment.c.id, draft.c.page == bindparam("question")))
    .where(assessment.c.id == bindparam("number"))
)
"""An assessment with one answer and one draft in a single statement, for the page that is requested most."""


def load(connection: Connection, number: int) -> Record:
    """Load a complete assessment; raises NotFoundError."""
    row = connection.execute(WHOLE.where(assessment.c.id == number)).first()
    if row is None:
        raise MissingError(number)
    known = record(row, answers.load_answers(connection, number), answers.unfinished(connection, number))
    return replace(known, assessment=replace(known.assessment, plan=plans.load_plan(connection, number)))


def load_question(connection: Connection, place: Place) -> Record:
    """Load an assessment with one answer and without its plan; raises NotFoundError."""
    row = connection.execute(AT_QUESTION, {"number": place.assessment, "question": place.page}).first()
    if row is None:
        raise MissingError(place.assessment)
    given = {} if row.question is None else {row.question: Answer(*row[-len(answers.FIELDS) - 1 : -1])}
    return record(row, given, frozenset() if row.page is None else frozenset((row.page,)))


def record(row: Row[Any], given: Answers, unfinished: frozenset[str]) -> Record:
    """Build the record of an assessment from its row."""
    return Record(
        row.id,
        row.service_id,
        row.name,
        Assessment(row.council, row.service, row.profile, given, row.version),
        Release(row.rulebook, row.version, row.hash),
        unfinished,
        row.created_at,
        row.changed_at,
    )


def latest_of(connection: Connection, council: str, name: str) -> Record | None:
    """Load the newest assessment of a service, found regardless of case, or return None if it has none."""
    newest = (
        select(assessment.c.id)
        .join(service, assessment.c.service_id == service.c.id)
        .where(services.is_service(council, name))
        .order_by(assessment.c.created_at.desc(), assessment.c.id.desc())
    )
    number = connection.scalar(newest.limit(1))
    return None if number is None else load(connection, number)


def siblings(connection: Connection, number: int, most: int) -> tuple[Sibling, ...]:
    """List the other assessments of an assessment's service that have a stage, the newest first."""
    service_id = select(assessment.c.service_id).where(assessment.c.id == number).scalar_subquery()
    others = (
        select(assessment.c.id, assessment.c.name, assessment.c.changed_at)
        .where(assessment.c.service_id == service_id, assessment.c.id != number)
        .where(assessment.c.profile[STAGE].as_string().is_not(None))
        .order_by(assessment.c.id.desc())
        .limit(most)
    )
    return tuple(Sibling(*row) for row in connection.execute(others))


def insert(connection: Connection, values: dict[str, object], now: datetime) -> int:
    """Insert an assessment and return its number."""
    made = connection.execute(assessment.insert().values(values | {"created_at": now, "changed_at": now}))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def touch(connection: Connection, number: int, now: datetime, **changes: object) -> None:
    """Update an assessment and its time of change; raises NotFoundError."""
    always = {"changed_at": now, "revision": assessment.c.revision + 1, "worked_out": None}
    changed = connection.execute(assessment.update().where(assessment.c.id == number).values(changes | always))
    if not changed.rowcount:
        raise MissingError(number)


def rename(connection: Connection, number: int, names: Names, now: datetime) -> None:
    """Rename an assessment, moving it to another service if necessary; raises NotFoundError."""
    before = services.of_assessment(connection, number)
    row = services.service_row(connection, names.council, names.service, now)
    touch(connection, number, now, name=names.name, service_id=row)
    services.drop_if_empty(connection, before)


def copy(connection: Connection, number: int, name: str, now: datetime) -> int:
    """Copy an assessment with its answers, plan and drafts, and return the copy's number; raises NotFoundError."""
    row = connection.execute(select(assessment).where(assessment.c.id == number)).first()
    if row is None:
        raise MissingError(number)
    values = {"service_id": row.service_id, "rulebook_id": row.rulebook_id, "name": name, "profile": row.profile}
    into = insert(connection, values, now)
    answers.copy_pages(connection, number, into, now)
    plans.write(connection, into, plans.load_plan(connection, number), now)
    return into


def delete(connection: Connection, number: int) -> None:
    """Delete an assessment with its answers and plan, and its service if that is now empty; raises NotFoundError."""
    row = services.of_assessment(connection, number)
    if not connection.execute(assessment.delete().where(assessment.c.id == number)).rowcount:
        raise MissingError(number)
    services.drop_if_empty(connection, row)


def save_profile(
    connection: Connection, number: int, profile: Profile, seen: str | None, now: datetime
) -> ProfileClash | None:
    """Save the profile, or return the conflict if it has been saved since the ETag `etag` was computed."""
    theirs: Profile | None = connection.scalar(select(assessment.c.profile).where(assessment.c.id == number))
    if theirs is None:
        raise MissingError(number)
    if seen is not None and fingerprint(theirs) != seen and theirs != dict(profile):
        return ProfileClash(theirs)
    touch(connection, number, now, profile=dict(profile))
    return None
