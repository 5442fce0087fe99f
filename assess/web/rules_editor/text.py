"""Edit the text of a rules file: save it as the draft, compare it, download it and upload it."""

import hashlib
from typing import NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.text import Hunk, line_differences
from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import LIMIT, decoded
from assess.releases.comparison import text as text_of
from assess.web.layout import has_editor
from assess.web.rules_editor.draft import Working, desk, files_of, line_address, working
from assess.web.rules_editor.index import IMPORTANT
from assess.web.security import form_is_ours, looks_itself, may_style
from assess.web.shared.downloads import attachment
from assess.web.shared.form_state import NOT_OURS
from assess.web.shared.text import quoted

area = Blueprint("rules_text", __name__)
FILES = {"readiness": READINESS, "evidence": EVIDENCE}
TITLES = {"readiness": "Rules (readiness.yaml)", "evidence": "Sources (evidence.yaml)"}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST = 100
MOST_LINES = 2000
CLASH = (
    "Somebody else changed this file while you had it open. Nothing was saved. Put the two together below, then save"
)
Answered = AnyResponse | tuple[str, int] | str


class Shown(NamedTuple):
    """The text in the field, with the messages and differences that the page shows."""

    text: str
    seen: str
    errors: tuple[tuple[str, str], ...] = ()
    title: str = ""
    """The heading of the differences."""
    hunks: tuple[Hunk, ...] = ()


@area.get("/rules/text/<any(readiness, evidence):name>")
def show(name: str) -> str:
    """Show the text of a file of the draft, with its problems."""
    now = working()
    data = now.by_name[FILES[name]]
    return page(now, name, Shown(text_of(data), mark(data)))


@looks_itself
@area.post("/rules/text/<any(readiness, evidence):name>")
def keep(name: str) -> Answered:
    """Save the text as the draft, or only show how it differs from the rules in force."""
    now = working()
    there, seen = now.by_name[FILES[name]], request.form.get("seen", "")
    typed = request.form.get("text", "").replace("\r\n", "\n")
    if not form_is_ours():
        return page(now, name, Shown(typed, seen, ((NOT_OURS, "#text"),))), 422
    if request.form.get("then") == "compare":
        in_force = dict(zip(FILES.values(), now.in_force.files, strict=True))[FILES[name]]
        hunks = line_differences(text_of(in_force), typed)
        title = "What this text changes of what is in force" if hunks else "It is what is in force, line by line"
        return page(now, name, Shown(typed, seen, (), title, hunks))
    return kept(now, name, as_there(there, typed), seen)


@area.post("/rules/text/<any(readiness, evidence):name>/send")
def send(name: str) -> Answered:
    """Save an uploaded file as the draft, or show why it cannot be read."""
    now, sent = working(), request.files.get("file")
    there, seen = now.by_name[FILES[name]], request.form.get("seen", "")
    if sent is None or not sent.filename:
        return page(now, name, Shown(text_of(there), seen, (("Choose a file", "#file"),))), 422
    with sent.stream as stream:
        data = stream.read()
    unread = decoded(data, FILES[name], LIMIT)
    if isinstance(unread, Problem):
        sentence = f"The file was not taken. Line {unread.line}: {quoted(unread.sentence)}"
        return page(now, name, Shown(text_of(there), seen, ((sentence, "#file"),))), 422
    return kept(now, name, data, seen, whole=True)


def kept(now: Working, name: str, data: bytes, seen: str, *, whole: bool = False) -> Answered:
    """Save a file in the draft, uploaded whole or submitted as text, unless another person changed it meanwhile."""
    there = now.by_name[FILES[name]]
    if mark(there) == seen:
        files = files_of({**now.by_name, FILES[name]: data})
        theirs = desk().save_draft(files, now.desktop.revision, whole=whole)
        if theirs is None:
            return saved(name, data == there)
        now = working()
        there = now.by_name[FILES[name]]
    hunks = line_differences(text_of(there), text_of(data))
    title = "From the draft as it is now to your text"
    return page(now, name, Shown(text_of(data), mark(there), ((CLASH, "#differences"),), title, hunks)), 422


def saved(name: str, same: bool) -> AnyResponse:
    """Redirect to the text with a message on what was saved; the page lists the problems."""
    problems = working().checked.problems
    if same:
        flash("Nothing was changed.")
    elif problems:
        flash("Saved in the draft. It has problems, so it cannot be published yet.", IMPORTANT)
    else:
        flash("Saved in the draft. It is not in force until it is published.")
    return redirect(url_for("rules_text.show", name=name), 303)


@area.get("/rules/text/<any(readiness, evidence):name>/lines")
def lines(name: str) -> str:
    """Show the text with numbered lines, which problems and other pages link to."""
    now = working()
    wrong: dict[int, list[str]] = {}
    for problem in now.checked.problems:
        if problem.file == FILES[name]:
            wrong.setdefault(problem.line, []).append(quoted(problem.sentence))
    return render_template(
        "pages/rules-editor/lines.html",
        name=name,
        title=TITLES[name],
        lines=text_of(now.by_name[FILES[name]]).splitlines(),
        wrong=wrong,
        working=now,
        back=("Edit the text", url_for("rules_text.show", name=name)),
    )


@area.get("/rules/text/<any(readiness, evidence):name>.yaml")
def download(name: str) -> Response:
    """Download a file of the draft."""
    return attachment(working().by_name[FILES[name]], name, ".yaml")


def mark(data: bytes) -> str:
    """Return a short hash that changes when the file does."""
    return hashlib.sha256(data).hexdigest()[:16]


def as_there(there: bytes, typed: str) -> bytes:
    """Encode the submitted text with the line endings and byte order mark of the existing file."""
    newline = "\r\n" if b"\r\n" in there[: there.find(b"\n") + 1] else "\n"
    start = BYTE_ORDER_MARK if there.startswith(BYTE_ORDER_MARK) else b""
    return start + typed.replace("\n", newline).encode("utf-8", "replace")


def page(now: Working, name: str, shown: Shown) -> str:
    """Render the text of a file with its problems."""
    problems = [problem for problem in now.checked.problems if problem.file == FILES[name]]
    may_style()
    lines_shown = sum(len(hunk.pairs) for hunk in shown.hunks) <= MOST_LINES
    return render_template(
        "pages/rules-editor/text.html",
        name=name,
        titles=TITLES,
        shown=shown,
        errors=list(shown.errors),
        problems=[(each.line, quoted(each.sentence), line_address(FILES[name], each.line)) for each in problems[:MOST]],
        more=max(0, len(problems) - MOST),
        elsewhere=len(now.checked.problems) - len(problems),
        working=now,
        hunks_shown=shown.hunks if lines_shown else (),
        editor=has_editor(),
        back=("Rules", url_for("rules.shown")),
    )
