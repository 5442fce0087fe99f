"""List, create, open, rename, copy, download and delete assessments."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import MAX_NAME_LENGTH, Assessment
from assess.core.model.plan import carry_forward
from assess.core.model.text import clean_text
from assess.core.syntax.problems import Problem
from assess.report.content.text import capitalise_first, format_count, format_date, format_datetime, pluralise
from assess.report.readers import describe_version_difference, explain_unreadable, get_suffix, read_answers
from assess.storage.records import (
    ASSESSMENT_ORDERS,
    AssessmentListFilter,
    AssessmentNames,
    AssessmentRecord,
    OpenedBeforeError,
    PageSlice,
    TextLimitError,
)
from assess.verification.subprocess_check import BusyError
from assess.web.assessments.rows import ORDER_LABELS, build_assessment_rows, describe_list, describe_rest
from assess.web.components.widgets import sanitise
from assess.web.context import get_assessment, services
from assess.web.questionnaire.forms import NamesForm
from assess.web.results.verify import BUSY, create_from_report, run_verification
from assess.web.shared.downloads import make_attachment, make_file_stem
from assess.web.shared.messages import flash_undoable_deletion
from assess.web.shared.pagination import Pagination, parse_page_number
from assess.web.shared.text import quote_names

bp = Blueprint("assessments", __name__)
_LIST_TITLE = "Your assessments"
_MAX_PROBLEMS = 50
_PAGE_SIZE = 50
"""Number of assessments on a page of the list."""
_DEFAULT_ORDER = AssessmentListFilter().order
_MAX_SEARCH_LENGTH = 200
_SERVICE_ID = re.compile("[1-9][0-9]{0,17}", re.ASCII)
"""Matches the id of a service, within the range of a database integer."""
_AGAIN = "again"
"""The field that opens a file although it was opened before."""
_OPEN_AGAIN = "To have it twice, choose the file again and select “Open it as another assessment”"
ViewResponse = AnyResponse | tuple[str, int] | str


@bp.get("/assessments")
def list_assessments() -> ViewResponse:
    """List the assessments, one page at a time."""
    criteria, page = _parse_criteria(), parse_page_number(request.args.get("page", ""))
    args = _get_list_args(criteria)
    if criteria.order == "stage":
        services().refresher.refresh()
    listed = services().store.list_assessments(criteria, PageSlice((page - 1) * _PAGE_SIZE, _PAGE_SIZE))
    pages = Pagination(page, _PAGE_SIZE, listed.total)
    if page > pages.last:
        address = url_for("assessments.list_assessments")
        return redirect(f"{address}?{urlencode(args | {'page': str(pages.last)})}", 303)
    latest = () if args or page > 1 else listed.entries[:1]
    summaries = services().refresher.load_summaries([entry.id for entry in listed.entries])
    return render_template(
        "pages/assessments/list.html",
        rows=build_assessment_rows(listed.entries, summaries),
        latest=[(entry, describe_rest(summaries[entry.id])) for entry in latest if entry.id in summaries],
        summary=describe_list(pages, criteria.order, criteria.text),
        pagination=pages,
        criteria=criteria,
        args=args,
        orders=ORDER_LABELS,
        data_folder=services().settings.data,
    )


def _parse_criteria() -> AssessmentListFilter:
    """Return what the query string asks for; an unknown order is ignored."""
    order = request.args.get("order", _DEFAULT_ORDER)
    text = clean_text(request.args.get("find"))[:_MAX_SEARCH_LENGTH]
    return AssessmentListFilter(text, order if order in ASSESSMENT_ORDERS else _DEFAULT_ORDER)


def _get_list_args(criteria: AssessmentListFilter) -> dict[str, str]:
    """Return the query string arguments of a list, without default values."""
    args = {"find": criteria.text, "order": "" if criteria.order == _DEFAULT_ORDER else criteria.order}
    return {key: value for key, value in args.items() if value}


@bp.get("/assessments/<int:number>/manage")
def manage(number: int) -> str:
    """Show what can be done with an assessment as a whole."""
    record = services().store.load_assessment(number)
    return render_template("pages/assessments/manage.html", record=record, back=_build_list_link())


@bp.get("/assessments/new")
def new() -> str:
    """Show the form for a new assessment, with the names filled in for a service that already has one."""
    names = _suggest_names(request.args.get("service", ""))
    return _render_names_page(NamesForm(data=names), "Begin an assessment", "Save and continue", _build_list_link())


@bp.post("/assessments/new")
def create() -> ViewResponse:
    """Create an assessment and redirect to its profile."""
    form = NamesForm(request.form)
    if not form.validate():
        return _render_names_page(form, "Begin an assessment", "Save and continue", _build_list_link()), 422
    names = _read_names(form)
    earlier = services().store.load_latest_assessment(names.council, names.service)
    plan = carry_forward(earlier.assessment.plan, earlier.name) if earlier else {}
    assessment = Assessment(names.council, names.service, plan=plan)
    number = services().store.create_assessment(names.name, assessment, services().rulebooks.get_current_stored())
    if earlier and plan:
        flash(_describe_carried_actions(len(plan), earlier.name))
    return redirect(url_for("profile.show", number=number), 303)


def _describe_carried_actions(count: int, name: str) -> str:
    """Describe which actions were carried over from an earlier assessment, and how to remove them."""
    actions = (
        f"{capitalise_first(format_count(count, 'action'))} "
        f"{pluralise(count, 'was', 'were')} carried over from “{name}”"
    )
    kept = "Anything unfinished keeps who is responsible and the date"
    return f"{actions}. {kept}. You can remove it again in the action plan."


def _suggest_names(service: str) -> dict[str, str]:
    """Return the initial names: those of a listed service, or the council's own name."""
    found = services().store.load_service(int(service)) if _SERVICE_ID.fullmatch(service) else None
    if found is None:
        own = services().settings.council
        return {"council": own.name if own.is_named else "", "service": "", "name": "First assessment"}
    name = f"Assessment {found.assessments + 1}"
    return {"council": found.council, "service": found.service, "name": name}


