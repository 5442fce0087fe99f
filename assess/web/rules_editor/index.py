"""The forms of the rules at a glance, the draft as a whole, and the files on disk."""

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
"""Things in a list that are found without a search."""
LONGEST_SEARCH = 100
IMPORTANT = "important"
"""The kind of a message that says that something was not done, or that more has to be done."""
TAKEN_BACK = "The earlier draft is back. What took its place is kept, so you can change back."
MEANWHILE = "Somebody else changed the draft meanwhile, so nothing was done. Look at it as it is now."


class Line(NamedTuple):
    """A thing in a list."""

    id: str
    title: str
    remark: str


class Standing(NamedTuple):
    """How the draft stands, in words."""

    working: Working
    changes: tuple[str, ...]
    more_changes: int
    problems: tuple[tuple[str, str], ...]
    more_problems: int
    sound: bool
    """Whether its only problems, if any, are worked examples that do not come true."""

    @property
    def untrue(self) -> int:
        """How many problems it has; worked examples that do not come true, where it is sound."""
        return len(self.working.checked.problems)


def standing(now: Working) -> Standing:
    """Give how the draft stands."""
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
    """Show all forms, and how the draft stands."""
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
    """List all things of a kind, each leading to its form."""
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
    """Tell whether a line holds every word that is looked for."""
    words = " ".join(line).casefold()
    return all(word in words for word in wanted.casefold().split())


def line_of(kind: str, tree: Any, path: Path) -> Line:
    """Give a thing as a list has it."""
    item = value_at(tree, path)
    remark = {"source": "status", "claim": "source", "term": "means"}.get(kind, "")
    return Line(name_at(THINGS[kind], tree, path), plain(word(item, THINGS[kind].title)), plain(word(item, remark)))


@area.get("/rules/draft/drop")
def drop() -> str:
    """Ask whether the draft is really to be dropped."""
    return render_template(
        "pages/rules-editor/drop.html", standing=standing(working()), back=("Rules", url_for("rules.shown"))
    )


@area.post("/rules/draft/drop")
def drop_now() -> Response:
    """Drop the draft, if it is still the one that was shown."""
    return said(desk().drop_draft(revision()), "The draft was dropped. The rules in force stay as they are.")


@area.post("/rules/draft/take-back")
def take_back() -> Response:
    """Have the earlier draft again."""
    return said(desk().take_back(revision()), TAKEN_BACK)


@area.post("/rules/draft/take-from-disk")
def take_from_disk() -> Response:
    """Make the files on disk the draft."""
    return said(desk().take_from_disk(revision()), "The files on disk are the draft now.")


@area.post("/rules/draft/keep-disk-out")
def keep_disk_out() -> Response:
    """Keep the files on disk out of the draft."""
    return said(
        desk().keep_disk_out(), "The draft stays as it is. A copy of the files on disk was set aside beside them."
    )


@area.post("/rules/draft/carry-on")
def carry_on() -> Response:
    """Let a draft that was begun from an earlier version follow on the one in force."""
    return said(desk().carry_on(revision()), "The draft now follows on the version in force.")


def revision() -> int:
    """Give the revision of the draft that the page showed; one that there never is where it named none."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 15 else -1


def said(found: Workbench | Refused | None, done: str) -> Response:
    """Go to the rules and say what was done, or why nothing was."""
    if isinstance(found, Refused):
        flash(" ".join(found.sentences), IMPORTANT)
    elif found is None:
        flash(done)
    else:
        flash(MEANWHILE, IMPORTANT)
    return redirect(url_for("rules.shown"), 303)
