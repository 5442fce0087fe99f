"""Views to edit an entity of the rules in a form; it is saved in the draft even with mistakes, which the page lists."""

from collections.abc import Iterable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from assess.core.syntax.yaml_reader import Tree
from assess.core.validation.labels import value_at
from assess.core.yaml_edit.edits import Edit, RemoveItem
from assess.web.rules_editor import documents, form_edits
from assess.web.rules_editor.conflicts import theirs
from assess.web.rules_editor.documents import Typed
from assess.web.rules_editor.draft import Working, working
from assess.web.rules_editor.entities import THINGS
from assess.web.rules_editor.fields import plain
from assess.web.rules_editor.form_view import NEW_ROWS, Said, back_of, page
from assess.web.rules_editor.index import IMPORTANT
from assess.web.rules_editor.models import Thing
from assess.web.rules_editor.save import Saved, Unsaved, save
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared.form_state import NOT_OURS
from assess.web.shared.text import file_name, quoted

area = Blueprint("editing", __name__)
KINDS = ", ".join(THINGS)
THEIRS = "Somebody else changed this while you had it open. Look at their version below, then save again to replace it"
REFUSED = "This could not be saved"
Answered = Response | str | tuple[str, int]


@area.errorhandler(404)
def not_found(_: NotFound) -> tuple[str, int]:
    """Show that an entity is not in the draft, and offer the previous draft, which may have it."""
    return render_template("errors/404.html", working=working()), 404


@area.get(f"/rules/draft/<any({KINDS}):kind>/<name>")
def show(kind: str, name: str) -> str:
    """Show the form of an entity, with its problems in the draft."""
    now = working()
    sheet = documents.find(now, THINGS[kind], name) or abort(404)
    return page(now, sheet, {}, Said())


@looks_itself
@area.post(f"/rules/draft/<any({KINDS}):kind>/<name>")
def keep(kind: str, name: str) -> Answered:
    """Save the submitted entity in the draft."""
    thing, typed = THINGS[kind], typed_now()
    if not form_is_ours():
        now = working()
        sheet = documents.find(now, thing, name) or abort(404)
        return page(now, sheet, typed, Said(NOT_OURS, seen=request.form.get("seen", ""))), 422
    if button := request.form.get("then"):
        now = working()
        sheet = documents.find(now, thing, name) or abort(404)
        return page(now, sheet, form_edits.pressed(sheet, typed, button), Said(seen=request.form.get("seen", "")))
    saved = save(lambda now: edits_of(now, thing, name, typed))
    if isinstance(saved, Unsaved):
        return unsaved(saved, thing, name, typed)
    return on(saved, thing, name if thing.key in ("", "id") else renamed(thing, name, typed))


def edits_of(now: Working, thing: Thing, name: str, typed: Typed) -> Iterable[Edit] | None:
    """Return the edits that the form asks for, or None if the entity has changed since the page was shown."""
    sheet = documents.find(now, thing, name)
    if sheet is None or sheet.seen != request.form.get("seen"):
        return None
    return form_edits.edits(sheet, form_edits.changed(sheet, typed, NEW_ROWS.get(thing.name, (0, 0))[0]))


def renamed(thing: Thing, name: str, typed: Typed) -> str:
    """Return the name in URLs of an entity that is identified by one of its texts, which may have changed."""
    return file_name(" ".join(plain(typed.get(thing.key, ())))) or name


def on(saved: Saved, thing: Thing, name: str) -> Response:
    """Redirect to the same page with a message on what was saved."""
    if not saved.changed:
        flash("Nothing was changed.")
    elif saved.working.checked.problems:
        flash("Saved in the draft. It has problems, so it cannot be published yet.", IMPORTANT)
    else:
        flash("Saved in the draft. It is not in force until it is published.")
    return redirect(url_for("editing.show", kind=thing.name, name=name), 303)


def unsaved(saved: Unsaved, thing: Thing, name: str, typed: Typed) -> Answered:
    """Show the submitted form again, with what another person saved or why it cannot be saved."""
    sheet = documents.find(saved.working, thing, name)
    if sheet is None:
        return lost(typed), 422
    if saved.problems:
        above = f"{REFUSED}. {quoted(saved.problems[0].sentence)}"
        return page(saved.working, sheet, typed, Said(above)), 422
    return page(saved.working, sheet, typed, Said(THEIRS, tuple(theirs(sheet, typed)))), 422