@bp.get("/assessments/<int:number>/rename")
def rename(number: int) -> str:
    """Show the form that renames an assessment."""
    record = services().store.load_assessment(number)
    names = {"council": record.assessment.council, "service": record.assessment.service, "name": record.name}
    return _render_names_page(NamesForm(data=names), "Rename this assessment", "Save", _build_task_list_link(record))


@bp.post("/assessments/<int:number>/rename")
def save_names(number: int) -> ViewResponse:
    """Save the names of an assessment."""
    form = NamesForm(request.form)
    if not form.validate():
        back = _build_task_list_link(services().store.load_assessment(number))
        return _render_names_page(form, "Rename this assessment", "Save", back), 422
    services().store.rename_assessment(number, _read_names(form))
    flash("The assessment has been renamed.")
    return redirect(url_for("assessments.list_assessments"), 303)


@bp.post("/assessments/<int:number>/copy")
def copy(number: int) -> ViewResponse:
    """Copy an assessment with all its answers."""
    name = f"Copy of {services().store.load_assessment(number).name}"[:MAX_NAME_LENGTH]
    services().store.copy_assessment(number, name)
    flash(f"“{name}” has been created.")
    return redirect(url_for("assessments.list_assessments"), 303)


@bp.get("/assessments/<int:number>/delete")
def delete(number: int) -> str:
    """Ask for confirmation before an assessment is deleted."""
    record = services().store.load_assessment(number)
    return render_template("pages/assessments/delete.html", record=record, back=_build_task_list_link(record))


@bp.post("/assessments/<int:number>/delete")
def delete_now(number: int) -> ViewResponse:
    """Delete an assessment with all its answers, which can be undone for 30 days."""
    deleted = services().store.delete_assessment(number)
    services().renderer.evict(number)
    until = format_datetime(deleted.kept_until)
    flash_undoable_deletion(f"“{deleted.name}” has been deleted. You can undo this until {until}.", number)
    return redirect(url_for("assessments.list_assessments"), 303)


@bp.get("/assessments/<int:number>/answers.yaml")
def download(number: int) -> Response:
    """Download the answers that the rulebook still has, as a file that can be opened again."""
    assessment = get_assessment(number)
    stored = assessment.record.assessment
    applicable = replace(stored, profile=assessment.profile, answers=assessment.answers, plan=assessment.plan)
    return make_attachment(dump_assessment(applicable), make_file_stem(stored.service, assessment.record.name), ".yaml")


