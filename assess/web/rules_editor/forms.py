"""Views to edit an entity of the rules in a form; it is saved in the draft even with mistakes, which the page lists."""

from collections.abc import Iterable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.edits import Edit, RemoveItem
from assess.web.errors import render_error
from assess.web.rules_editor import documents, form_edits
from assess.web.rules_editor.conflicts import list_conflicts
from assess.web.rules_editor.documents import FormData
from assess.web.rules_editor.draft import DraftView, load_draft_view
from assess.web.rules_editor.entities import ENTITY_TYPES
from assess.web.rules_editor.fields import normalise_lines
from assess.web.rules_editor.form_view import NEW_SUB_ITEMS, EntityFormState, get_back_link, render_entity_form
from assess.web.rules_editor.index import IMPORTANT
from assess.web.rules_editor.models import EntityType
from assess.web.rules_editor.save import SaveFailed, SaveSucceeded, flash_saved, save_edits
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SESSION_ENDED
from assess.web.shared.text import quote_names, slugify

bp = Blueprint("entities", __name__)
_ENTITY_KINDS = ", ".join(ENTITY_TYPES)
_CONFLICT = "This was changed after you opened it. Check the other version below, then save again to replace it"
_NOT_SAVED = "This could not be saved"
EntityFormResponse = Response | str | tuple[str, int]


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
    entity_type, submitted = ENTITY_TYPES[kind], _get_form_data()
    if not is_csrf_valid():
        draft = load_draft_view()
        entity = documents.find_entity(draft, entity_type, name) or abort(404)
        return render_entity_form(
            draft, entity, submitted, EntityFormState(SESSION_ENDED, etag=request.form.get("seen", ""))
        ), 422
    if button := request.form.get("then"):
        draft = load_draft_view()
        entity = documents.find_entity(draft, entity_type, name) or abort(404)
        return render_entity_form(
            draft,
            entity,
            form_edits.apply_condition_button(entity, submitted, button),
            EntityFormState(etag=request.form.get("seen", "")),
        )
    saved = save_edits(lambda now: _build_entity_edits(now, entity_type, name, submitted))
    if isinstance(saved, SaveFailed):
        return _render_not_saved(saved, entity_type, name, submitted)
    return _redirect_saved(
        saved,
        entity_type,
        name if entity_type.id_key in ("", "id") else _get_saved_url_name(entity_type, name, submitted),
    )


def _build_entity_edits(
    draft: DraftView, entity_type: EntityType, name: str, submitted: FormData
) -> Iterable[Edit] | None:
    """Return the edits that the form asks for, or None if the entity has changed since the page was shown."""
    entity = documents.find_entity(draft, entity_type, name)
    if entity is None or entity.etag != request.form.get("seen"):
        return None
    return form_edits.build_edits(
        entity, form_edits.apply_form(entity, submitted, NEW_SUB_ITEMS.get(entity_type.name, (0, 0))[0])
    )


def _get_saved_url_name(entity_type: EntityType, name: str, submitted: FormData) -> str:
    """Return the name in URLs of an entity that is identified by one of its texts, which may have changed."""
    return slugify(" ".join(normalise_lines(submitted.get(entity_type.id_key, ())))) or name


def _redirect_saved(saved: SaveSucceeded, entity_type: EntityType, name: str) -> Response:
    """Redirect to the same page with a message on what was saved."""
    if not saved.changed:
        flash("Nothing was changed.")
    else:
        flash_saved(saved.draft)
    return redirect(url_for("entities.show", kind=entity_type.name, name=name), 303)


def _render_not_saved(
    failed: SaveFailed, entity_type: EntityType, name: str, submitted: FormData
) -> EntityFormResponse:
    """Show the submitted form again, with what another person saved or why it cannot be saved."""
    entity = documents.find_entity(failed.draft, entity_type, name)
    if entity is None:
        return _render_removed(submitted), 422
    if failed.problems:
        above = f"{_NOT_SAVED}. {quote_names(failed.problems[0].message)}"
        return render_entity_form(failed.draft, entity, submitted, EntityFormState(above)), 422
    return render_entity_form(
        failed.draft, entity, submitted, EntityFormState(_CONFLICT, tuple(list_conflicts(entity, submitted)))
    ), 422


