"""List, create, open, rename, copy, download and delete assessments."""

import re
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.model.assessment import Assessment
from assess.core.model.plan import carried
from assess.core.syntax.problems import Problem
from assess.report.content.text import counted, day, plural, starting
from assess.report.readers import form_of, misfit, read_answers, version_note
from assess.storage.records import Names, Record, Window
from assess.verification.subprocess_check import BusyError
from assess.web.components.fields import tidied
from assess.web.context import opened, site
from assess.web.questionnaire.forms import NamesForm
from assess.web.results.verify import BUSY, begun_from, checked
from assess.web.shared.downloads import attachment, named_after
from assess.web.shared.pagination import Pages, page_number
from assess.web.shared.text import quoted

area = Blueprint("assessments", __name__)
BACK = "Your assessments"
MOST_PROBLEMS = 50
A_PAGE = 50
"""Number of services on a page of the list."""
MOST_LETTERS = 200
SERVICE = re.compile("[1-9][0-9]{0,17}", re.ASCII)
"""Matches the id of a service, within the range of a database integer."""
Answered = AnyResponse | tuple[str, int] | str


@area.get("/assessments")
def listed() -> Answered:
    """List services with their assessments, one page at a time."""
    text = tidied(request.args.get("find"))[:MOST_LETTERS]
    page = page_number(request.args.get("page", ""))
    listings = site().store.listings(text, Window((page - 1) * A_PAGE, A_PAGE))
    pages = Pages(page, A_PAGE, listings.total)
    if page > pages.last:
        return redirect(url_for("assessments.listed", find=text or None, page=pages.last), 303)
    folder = site().settings.data
    return render_template("pages/assessments/list.html", listings=listings, pages=pages, find=text, data=folder)


@area.get("/assessments/new")
def new() -> str:
    """Show the form for a new assessment, with the names filled in for a service that already has one."""
    names = names_for_new(request.args.get("service", ""))
    return names_page(NamesForm(data=names), "Begin an assessment", "Save and continue", listing_back())


@area.post("/assessments/new")
def create() -> Answered:
    """Create an assessment and redirect to its profile."""
    form = NamesForm(request.form)
    if not form.validate():
        return names_page(form, "Begin an assessment", "Save and continue", listing_back()), 422
    names = named(form)
    earlier = site().store.latest_of(names.council, names.service)
    plan = carried(earlier.assessment.plan, earlier.name) if earlier else {}
    begun = Assessment(names.council, names.service, plan=plan)
    number = site().store.create(names.name, begun, site().rulebooks.kept_in_force())
    if earlier and plan:
        flash(carried_message(len(plan), earlier.name))
    return redirect(url_for("about.show", number=number), 303)


def carried_message(count: int, name: str) -> str:
    """Describe which actions were carried over from an earlier assessment, and how to remove them."""
    actions = f"{starting(counted(count, 'action'))} {plural(count, 'was', 'were')} carried over from “{name}”"
    return f"{actions}. What is not finished keeps its owner and date. On the action plan you can take it out again."


def names_for_new(service: str) -> dict[str, str]:
    """Return the initial names: those of a listed service, or the council's own name."""
    found = site().store.service(int(service)) if SERVICE.fullmatch(service) else None
    if found is None:
        own = site().settings.council
        return {"council": own.name if own.named else "", "service": "", "name": "First assessment"}
    name = f"Assessment {found.assessments + 1}"
    return {"council": found.council, "service": found.service, "name": name}


@area.get("/assessments/<int:number>/rename")
def rename(number: int) -> str:
    """Show the form that renames an assessment."""
    record = site().store.load(number)
    said = {"council": record.assessment.council, "service": record.assessment.service, "name": record.name}
    return names_page(NamesForm(data=said), "Rename this assessment", "Save", task_list_back(record))


@area.post("/assessments/<int:number>/rename")
def save_names(number: int) -> Answered:
    """Save the names of an assessment."""
    form = NamesForm(request.form)
    if not form.validate():
        back = task_list_back(site().store.load(number))
        return names_page(form, "Rename this assessment", "Save", back), 422
    site().store.rename(number, named(form))
    flash("The assessment was renamed.")
    return redirect(url_for("assessments.listed"), 303)