@area.get(f"/rules/draft/new/<any({KINDS}):kind>")
def add(kind: str) -> str:
    """Show the form for a new entity."""
    now = working()
    sheet = documents.new(now, removable(kind), request.args.get("in", "")) or abort(404)
    return page(now, sheet, {}, Said())


@looks_itself
@area.post(f"/rules/draft/new/<any({KINDS}):kind>")
def keep_new(kind: str) -> Answered:
    """Add the submitted entity to the draft."""
    thing, typed, within = removable(kind), typed_now(), request.args.get("in", "")
    now = working()
    sheet = documents.new(now, thing, within) or abort(404)
    if not form_is_ours():
        return page(now, sheet, typed, Said(NOT_OURS)), 422
    if button := request.form.get("then"):
        return page(now, sheet, form_edits.pressed(sheet, typed, button), Said())
    if above := nameless(thing, typed):
        return page(now, sheet, typed, Said(above)), 422
    item = form_edits.begun(sheet, typed, form_edits.changed(sheet, typed, NEW_ROWS.get(kind, (0, 0))[1]))
    saved = save(lambda later: adding(later, thing, within, item))
    if isinstance(saved, Unsaved):
        above = quoted(saved.problems[0].sentence) if saved.problems else "What it belongs to is not there any more."
        return page(saved.working, sheet, typed, Said(f"{REFUSED}. {above}")), 422
    return on(saved, thing, name_of_new(saved.working, thing, within, item))


def nameless(thing: Thing, typed: Typed) -> str:
    """Return an error message if the text that identifies a new entity is missing, or an empty string."""
    entry = next((each for each in thing.entries if each.key == thing.title), None)
    if entry is None or not thing.key or any(text.strip() for text in typed.get(entry.key, ())):
        return ""
    return f"Fill in “{entry.label}”. Everything else can be filled in later"


def name_of_new(now: Working, thing: Thing, within: str, item: dict[str, Tree]) -> str:
    """Return the name in URLs of an entity that was just added."""
    if thing.key:
        return str(item["id"]) if thing.key == "id" else file_name(str(item[thing.key]))
    sheet = documents.new(now, thing, within)
    return f"{within}.{len(value_at(sheet.tree, sheet.path)) if sheet else 0}"


def adding(now: Working, thing: Thing, within: str, item: dict[str, Tree]) -> Iterable[Edit] | None:
    """Return the edits that add an entity, or None if its parent no longer exists."""
    sheet = documents.new(now, thing, within)
    return None if sheet is None else form_edits.edits(sheet, item)


@area.get(f"/rules/draft/<any({KINDS}):kind>/<name>/remove")
def remove(kind: str, name: str) -> str:
    """Ask for confirmation before removing an entity."""
    sheet = documents.find(working(), removable(kind), name) or abort(404)
    return render_template("pages/rules-editor/remove.html", sheet=sheet, back=back_of(sheet))


@area.post(f"/rules/draft/<any({KINDS}):kind>/<name>/remove")
def remove_now(kind: str, name: str) -> Answered:
    """Remove an entity from the draft."""
    thing = removable(kind)
    sheet = documents.find(working(), thing, name) or abort(404)
    saved = save(lambda now: removing(now, thing, name))
    if isinstance(saved, Unsaved):
        why = quoted(saved.problems[0].sentence) if saved.problems else ""
        flash(f"It could not be removed. {why}".strip(), IMPORTANT)
    else:
        flash("Removed from the draft. What still names it is listed under “Problems”.")
    return redirect(back_of(sheet)[1], 303)


def removing(now: Working, thing: Thing, name: str) -> Iterable[Edit] | None:
    """Return the edit that removes an entity, or None if it no longer exists."""
    sheet = documents.find(now, thing, name)
    return None if sheet is None else (RemoveItem(thing.file, sheet.path),)


def removable(kind: str) -> Thing:
    """Return a type whose entities can be added and removed; abort with 404 for any other."""
    thing = THINGS[kind]
    return thing if thing.lists and thing.grows else abort(404)


def typed_now() -> Typed:
    """Return the submitted values of the current request."""
    return {name: tuple(values) for name, values in request.form.lists() if name not in ("csrf_token", "seen", "then")}


def lost(typed: Typed) -> str:
    """Show the submitted values of an entity that another person has removed."""
    said = [(name, "\n".join(values)) for name, values in typed.items() if any(values)]
    back = ("Edit in forms", url_for("draft.contents"))
    return render_template("pages/rules-editor/entity-gone.html", typed=said, working=working(), back=back)
