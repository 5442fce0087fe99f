"""Add a stored assessment to the draft as a worked example: its facts and answers, without names and notes."""

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.yaml_edit.edits import Edit
from assess.core.yaml_edit.examples import build_example
from assess.report.content.citations import strip_references
from assess.storage.records import AssessmentRecord
from assess.web.components.fields import Required, text_field
from assess.web.context import services
from assess.web.rules_editor.draft import DraftView, load_draft_view
from assess.web.rules_editor.save import SaveFailed, flash_saved, save_edits
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SESSION_ENDED
from assess.web.shared.text import quote_names

bp = Blueprint("assessment_examples", __name__)
_NAME_TAKEN = "Another worked example has this name. Enter another"
_DRAFT_BROKEN = "The draft has problems that keep its rules from being tried. Mend them first, then come back"


class ExampleNameForm(Form):
    """The form for the name of a worked example."""

    name = text_field(
        "The example’s name",
        "What does it show?",
        300,
        Required("Enter what the example shows"),
        hint={"text": "A short sentence that does not name the council or the service."},
    )


@bp.get("/assessments/<int:number>/example")
def show(number: int) -> str:
    """Show the form that asks for the name of the worked example."""
    record = services().store.load_assessment(number)
    draft = load_draft_view()
    return _render_example_page(
        record, draft, ExampleNameForm(data={"name": _suggest_name(draft.rulebook or draft.in_force.rulebook, record)})
    )


@bp.post("/assessments/<int:number>/example")
@csrf_checked_by_view
def add(number: int) -> Response | tuple[str, int]:
    """Add the worked example to the draft."""
    record, form = services().store.load_assessment(number), ExampleNameForm(request.form)
    if not is_csrf_valid():
        return _render_example_page(record, load_draft_view(), form, SESSION_ENDED), 422
    if not form.validate():
        return _render_example_page(record, load_draft_view(), form), 422
    name = str(form.name.data)
    saved = save_edits(lambda now: _build_example_edits(now, record, name))
    if isinstance(saved, SaveFailed):
        return _render_example_page(record, saved.draft, form, _describe_failure(saved)), 422
    flash_saved(saved.draft, "The worked example was added to the draft.")
    return redirect(url_for("examples.show"), 303)


def _build_example_edits(draft: DraftView, record: AssessmentRecord, name: str) -> Iterable[Edit] | None:
    """Return the edit that adds the example; None if the draft's rules cannot be loaded or the name is taken."""
    rulebook = draft.rulebook
    if rulebook is None or any(each.name == name for each in rulebook.rules.examples):
        return None
    return (build_example(rulebook, name, record.assessment.profile, record.assessment.answers),)


def _describe_failure(failed: SaveFailed) -> str:
    """Return the error message that says why the example was not added."""
    if failed.problems:
        return quote_names(failed.problems[0].message)
    return _DRAFT_BROKEN if failed.draft.rulebook is None else _NAME_TAKEN


def _suggest_name(rulebook: Rulebook, record: AssessmentRecord) -> str:
    """Suggest a name that identifies nobody: the number of the example and the stage of the service."""
    stage = rulebook.stages.get(str(record.assessment.profile.get(STAGE)))
    far = f": {strip_references(stage.text)[:1].lower()}{strip_references(stage.text)[1:]}" if stage else ""
    return f"Example {len(rulebook.rules.examples) + 1}, from an assessment{far}"


def _render_example_page(record: AssessmentRecord, draft: DraftView, form: ExampleNameForm, message: str = "") -> str:
    """Render the page with the form."""
    errors = [(message, "#name")] if message else [(str(error), "#name") for error in form.name.errors]
    return render_template(
        "pages/rules-editor/example.html",
        record=record,
        draft=draft,
        form=form,
        errors=errors,
        back=(record.assessment.service, url_for("task_list.show", number=record.id)),
    )