@bp.get(f"/rules/draft/new/<any({_ENTITY_KINDS}):kind>")
def add(kind: str) -> str:
    """Show the form for a new entity."""
    draft = load_draft_view()
    entity = documents.new_entity(draft, _get_addable_type(kind), request.args.get("in", "")) or abort(404)
    return render_entity_form(draft, entity, {}, EntityFormState())


@bp.post(f"/rules/draft/new/<any({_ENTITY_KINDS}):kind>")
@csrf_checked_by_view
def create(kind: str) -> EntityFormResponse:
    """Add the submitted entity to the draft."""
    entity_type, submitted, parent_id = _get_addable_type(kind), _get_form_data(), request.args.get("in", "")
    draft = load_draft_view()
    entity = documents.new_entity(draft, entity_type, parent_id) or abort(404)
    if not is_csrf_valid():
        return render_entity_form(draft, entity, submitted, EntityFormState(SESSION_ENDED)), 422
    if button := request.form.get("then"):
        return render_entity_form(
            draft, entity, form_edits.apply_condition_button(entity, submitted, button), EntityFormState()
        )
    if above := _missing_title(entity_type, submitted):
        return render_entity_form(draft, entity, submitted, EntityFormState(above)), 422
    item = form_edits.new_item(
        entity, submitted, form_edits.apply_form(entity, submitted, NEW_SUB_ITEMS.get(kind, (0, 0))[1])
    )
    saved = save_edits(lambda later: _build_add_edits(later, entity_type, parent_id, item))
    if isinstance(saved, SaveFailed):
        above = quote_names(saved.problems[0].message) if saved.problems else "What it belongs to is no longer there."
        return render_entity_form(saved.draft, entity, submitted, EntityFormState(f"{_NOT_SAVED}. {above}")), 422
    return _redirect_saved(saved, entity_type, _get_added_url_name(saved.draft, entity_type, parent_id, item))


def _missing_title(entity_type: EntityType, submitted: FormData) -> str:
    """Return an error message if the text that identifies a new entity is missing, or an empty string."""
    spec = next((each for each in entity_type.fields if each.key == entity_type.title_key), None)
    if spec is None or not entity_type.id_key or any(text.strip() for text in submitted.get(spec.key, ())):
        return ""
    return f"Fill in “{spec.label}”. Everything else can be filled in later"


def _get_added_url_name(draft: DraftView, entity_type: EntityType, parent_id: str, item: dict[str, TreeNode]) -> str:
    """Return the name in URLs of an entity that was just added."""
    if entity_type.id_key:
        return str(item["id"]) if entity_type.id_key == "id" else slugify(str(item[entity_type.id_key]))
    entity = documents.new_entity(draft, entity_type, parent_id)
    return f"{parent_id}.{len(get_node(entity.tree, entity.path)) if entity else 0}"


def _build_add_edits(
    draft: DraftView, entity_type: EntityType, parent_id: str, item: dict[str, TreeNode]
) -> Iterable[Edit] | None:
    """Return the edits that add an entity, or None if its parent no longer exists."""
    entity = documents.new_entity(draft, entity_type, parent_id)
    return None if entity is None else form_edits.build_edits(entity, item)


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
    return {name: tuple(values) for name, values in request.form.lists() if name not in ("csrf_token", "seen", "then")}


def _render_removed(submitted: FormData) -> str:
    """Show the submitted values of an entity that another person has removed."""
    texts = [(name, "\n".join(values)) for name, values in submitted.items() if any(values)]
    back = ("Edit in forms", url_for("draft.contents"))
    return render_template("pages/rules-editor/entity-gone.html", submitted=texts, draft=load_draft_view(), back=back)