@area.post("/assessments/<int:number>/copy")
def copy(number: int) -> Answered:
    """Copy an assessment with all its answers."""
    name = f"Copy of {site().store.load(number).name}"[:200]
    site().store.copy(number, name)
    flash(f"“{name}” was made.")
    return redirect(url_for("assessments.listed"), 303)


@area.get("/assessments/<int:number>/delete")
def delete(number: int) -> str:
    """Ask for confirmation before an assessment is deleted."""
    record = site().store.load(number)
    return render_template("pages/assessments/delete.html", record=record, back=task_list_back(record))


@area.post("/assessments/<int:number>/delete")
def delete_now(number: int) -> Answered:
    """Delete an assessment with all its answers."""
    name = site().store.load(number).name
    site().store.delete(number)
    site().press.forget(number)
    flash(f"“{name}” was deleted.")
    return redirect(url_for("assessments.listed"), 303)


@area.get("/assessments/<int:number>/answers.yaml")
def download(number: int) -> Response:
    """Download the answers that the rulebook still has, as a file that can be opened again."""
    assessment = opened(number)
    kept = assessment.record.assessment
    known = replace(kept, profile=assessment.profile, answers=assessment.answers, plan=assessment.plan)
    return attachment(dump_assessment(known), named_after(kept.service, assessment.record.name), ".yaml")


@area.get("/assessments/open")
def open_file() -> str:
    """Show the form that uploads a file of answers."""
    return open_page()


@area.post("/assessments/open")
def opened_file() -> Answered:
    """Create an assessment from an uploaded file of answers, or list what is wrong with the file."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return open_page(mistakes=("Choose a file of answers",)), 422
    if form_of(sent.filename) == ".pdf":
        return opened_report(sent.read())
    if misfit(sent.filename):
        return open_page(mistakes=(misfit(sent.filename),)), 422
    rulebook = site().rulebooks.in_force()
    loaded = read_answers(sent.read(), rulebook, sent.filename, whole=False)
    if isinstance(loaded, tuple):
        return open_page(problems=loaded), 422
    number = site().store.create(opened_name(datetime.now()), loaded, site().rulebooks.kept_in_force())
    flash(f"The file was opened. It is now one of your assessments. {version_note(loaded, rulebook)}".rstrip())
    return redirect(url_for("tasks.show", number=number), 303)


def opened_report(content: bytes) -> Answered:
    """Create an assessment from an uploaded PDF report, or explain why that is not possible."""
    try:
        verdict = checked(content)
    except BusyError:
        return open_page(mistakes=(BUSY,)), 503
    return (open_page(mistakes=verdict.refused), 422) if verdict.refused else begun_from(verdict)


def opened_name(now: datetime) -> str:
    """Build the name of an assessment from a file, with the time, so that two of one day can be told apart."""
    return f"Opened from a file, {day(now.date())}, {now:%H:%M}"


def open_page(mistakes: tuple[str, ...] = (), problems: tuple[Problem, ...] = ()) -> str:
    """Render the upload form, with what is wrong with the file that was sent."""
    errors = [(quoted(text), "#file") for text in mistakes]
    errors += [(f"Line {problem.line}: {quoted(problem.sentence)}", "#file") for problem in problems[:MOST_PROBLEMS]]
    version = site().rulebooks.in_force().version
    more = max(0, len(problems) - MOST_PROBLEMS)
    return render_template(
        "pages/assessments/open.html", errors=errors, more=more, version=version, back=listing_back()
    )


def names_page(form: NamesForm, title: str, button: str, back: tuple[str, str]) -> str:
    """Render the form of names."""
    errors = [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]
    return render_template(
        "pages/assessments/names.html", form=form, title=title, button=button, back=back, errors=errors
    )


def named(form: NamesForm) -> Names:
    """Return the names in a valid form."""
    return Names(str(form.council.data), str(form.service.data), str(form.name.data))


def listing_back() -> tuple[str, str]:
    """Return the back link to the list of assessments."""
    return BACK, url_for("assessments.listed")


def task_list_back(record: Record) -> tuple[str, str]:
    """Return the back link to the task list of an assessment."""
    return record.assessment.service, url_for("tasks.show", number=record.id)
