"""Store the answers of an assessment, and drafts of pages that were left unfinished."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select, union_all

from assess.core.model.assessment import Answer, Answers
from assess.core.model.rulebook import Renames
from assess.storage.conditional import RowValues, insert_row, replace_row
from assess.storage.records import AnswerConflictError, AnswerKey, compute_etag
from assess.storage.tables import answer, draft

ANSWER_COLUMNS = (
    answer.c.option,
    answer.c.dont_know,
    answer.c.does_not_apply,
    answer.c.note,
    answer.c.evidence,
    answer.c.by,
)


def load_answers(connection: Connection, assessment_id: int) -> Answers:
    """Load the answers of an assessment by question id."""
    rows = connection.execute(select(answer.c.question, *ANSWER_COLUMNS).where(answer.c.assessment_id == assessment_id))
    return {row.question: Answer(*row[1:]) for row in rows}


def _load_answer(connection: Connection, key: AnswerKey) -> Answer:
    """Load one answer, which is empty if nobody has answered the question."""
    row = connection.execute(select(*ANSWER_COLUMNS).where(_matches_answer(key))).first()
    return Answer(*row) if row else Answer()


def _matches_answer(key: AnswerKey) -> Any:
    """Build the condition that matches one answer."""
    return and_(answer.c.assessment_id == key.assessment_id, answer.c.question == key.page)


def save_answer(connection: Connection, key: AnswerKey, new: Answer, etag: str | None, now: datetime) -> None:
    """Save an answer; raises AnswerConflictError if it has been saved since the ETag `etag` was computed."""
    current = _load_answer(connection, key)
    if etag is not None and compute_etag(current) != etag and current != new:
        raise AnswerConflictError(current)
    row_key = {"assessment_id": key.assessment_id, "question": key.page}
    written = replace_row(connection, answer, row_key, _build_values(current), _build_values(new), changed_at=now)
    if not written:
        raise AnswerConflictError(_load_answer(connection, key))
    delete_page_draft(connection, key)


def _build_values(given: Answer) -> RowValues | None:
    """Return the column values of an answer, or None for an empty one, which has no row."""
    return None if given == Answer() else {column.name: getattr(given, column.name) for column in ANSWER_COLUMNS}


def insert_answers(connection: Connection, assessment_id: int, answers: Answers, now: datetime) -> None:
    """Insert answers."""
    rows = [
        {"assessment_id": assessment_id, "question": question, **values, "changed_at": now}
        for question, given in answers.items()
        if (values := _build_values(given))
    ]
    if rows:
        connection.execute(answer.insert(), rows)


def rename_answers(connection: Connection, assessment_id: int, renames: Renames) -> None:
    """Store answers and page drafts under the present ids of questions and options.

    Nothing is renamed to the id of a question that has an answer or a draft already.
    """
    for table, key in ((answer, answer.c.question), (draft, draft.c.page)):
        rows = table.update().where(table.c.assessment_id == assessment_id)
        stored = set(connection.scalars(select(key).where(table.c.assessment_id == assessment_id)))
        for old, new in renames.questions.items():
            if old in stored and new not in stored:
                connection.execute(rows.where(key == old).values({key.name: new}))
                stored.add(new)
    rows = answer.update().where(answer.c.assessment_id == assessment_id)
    for (question, old), new in renames.options.items():
        connection.execute(rows.where(answer.c.question == question, answer.c.option == old).values(option=new))


def list_draft_pages(connection: Connection, assessment_id: int) -> frozenset[str]:
    """List the pages of an assessment that hold a draft."""
    return frozenset(connection.scalars(select(draft.c.page).where(draft.c.assessment_id == assessment_id)))


def load_last_page(connection: Connection, assessment_id: int) -> str:
    """Return the page that was saved last, finished or not; empty if there is none or several were saved at once."""
    saved = (
        select(table.c[page].label("page"), table.c.changed_at).where(table.c.assessment_id == assessment_id)
        for table, page in ((answer, "question"), (draft, "page"))
    )
    pages = union_all(*saved).subquery()
    rows = connection.execute(select(pages).order_by(pages.c.changed_at.desc()).limit(2)).all()
    is_single = len({row.changed_at for row in rows}) == len(rows)
    return str(rows[0].page) if rows and is_single else ""


def load_page_draft(connection: Connection, key: AnswerKey) -> Mapping[str, str]:
    """Load the form data of a page that was left with mistakes; empty if there is no draft."""
    return connection.scalar(select(draft.c.typed).where(_matches_page_draft(key))) or {}


def save_page_draft(connection: Connection, key: AnswerKey, form_data: Mapping[str, str], now: datetime) -> None:
    """Save the form data of a page, mistakes included, in place of an earlier draft of the page."""
    values = {"typed": dict(form_data), "changed_at": now}
    update = draft.update().where(_matches_page_draft(key)).values(values)
    if connection.execute(update).rowcount:
        return
    row = {"assessment_id": key.assessment_id, "page": key.page, **values}
    if not insert_row(connection, draft, row):  # somebody else has saved the first draft in the meantime
        connection.execute(update)


def delete_page_draft(connection: Connection, key: AnswerKey) -> None:
    """Delete the draft of a page."""
    connection.execute(draft.delete().where(_matches_page_draft(key)))


def _matches_page_draft(key: AnswerKey) -> Any:
    """Build the condition that matches one page draft."""
    return and_(draft.c.assessment_id == key.assessment_id, draft.c.page == key.page)


def copy_pages(connection: Connection, assessment_id: int, copy_id: int, now: datetime) -> None:
    """Copy the answers and the page drafts of an assessment into a new one."""
    insert_answers(connection, copy_id, load_answers(connection, assessment_id), now)
    for page in list_draft_pages(connection, assessment_id):
        save_page_draft(
            connection, AnswerKey(copy_id, page), load_page_draft(connection, AnswerKey(assessment_id, page)), now
        )
