"""Change one thing of the rules in a form: it is saved in the draft, mistakes and all, and says what is wrong."""

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
    """Say that a thing is not in the draft, and offer the earlier draft, which may have it."""
    return render_template("errors/404.html", working=working()), 404


@area.get(f"/rules/draft/<any({KINDS}):kind>/<name>")
def show(kind: str, name: str) -> str:
    """Show the form of a thing, with what is wrong with it in the draft."""
    now = working()
    sheet = documents.find(now, THINGS[kind], name) or abort(404)
    return page(now, sheet, {}, Said())


@looks_itself
@area.post(f"/rules/draft/<any({KINDS}):kind>/<name>")
def keep(kind: str, name: str) -> Answered:
    """Save a thing as it was typed into the draft."""
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
    """Give the edits that were typed, if the thing is still as the page had it."""
    sheet = documents.find(now, thing, name)
    if sheet is None or sheet.seen != request.form.get("seen"):
        return None
    return form_edits.edits(sheet, form_edits.changed(sheet, typed, NEW_ROWS.get(thing.name, (0, 0))[0]))


def renamed(thing: Thing, name: str, typed: Typed) -> str:
    """Give the name in addresses of a thing that goes by one of its words, which may have been changed."""
    return file_name(" ".join(plain(typed.get(thing.key, ())))) or name


def on(saved: Saved, thing: Thing, name: str) -> Response:
    """Go on to the same page, saying what was saved; the page says what is wrong with it."""
    if not saved.changed:
        flash("Nothing was changed.")
    elif saved.working.checked.problems:
        flash("Saved in the draft. It has problems, so it cannot be published yet.", IMPORTANT)
    else:
        flash("Saved in the draft. It is not in force until it is published.")
    return redirect(url_for("editing.show", kind=thing.name, name=name), 303)


def unsaved(saved: Unsaved, thing: Thing, name: str, typed: Typed) -> Answered:
    """Show what was typed again, with what somebody else saved or why it cannot be kept."""
    sheet = documents.find(saved.working, thing, name)
    if sheet is None:
        return lost(typed), 422
    if saved.problems:
        above = f"{REFUSED}. {quoted(saved.problems[0].sentence)}"
        return page(saved.working, sheet, typed, Said(above)), 422
    return page(saved.working, sheet, typed, Said(THEIRS, tuple(theirs(sheet, typed)))), 422


@area.get(f"/rules/draft/new/<any({KINDS}):kind>")
def add(kind: str) -> str:
    """Show the form of a thing that is to be added."""
    now = working()
    sheet = documents.new(now, removable(kind), request.args.get("in", "")) or abort(404)
    return page(now, sheet, {}, Said())


@looks_itself
@area.post(f"/rules/draft/new/<any({KINDS}):kind>")
def keep_new(kind: str) -> Answered:
    """Add a thing to the draft as it was typed."""
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
    """Say which words a new thing needs before anything else, those that it goes by; nothing where they are there."""
    entry = next((each for each in thing.entries if each.key == thing.title), None)
    if entry is None or not thing.key or any(text.strip() for text in typed.get(entry.key, ())):
        return ""
    return f"Fill in “{entry.label}”. Everything else can be filled in later"


def name_of_new(now: Working, thing: Thing, within: str, item: dict[str, Tree]) -> str:
    """Give the name in addresses of a thing that was just added."""
    if thing.key:
        return str(item["id"]) if thing.key == "id" else file_name(str(item[thing.key]))
    sheet = documents.new(now, thing, within)
    return f"{within}.{len(value_at(sheet.tree, sheet.path)) if sheet else 0}"


def adding(now: Working, thing: Thing, within: str, item: dict[str, Tree]) -> Iterable[Edit] | None:
    """Give the edits that add a thing."""
    sheet = documents.new(now, thing, within)
    return None if sheet is None else form_edits.edits(sheet, item)


@area.get(f"/rules/draft/<any({KINDS}):kind>/<name>/remove")
def remove(kind: str, name: str) -> str:
    """Ask whether a thing is really to be removed."""
    sheet = documents.find(working(), removable(kind), name) or abort(404)
    return render_template("pages/rules-editor/remove.html", sheet=sheet, back=back_of(sheet))


@area.post(f"/rules/draft/<any({KINDS}):kind>/<name>/remove")
def remove_now(kind: str, name: str) -> Answered:
    """Remove a thing from the draft."""
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
    """Give the edit that removes a thing, if it is still there."""
    sheet = documents.find(now, thing, name)
    return None if sheet is None else (RemoveItem(thing.file, sheet.path),)


def removable(kind: str) -> Thing:
    """Give a kind of thing of which one can be added and removed."""
    thing = THINGS[kind]
    return thing if thing.lists and thing.grows else abort(404)


def typed_now() -> Typed:
    """Give what was typed in the form that was sent."""
    return {name: tuple(values) for name, values in request.form.lists() if name not in ("csrf_token", "seen", "then")}


def lost(typed: Typed) -> str:
    """Show what was typed for a thing that somebody else removed."""
    said = [(name, "\n".join(values)) for name, values in typed.items() if any(values)]
    back = ("Edit in forms", url_for("draft.contents"))
    return render_template("pages/rules-editor/entity-gone.html", typed=said, working=working(), back=back)
