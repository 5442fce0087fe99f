"""Add a stored assessment to the draft as a worked example: its facts and answers, without names and notes."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.yaml_edit.edits import Edit
from assess.core.yaml_edit.examples import new_example
from assess.storage.records import Record
from assess.web.components.fields import Given, words
from assess.web.context import site
from assess.web.rules_editor.draft import Working, working
from assess.web.rules_editor.save import Unsaved, save
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared.form_state import NOT_OURS
from assess.web.shared.text import plain, quoted

area = Blueprint("assessment_examples", __name__)
TAKEN = "Another worked example has this name. Enter another"
NOT_NOW = "The draft has problems that keep its rules from being tried. Mend them first, then come back"


class NameForm(Form):
    """The form for the name of a worked example."""

    name = words(
        "The example’s name",
        "What does it show?",
        300,
        Given("Enter what the example shows"),
        hint={"text": "A short sentence that does not name the council or the service."},
    )


@area.get("/assessments/<int:number>/example")
def show(number: int) -> str:
    """Show the form that asks for the name of the worked example."""
    record = site().store.load(number)
    now = working()
    return page(record, now, NameForm(data={"name": name_for(now.rulebook or now.in_force.rulebook, record)}))


@looks_itself
@area.post("/assessments/<int:number>/example")
def add(number: int) -> Response | tuple[str, int]:
    """Add the worked example to the draft."""
    record, form = site().store.load(number), NameForm(request.form)
    if not form_is_ours():
        return page(record, working(), form, NOT_OURS), 422
    if not form.validate():
        return page(record, working(), form), 422
    name = str(form.name.data)
    saved = save(lambda now: adding(now, record, name))
    if isinstance(saved, Unsaved):
        return page(record, saved.working, form, wrong(saved)), 422
    flash("The worked example was added to the draft.")
    return redirect(url_for("examples.show"), 303)


def adding(now: Working, record: Record, name: str) -> Iterable[Edit] | None:
    """Return the edit that adds the example; None if the draft's rules cannot be loaded or the name is taken."""
    rulebook = now.rulebook
    if rulebook is None or any(each.name == name for each in rulebook.rules.examples):
        return None
    return (new_example(rulebook, name, record.assessment.profile, record.assessment.answers),)


def wrong(unsaved: Unsaved) -> str:
    """Return the error message that says why the example was not added."""
    if unsaved.problems:
        return quoted(unsaved.problems[0].sentence)
    return NOT_NOW if unsaved.working.rulebook is None else TAKEN


def name_for(rulebook: Rulebook, record: Record) -> str:
    """Suggest a name that identifies nobody: the number of the example and the stage of the service."""
    stage = rulebook.stages.get(str(record.assessment.profile.get(STAGE)))
    far = f": {plain(stage.text)[:1].lower()}{plain(stage.text)[1:]}" if stage else ""
    return f"Example {len(rulebook.rules.examples) + 1}, from an assessment{far}"


def page(record: Record, now: Working, form: NameForm, above: str = "") -> str:
    """Render the page with the form."""
    errors = [(above, "#name")] if above else [(str(error), "#name") for error in form.name.errors]
    return render_template(
        "pages/rules-editor/example.html",
        record=record,
        working=now,
        form=form,
        errors=errors,
        back=(record.assessment.service, url_for("tasks.show", number=record.id)),
    )
