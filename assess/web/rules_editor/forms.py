"""Views to edit an entity of the rules in a form; it is saved in the draft even with mistakes, which the page lists."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.edits import Edit, RemoveItem
from assess.web.errors import render_error
from assess.web.rules_editor import documents, finding_form, form_edits, form_steps
from assess.web.rules_editor.conflicts import list_conflicts
from assess.web.rules_editor.documents import Entity, FormData
from assess.web.rules_editor.draft import DraftView, load_draft_view
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.entity_types.evidence import CLAIM
from assess.web.rules_editor.entity_types.fields import normalise_lines
from assess.web.rules_editor.entity_types.models import EntityType, FormStep
from assess.web.rules_editor.error_location import locate_errors
from assess.web.rules_editor.form_view import EntityFormState, get_back_link, render_entity_form
from assess.web.rules_editor.index import IMPORTANT
from assess.web.rules_editor.input_errors import find_input_errors
from assess.web.rules_editor.outer_form import OuterForm, is_hidden_field, read_outer_form
from assess.web.rules_editor.own_blocker import build_own_blocker_edits
from assess.web.rules_editor.save import SaveFailed, SaveSucceeded, flash_saved, save_edits
from assess.web.rules_editor.widgets import pickers
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SESSION_ENDED
from assess.web.shared.text import quote_names, slugify

bp = Blueprint("entities", __name__)
_ENTITY_KINDS = ", ".join(ENTITY_TYPES)
_CONFLICT = "This was changed after you opened it. Check the other version below, then save again to replace it"
_NOT_SAVED = "This could not be saved"
_FINDING_ADDED = "The finding was added to the draft and chosen. Save to keep it chosen."
EntityFormResponse = Response | str | tuple[str, int]


class _Target(NamedTuple):
    """The entity that the URL names: one of the draft, or a new one."""

    entity_type: EntityType
    name: str
    """Its name in URLs; empty for a new one."""
    parent_id: str = ""

    def load(self, draft: DraftView) -> Entity | None:
        """Return the entity as it is in a draft, or None if it is not there."""
        if self.name:
            return documents.find_entity(draft, self.entity_type, self.name)
        return documents.new_entity(draft, self.entity_type, self.parent_id)


@bp.errorhandler(404)
def not_found(_: NotFound) -> tuple[str, int]:
    """Show that an entity is not in the draft, and offer the previous draft, which may have it."""
    return render_error("404", 404, draft=load_draft_view())


@bp.get(f"/rules/draft/<any({_ENTITY_KINDS}):kind>/<name>")
def show(kind: str, name: str) -> str:
    """Show the form of an entity, with its problems in the draft."""
    draft = load_draft_view()
    entity = documents.find_entity(draft, ENTITY_TYPES[kind], name) or abort(404)
    return render_entity_form(draft, entity, {}, EntityFormState())


@bp.post(f"/rules/draft/<any({_ENTITY_KINDS}):kind>/<name>")
@csrf_checked_by_view
def update(kind: str, name: str) -> EntityFormResponse:
    """Save the submitted entity in the draft."""
    target, submitted = _Target(ENTITY_TYPES[kind], name), _get_form_data()
    answer = _answer_without_saving(target, submitted)
    if answer is not None:
        return answer
    saved = save_edits(lambda now: _build_entity_edits(now, target, submitted))
    if isinstance(saved, SaveFailed):
        return _render_not_saved(saved, target, submitted)
    is_named_by_text = target.entity_type.id_key not in ("", "id")
    return _redirect_saved(saved, target, _get_saved_url_name(target, submitted) if is_named_by_text else name)


def _answer_without_saving(target: _Target, submitted: FormData) -> EntityFormResponse | None:
    """Return the answer to a button that saves nothing or to a form with errors; None if it is to be saved."""
    draft, outer, etag = load_draft_view(), read_outer_form(), request.form.get("seen", "")
    entity = target.load(draft)
    if entity is None:
        return (_render_removed(submitted), 422) if target.name else abort(404)
    if outer is not None:
        return _add_finding(target, outer, submitted)
    if not is_csrf_valid():
        return render_entity_form(draft, entity, submitted, EntityFormState(SESSION_ENDED, etag=etag)), 422
    if button := _get_button(submitted):
        return _answer_button(draft, entity, submitted, button)
    errors = find_input_errors(entity, submitted)
    if errors:
        return render_entity_form(draft, entity, submitted, EntityFormState(etag=etag, field_errors=errors)), 422
    return None


def _get_button(submitted: FormData) -> str:
    """Return the button that was pressed and saves nothing; the Enter key looks for words that were typed."""
    button = request.form.get("then", "")
    if button != "save":
        return button
    names = [name.removesuffix("-find") for name in submitted if name.endswith("-find")]
    return "find" if any(pickers.is_search(submitted, name) for name in names) else ""


def _answer_button(draft: DraftView, entity: Entity, submitted: FormData, button: str) -> str:
    """Show the form after a button was pressed that saves nothing."""
    etag = request.form.get("seen", "")
    action, _, field = button.partition(":")
    if action == "add-finding":
        return _render_finding_form(draft, OuterForm(field, etag, submitted), {}, {})
    state = EntityFormState(etag=etag, more_rows=int(action == "more"))
    return render_entity_form(draft, entity, form_edits.apply_button(entity, submitted, button), state)


def _render_finding_form(
    draft: DraftView, outer: OuterForm, submitted: FormData, errors: dict[str, list[str]], message: str = ""
) -> str:
    """Show the form for a new finding while another form waits."""
    entity = documents.new_entity(draft, CLAIM, "") or abort(404)
    hidden = tuple(outer.list_hidden_fields())
    return render_entity_form(
        draft, entity, submitted, EntityFormState(message, field_errors=errors, hidden_fields=hidden)
    )


def _add_finding(target: _Target, outer: OuterForm, submitted: FormData) -> EntityFormResponse:
    """Add the submitted finding to the draft and show the form that waited, in which it is chosen."""
    draft = load_draft_view()
    if not is_csrf_valid():
        return _render_finding_form(draft, outer, submitted, {}, SESSION_ENDED), 422
    button = _get_button(submitted)
    if button == "back":
        return _render_outer_form(draft, target, outer, outer.submitted)
    if button:
        return _render_finding_form(draft, outer, submitted, {})
    entity = documents.new_entity(draft, CLAIM, "") or abort(404)
    errors = {**find_input_errors(entity, submitted), **finding_form.find_missing_fields(submitted)}
    if errors:
        return _render_finding_form(draft, outer, submitted, errors), 422
    added: list[str] = []
    saved = save_edits(lambda now: _build_finding_edits(now, submitted, added))
    if isinstance(saved, SaveFailed):
        above = f"{_NOT_SAVED}. {quote_names(saved.problems[0].message)}" if saved.problems else _NOT_SAVED
        return _render_finding_form(saved.draft, outer, submitted, {}, above), 422
    flash(_FINDING_ADDED)
    return _render_outer_form(saved.draft, target, outer, pickers.add_chosen(outer.submitted, outer.field, added[-1]))


def _build_finding_edits(draft: DraftView, submitted: FormData, added: list[str]) -> Iterable[Edit] | None:
    """Return the edits that add a finding, and note its id."""
    entity = documents.new_entity(draft, CLAIM, "")
    if entity is None:
        return None
    edits, name = finding_form.build_finding_edits(entity, submitted)
    added.append(name)
    return edits


def _render_outer_form(draft: DraftView, target: _Target, outer: OuterForm, submitted: FormData) -> EntityFormResponse:
    """Show the form that waited, with its values."""
    entity = target.load(draft)
    if entity is None:
        return _render_removed(submitted), 422
    return render_entity_form(draft, entity, submitted, EntityFormState(etag=outer.etag))


def _build_entity_edits(draft: DraftView, target: _Target, submitted: FormData) -> Iterable[Edit] | None:
    """Return the edits that the form asks for, or None if the entity has changed since the page was shown."""
    entity = target.load(draft)
    if entity is None or entity.etag != request.form.get("seen"):
        return None
    changed: Any = form_edits.apply_form(entity, submitted)
    edits: tuple[Edit, ...] = ()
    if entity.entity_type is CLAIM and finding_form.has_new_source(submitted):
        edit, source = finding_form.build_new_source(entity, submitted)
        edits, changed = (edit,), {**changed, "source": source}
    edits += form_edits.build_edits(entity, changed)
    return (*edits, *build_own_blocker_edits(entity, submitted, changed)) if isinstance(changed, dict) else edits


def _get_saved_url_name(target: _Target, submitted: FormData) -> str:
    """Return the name in URLs of an entity that is identified by one of its texts, which may have changed."""
    return slugify(" ".join(normalise_lines(submitted.get(target.entity_type.id_key, ())))) or target.name


def _redirect_saved(saved: SaveSucceeded, target: _Target, name: str) -> Response:
    """Redirect to the same page with a message on what was saved, or from a step of the form to the next."""
    entity_type = target.entity_type
    entity = documents.find_entity(saved.draft, entity_type, name)
    step = form_steps.get_current_step(entity) if entity is not None else None
    if not target.name and entity_type.steps:
        step = entity_type.steps[0]
    if entity is not None and step is not None:
        return redirect(_build_next_url(saved.draft, entity, name, step), 303)
    if not saved.changed:
        flash("Nothing was changed.")
    else:
        flash_saved(saved.draft)
    return redirect(url_for("entities.show", kind=entity_type.name, name=name), 303)


def _build_next_url(draft: DraftView, entity: Entity, name: str, step: FormStep) -> str:
    """Return the URL of the same step if it was saved with mistakes, or else of the next one or of what can follow."""
    if form_steps.has_errors(step, locate_errors(draft, entity).by_field):
        return form_steps.build_step_url(entity.entity_type, name, step, checked=True)
    following = form_steps.get_next_step(entity.entity_type, step)
    if following is None:
        return url_for("question_added.show", name=name)
    return form_steps.build_step_url(entity.entity_type, name, following)


def _render_not_saved(failed: SaveFailed, target: _Target, submitted: FormData) -> EntityFormResponse:
    """Show the submitted form again, with what another person saved or why it cannot be saved."""
    entity = target.load(failed.draft)
    if entity is None:
        return _render_removed(submitted), 422
    if failed.problems:
        above = f"{_NOT_SAVED}. {quote_names(failed.problems[0].message)}"
        return render_entity_form(failed.draft, entity, submitted, EntityFormState(above)), 422
    state = EntityFormState(_CONFLICT, tuple(list_conflicts(entity, submitted)))
    return render_entity_form(failed.draft, entity, submitted, state), 422


@bp.get(f"/rules/draft/new/<any({_ENTITY_KINDS}):kind>")
def add(kind: str) -> str:
    """Show the form for a new entity."""
    draft = load_draft_view()
    entity = _get_new_target(draft, kind).load(draft) or abort(404)
    return render_entity_form(draft, entity, {}, EntityFormState())


@bp.post(f"/rules/draft/new/<any({_ENTITY_KINDS}):kind>")
@csrf_checked_by_view
def create(kind: str) -> EntityFormResponse:
    """Add the submitted entity to the draft."""
    draft, submitted = load_draft_view(), _get_form_data()
    target = _get_new_target(draft, kind)
    answer = _answer_without_saving(target, submitted)
    if answer is not None:
        return answer
    added: list[dict[str, TreeNode]] = []
    saved = save_edits(lambda now: _build_add_edits(now, target, submitted, added))
    if isinstance(saved, SaveFailed):
        above = quote_names(saved.problems[0].message) if saved.problems else "What it belongs to is no longer there."
        entity = target.load(saved.draft) or target.load(draft) or abort(404)
        return render_entity_form(saved.draft, entity, submitted, EntityFormState(f"{_NOT_SAVED}. {above}")), 422
    return _redirect_saved(saved, target, _get_added_url_name(saved.draft, target, added[-1]))


def _get_new_target(draft: DraftView, kind: str) -> _Target:
    """Return the new entity that the URL asks for; a question without a barrier belongs to the one of the form."""
    entity_type = _get_addable_type(kind)
    parent_id = request.form.get("barrier", "") or request.args.get("in", "")
    if entity_type.steps and not parent_id:
        first = get_node(draft.parse_file(entity_type.file).tree, (entity_type.list_keys[0], 0, "id"))
        parent_id = first if isinstance(first, str) else ""
    return _Target(entity_type, "", parent_id)


def _get_added_url_name(draft: DraftView, target: _Target, item: dict[str, TreeNode]) -> str:
    """Return the name in URLs of an entity that was just added."""
    id_key = target.entity_type.id_key
    if id_key:
        return str(item["id"]) if id_key == "id" else slugify(str(item[id_key]))
    entity = target.load(draft)
    return f"{target.parent_id}.{len(get_node(entity.tree, entity.path)) if entity else 0}"


def _build_add_edits(
    draft: DraftView, target: _Target, submitted: FormData, added: list[dict[str, TreeNode]]
) -> Iterable[Edit] | None:
    """Return the edits that add an entity, and note the entity; None if its parent no longer exists."""
    entity = target.load(draft)
    if entity is None:
        return None
    if target.entity_type is CLAIM:
        edits, name = finding_form.build_finding_edits(entity, submitted)
        added.append({"id": name})
        return edits
    item = form_edits.new_item(entity, submitted, form_edits.apply_form(entity, submitted))
    added.append(item)
    return form_edits.build_edits(entity, item)


@bp.get(f"/rules/draft/<any({_ENTITY_KINDS}):kind>/<name>/remove")
def remove(kind: str, name: str) -> str:
    """Ask for confirmation before removing an entity."""
    entity = documents.find_entity(load_draft_view(), _get_addable_type(kind), name) or abort(404)
    return render_template("pages/rules-editor/remove.html", entity=entity, back=get_back_link(entity))


@bp.post(f"/rules/draft/<any({_ENTITY_KINDS}):kind>/<name>/remove")
def remove_now(kind: str, name: str) -> EntityFormResponse:
    """Remove an entity from the draft."""
    entity_type = _get_addable_type(kind)
    entity = documents.find_entity(load_draft_view(), entity_type, name) or abort(404)
    saved = save_edits(lambda now: _build_remove_edits(now, entity_type, name))
    if isinstance(saved, SaveFailed):
        why = quote_names(saved.problems[0].message) if saved.problems else ""
        flash(f"It could not be removed. {why}".strip(), IMPORTANT)
    else:
        flash_saved(saved.draft, "Removed from the draft.")
    return redirect(get_back_link(entity)[1], 303)


def _build_remove_edits(draft: DraftView, entity_type: EntityType, name: str) -> Iterable[Edit] | None:
    """Return the edit that removes an entity, or None if it no longer exists."""
    entity = documents.find_entity(draft, entity_type, name)
    return None if entity is None else (RemoveItem(entity_type.file, entity.path),)


def _get_addable_type(kind: str) -> EntityType:
    """Return a type whose entities can be added and removed; abort with 404 for any other."""
    entity_type = ENTITY_TYPES[kind]
    return entity_type if entity_type.list_keys and entity_type.is_growable else abort(404)


def _get_form_data() -> FormData:
    """Return the submitted values of the current request."""
    other = ("csrf_token", "seen", "then", "barrier")
    return {
        name: tuple(values) for name, values in request.form.lists() if name not in other and not is_hidden_field(name)
    }


def _render_removed(submitted: FormData) -> str:
    """Show the submitted values of an entity that another person has removed."""
    texts = [(name, "\n".join(values)) for name, values in submitted.items() if any(values)]
    back = ("Edit in forms", url_for("draft.contents"))
    return render_template("pages/rules-editor/entity-gone.html", submitted=texts, draft=load_draft_view(), back=back)
