"""Store the answers of an assessment, and drafts of pages that were left unfinished."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from assess.core.model.assessment import Answer, Answers
from assess.storage.records import AnswerClash, Place, fingerprint
from assess.storage.tables import answer, draft

FIELDS = (
    answer.c.option,
    answer.c.dont_know,
    answer.c.does_not_apply,
    answer.c.note,
    answer.c.evidence,
    answer.c.by,
)


def load_answers(connection: Connection, assessment: int) -> Answers:
    """Load the answers of an assessment by question id."""
    rows = connection.execute(select(answer.c.question, *FIELDS).where(answer.c.assessment_id == assessment))
    return {row.question: Answer(*row[1:]) for row in rows}


def load_answer(connection: Connection, place: Place) -> Answer:
    """Load one answer, which is empty if nobody has answered the question."""
    row = connection.execute(select(*FIELDS).where(is_answer(place))).first()
    return Answer(*row) if row else Answer()


def is_answer(place: Place) -> Any:
    """Build the condition that matches one answer."""
    return and_(answer.c.assessment_id == place.assessment, answer.c.question == place.page)


def save(connection: Connection, place: Place, new: Answer, seen: str | None, now: datetime) -> AnswerClash | None:
    """Save an answer, or return the conflict if it has been saved since the ETag `etag` was computed."""
    theirs = load_answer(connection, place)
    if seen is not None and fingerprint(theirs) != seen and theirs != new:
        return AnswerClash(theirs)
    connection.execute(answer.delete().where(is_answer(place)))
    if new != Answer():
        write(connection, place.assessment, {place.page: new}, now)
    drop_draft(connection, place)
    return None


def write(connection: Connection, assessment: int, answers: Answers, now: datetime) -> None:
    """Insert answers."""
    rows = [
        {
            "assessment_id": assessment,
            "question": question,
            "option": said.option,
            "dont_know": said.dont_know,
            "does_not_apply": said.does_not_apply,
            "note": said.note,
            "evidence": said.evidence,
            "by": said.by,
            "changed_at": now,
        }
        for question, said in answers.items()
    ]
    if rows:
        connection.execute(answer.insert(), rows)


def unfinished(connection: Connection, assessment: int) -> frozenset[str]:
    """List the pages of an assessment that hold a draft."""
    return frozenset(connection.scalars(select(draft.c.page).where(draft.c.assessment_id == assessment)))


def load_draft(connection: Connection, place: Place) -> Mapping[str, str]:
    """Load the form data of a page that was left with mistakes; empty if there is no draft."""
    return connection.scalar(select(draft.c.typed).where(is_draft(place))) or {}


def save_draft(connection: Connection, place: Place, typed: Mapping[str, str], now: datetime) -> None:
    """Save the form data of a page, mistakes included."""
    drop_draft(connection, place)
    row = {"assessment_id": place.assessment, "page": place.page, "typed": dict(typed), "changed_at": now}
    connection.execute(draft.insert().values(row))


def drop_draft(connection: Connection, place: Place) -> None:
    """Delete the draft of a page."""
    connection.execute(draft.delete().where(is_draft(place)))


def is_draft(place: Place) -> Any:
    """Build the condition that matches one page draft."""
    return and_(draft.c.assessment_id == place.assessment, draft.c.page == place.page)


def copy_pages(connection: Connection, assessment: int, into: int, now: datetime) -> None:
    """Copy the answers and the page drafts of an assessment into a new one."""
    write(connection, into, load_answers(connection, assessment), now)
    for page in unfinished(connection, assessment):
        save_draft(connection, Place(into, page), load_draft(connection, Place(assessment, page)), now)
