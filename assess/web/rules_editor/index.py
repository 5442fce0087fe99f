"""Overview of the forms and of the draft, and actions on the draft and the files on disk."""

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.syntax.yaml_reader import Path
from assess.core.validation.labels import value_at
from assess.releases.models import Refused
from assess.storage.release_records import Workbench
from assess.web.rules_editor.choices import paths, word
from assess.web.rules_editor.documents import name_at
from assess.web.rules_editor.draft import Working, desk, problem_line, working
from assess.web.rules_editor.entities import THINGS
from assess.web.shared.text import plain

area = Blueprint("draft", __name__)
LISTED = {
    "recommendation": "Recommendations",
    "blocker": "Blockers",
    "warning": "Warnings",
    "notice": "Notices",
    "fact": "Facts about the service",
    "derived": "Facts that follow from others",
    "role": "Roles",
    "term": "Glossary",
    "source": "Sources",
    "claim": "Findings",
}
KINDS = ", ".join(LISTED)
MOST = 50
FEW = 20
"""The maximum number of entities in a list without a search field."""
LONGEST_SEARCH = 100
IMPORTANT = "important"
"""The category of a flashed message that says that something failed or that more remains to be done."""
TAKEN_BACK = "The earlier draft is back. What took its place is kept, so you can change back."
MEANWHILE = "Somebody else changed the draft meanwhile, so nothing was done. Look at it as it is now."


class Line(NamedTuple):
    """An entity in a list."""

    id: str
    title: str
    remark: str


class Standing(NamedTuple):
    """A summary of the draft: its changes and problems, formatted for display."""

    working: Working
    changes: tuple[str, ...]
    more_changes: int
    problems: tuple[tuple[str, str], ...]
    more_problems: int
    sound: bool
    """Whether its only problems, if any, are worked examples that fail."""

    @property
    def untrue(self) -> int:
        """The number of problems; if the draft can be loaded, these are the worked examples that fail."""
        return len(self.working.checked.problems)


def standing(now: Working) -> Standing:
    """Build the summary of the draft."""
    found = [each.sentence for each in now.changes() or ()] if now.has_draft else []
    problems = (*now.desktop.disk.problems, *now.checked.problems)
    return Standing(
        now,
        tuple(found[:MOST]),
        max(0, len(found) - MOST),
        tuple(problem_line(problem) for problem in now.checked.problems[:MOST]),
        max(0, len(problems) - MOST),
        now.rulebook is not None,
    )


@area.get("/rules/draft")
def contents() -> str:
    """Show links to all forms, and the summary of the draft."""
    now = working()
    tree = now.document(THINGS["section"].file).tree
    sections = [value_at(tree, path) for path in paths(tree, ("sections",))]
    return render_template(
        "pages/rules-editor/index.html",
        standing=standing(now),
        sections=[(word(each, "id"), plain(word(each, "title"))) for each in sections if isinstance(each, dict)],
        listed=LISTED,
        back=("Rules", url_for("rules.shown")),
    )


@area.get(f"/rules/draft/list/<any({KINDS}):kind>")
def listed(kind: str) -> str:
    """List all entities of a type, with links to their forms."""
    thing = THINGS[kind]
    tree = working().document(thing.file).tree
    found = [path for path in paths(tree, thing.lists) if isinstance(value_at(tree, path), dict)]
    lines = [line_of(kind, tree, path) for path in found]
    wanted = request.args.get("find", "")[:LONGEST_SEARCH]
    named = [line for line in lines if is_named(line, wanted)]
    return render_template(
        "pages/rules-editor/list.html",
        kind=kind,
        grows=thing.grows,
        title=LISTED[kind],
        lines=named,
        wanted=wanted,
        total=len(lines),
        searchable=len(lines) > FEW,
        noun=thing.noun,
        back=("Edit in forms", url_for("draft.contents")),
    )


def is_named(line: Line, wanted: str) -> bool:
    """Return whether a row contains every word of the search."""
    words = " ".join(line).casefold()
    return all(word in words for word in wanted.casefold().split())


def line_of(kind: str, tree: Any, path: Path) -> Line:
    """Build the row of an entity in a list."""
    item = value_at(tree, path)
    remark = {"source": "status", "claim": "source", "term": "means"}.get(kind, "")
    return Line(name_at(THINGS[kind], tree, path), plain(word(item, THINGS[kind].title)), plain(word(item, remark)))


@area.get("/rules/draft/drop")
def drop() -> str:
    """Ask for confirmation before dropping the draft."""
    return render_template(
        "pages/rules-editor/drop.html", standing=standing(working()), back=("Rules", url_for("rules.shown"))
    )


@area.post("/rules/draft/drop")
def drop_now() -> Response:
    """Drop the draft, if it is still the one that was shown."""
    return said(desk().drop_draft(revision()), "The draft was dropped. The rules in force stay as they are.")


@area.post("/rules/draft/take-back")
def take_back() -> Response:
    """Restore the previous draft."""
    return said(desk().take_back(revision()), TAKEN_BACK)


@area.post("/rules/draft/take-from-disk")
def take_from_disk() -> Response:
    """Replace the draft by the files on disk."""
    return said(desk().take_from_disk(revision()), "The files on disk are the draft now.")


@area.post("/rules/draft/keep-disk-out")
def keep_disk_out() -> Response:
    """Ignore the changes of the files on disk and keep the draft."""
    return said(
        desk().keep_disk_out(), "The draft stays as it is. A copy of the files on disk was set aside beside them."
    )


@area.post("/rules/draft/carry-on")
def carry_on() -> Response:
    """Rebase a draft that was based on an earlier version on the version in force."""
    return said(desk().carry_on(revision()), "The draft now follows on the version in force.")


def revision() -> int:
    """Return the revision of the draft that the page showed, or -1, which never exists, if the form sent none."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 15 else -1


def said(found: Workbench | Refused | None, done: str) -> Response:
    """Redirect to the rules with a message that says what was done, or why nothing was."""
    if isinstance(found, Refused):
        flash(" ".join(found.sentences), IMPORTANT)
    elif found is None:
        flash(done)
    else:
        flash(MEANWHILE, IMPORTANT)
    return redirect(url_for("rules.shown"), 303)