@bp.get("/assessments/open")
def open_file() -> str:
    """Show the form that uploads a file of answers."""
    return _render_open_page()


@bp.post("/assessments/open")
def import_file() -> ViewResponse:
    """Create an assessment from an uploaded file of answers, or list what is wrong with the file."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _render_open_page(mistakes=("Choose a file of answers",)), 422
    try:
        return _open_upload(upload.filename, upload.read())
    except BusyError:
        return _render_open_page(mistakes=(BUSY,)), 503
    except TextLimitError as error:
        return _render_open_page(mistakes=(str(error),)), 422
    except OpenedBeforeError as error:
        return _render_opened_before(error.number), 422


def _open_upload(file: str, content: bytes) -> ViewResponse:
    """Create an assessment from a file with this name, or list what is wrong with it.

    Raises BusyError, TextLimitError and OpenedBeforeError.
    """
    again = _AGAIN in request.form
    if get_suffix(file) == ".pdf":
        report = run_verification(content)
        return (_render_open_page(report.refused), 422) if report.refused else create_from_report(report, again=again)
    if explain_unreadable(file):
        return _render_open_page(mistakes=(explain_unreadable(file),)), 422
    rulebook = services().rulebooks.get_current()
    loaded = read_answers(content, rulebook, file, whole=False)
    if isinstance(loaded, tuple):
        return _render_open_page(problems=loaded), 422
    name, stored = _build_import_name(datetime.now()), services().rulebooks.get_current_stored()
    number = services().store.open_assessment(name, loaded, stored, again=again)
    version_note = describe_version_difference(loaded, rulebook)
    flash(f"The file has been added to your assessments. {version_note}".rstrip())
    return redirect(url_for("task_list.show", number=number), 303)


def _build_import_name(now: datetime) -> str:
    """Build the name of an assessment from a file, with the time, so that two of one day can be told apart."""
    return f"Opened from a file, {format_date(now.date())}, {now:%H:%M}"


def _render_open_page(mistakes: tuple[str, ...] = (), problems: tuple[Problem, ...] = ()) -> str:
    """Render the upload form, with what is wrong with the file that was sent."""
    errors = [(quote_names(text), "#file") for text in mistakes]
    errors += [
        (f"Line {problem.line}: {quote_names(problem.message)}", "#file") for problem in problems[:_MAX_PROBLEMS]
    ]
    return _render_upload_form(errors, more_problems=max(0, len(problems) - _MAX_PROBLEMS))


def _render_opened_before(number: int) -> str:
    """Render the upload form, with a link to the assessment that was opened from the same file before."""
    record = services().store.load_assessment(number)
    named = f"“{record.name}” of {record.assessment.service}, {record.assessment.council}"
    where = (f"This file was opened before: it is {sanitise(named)}", url_for("task_list.show", number=number))
    return _render_upload_form([where, (_OPEN_AGAIN, f"#{_AGAIN}")], is_opened_before=True)


def _render_upload_form(
    errors: list[tuple[str, str]], *, more_problems: int = 0, is_opened_before: bool = False
) -> str:
    """Render the upload form with errors, and with the choice to open the same file again if it was opened before."""
    return render_template(
        "pages/assessments/open.html",
        errors=errors,
        more_problems=more_problems,
        is_opened_before=is_opened_before,
        version=services().rulebooks.get_current().version,
        back=_build_list_link(),
    )


def _render_names_page(form: NamesForm, title: str, button: str, back: tuple[str, str]) -> str:
    """Render the form of names."""
    errors = [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]
    return render_template(
        "pages/assessments/names.html", form=form, title=title, button=button, back=back, errors=errors
    )


def _read_names(form: NamesForm) -> AssessmentNames:
    """Return the names in a valid form."""
    return AssessmentNames(str(form.council.data), str(form.service.data), str(form.name.data))


def _build_list_link() -> tuple[str, str]:
    """Return the back link to the list of assessments."""
    return _LIST_TITLE, url_for("assessments.list_assessments")


def _build_task_list_link(record: AssessmentRecord) -> tuple[str, str]:
    """Return the back link to the task list of an assessment."""
    return record.assessment.service, url_for("task_list.show", number=record.id)
