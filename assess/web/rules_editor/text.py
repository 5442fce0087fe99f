"""Edit the text of a rules file: save it as the draft, compare it, download it and upload it."""

import hashlib
from typing import NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.text import Hunk
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import MAX_FILE_BYTES, decode_text
from assess.releases.comparison import decode_text as text_of
from assess.releases.text_comparison import compare_texts
from assess.storage.release_records import OutdatedError
from assess.web.components.widgets import sanitise
from assess.web.layout import has_editor
from assess.web.rules_editor.draft import (
    DraftView,
    build_files,
    build_line_url,
    get_publishing_service,
    load_draft_view,
)
from assess.web.rules_editor.save import flash_saved
from assess.web.security import allow_style, csrf_checked_by_view, is_csrf_valid
from assess.web.shared.downloads import make_attachment
from assess.web.shared.form_state import SESSION_ENDED
from assess.web.shared.text import quote_names

bp = Blueprint("rules_text", __name__)
_FILE_NAMES = {"readiness": READINESS_FILENAME, "evidence": EVIDENCE_FILENAME}
_FILE_TITLES = {"readiness": "Rules (readiness.yaml)", "evidence": "Sources (evidence.yaml)"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MAX_PROBLEMS = 100
_EMPTY = "It is empty"
_MAX_DIFF_LINES = 2000
_TOO_MANY_LINES = "More lines differ than a page can show."
_TOO_SLOW = "The lines take too long to compare, because so many of them are the same."
_CONFLICT = "This file was changed after you opened it. Nothing was saved. Combine the two below, then save"
TextResponse = AnyResponse | tuple[str, int] | str


class _TextPageState(NamedTuple):
    """The text in the field, with the messages and differences that the page shows."""

    text: str
    etag: str
    errors: tuple[tuple[str, str], ...] = ()
    title: str = ""
    """The heading of the differences."""
    hunks: tuple[Hunk, ...] | None = ()
    """The differences; None if they take too long to find."""


@bp.get("/rules/text/<any(readiness, evidence):name>")
def show(name: str) -> str:
    """Show the text of a file of the draft, with its problems."""
    draft = load_draft_view()
    data = draft.files_by_name[_FILE_NAMES[name]]
    return _render_text_page(draft, name, _TextPageState(text_of(data), compute_file_etag(data)))


@bp.post("/rules/text/<any(readiness, evidence):name>")
@csrf_checked_by_view
def update(name: str) -> TextResponse:
    """Save the text as the draft, or only show how it differs from the rules in force."""
    draft = load_draft_view()
    there, seen = draft.files_by_name[_FILE_NAMES[name]], request.form.get("seen", "")
    text = _normalise_line_ends(request.form.get("text", ""))
    if not is_csrf_valid():
        return _render_text_page(draft, name, _TextPageState(text, seen, ((SESSION_ENDED, "#text"),))), 422
    if request.form.get("then") == "compare":
        in_force = dict(zip(_FILE_NAMES.values(), draft.in_force.files, strict=True))[_FILE_NAMES[name]]
        hunks = compare_texts(text_of(in_force), text)
        title = "What is in force, line by line" if hunks == () else "What this text changes in the rules in force"
        return _render_text_page(draft, name, _TextPageState(text, seen, (), title, hunks))
    return _save_file(draft, name, _encode_like(there, text), seen)


@bp.post("/rules/text/<any(readiness, evidence):name>/send")
def upload(name: str) -> TextResponse:
    """Save an uploaded file as the draft, or show why it cannot be read."""
    draft, sent = load_draft_view(), request.files.get("file")
    there, seen = draft.files_by_name[_FILE_NAMES[name]], request.form.get("seen", "")
    if sent is None or not sent.filename:
        return _render_text_page(draft, name, _TextPageState(text_of(there), seen, (("Choose a file", "#file"),))), 422
    with sent.stream as stream:
        data = stream.read()
    unread = decode_text(data, _FILE_NAMES[name], MAX_FILE_BYTES)
    if isinstance(unread, Problem) or not unread.strip():
        why = f"Line {unread.line}: {quote_names(unread.message)}" if isinstance(unread, Problem) else _EMPTY
        sentence = f"The file was not accepted. {why}"
        return _render_text_page(draft, name, _TextPageState(text_of(there), seen, ((sentence, "#file"),))), 422
    return _save_file(draft, name, data, seen, whole=True)


def _save_file(draft: DraftView, name: str, data: bytes, etag: str, *, whole: bool = False) -> TextResponse:
    """Save a file in the draft, uploaded whole or submitted as text, unless it was changed meanwhile."""
    there = draft.files_by_name[_FILE_NAMES[name]]
    if compute_file_etag(there) == etag:
        files = build_files({**draft.files_by_name, _FILE_NAMES[name]: data})
        try:
            get_publishing_service().save_draft(files, draft.status.revision, unedited=whole)
        except OutdatedError:
            draft = load_draft_view()
            there = draft.files_by_name[_FILE_NAMES[name]]
        else:
            return _redirect_text_saved(name, data == there)
    hunks = compare_texts(text_of(there), text_of(data))
    title = "From the draft as it is now to your text"
    return _render_text_page(
        draft,
        name,
        _TextPageState(text_of(data), compute_file_etag(there), ((_CONFLICT, "#differences"),), title, hunks),
    ), 422


def _redirect_text_saved(name: str, is_unchanged: bool) -> AnyResponse:
    """Redirect to the text with a message on what was saved; the page lists the problems."""
    if is_unchanged:
        flash("Nothing was changed.")
    else:
        flash_saved(load_draft_view())
    return redirect(url_for("rules_text.show", name=name), 303)


@bp.get("/rules/text/<any(readiness, evidence):name>/lines")
def show_lines(name: str) -> str:
    """Show the text with numbered lines, which problems and other pages link to."""
    draft = load_draft_view()
    problems_by_line: dict[int, list[str]] = {}
    for problem in draft.checked.problems:
        if problem.file == _FILE_NAMES[name]:
            problems_by_line.setdefault(problem.line, []).append(quote_names(problem.message))
    return render_template(
        "pages/rules-editor/lines.html",
        name=name,
        title=_FILE_TITLES[name],
        lines=text_of(draft.files_by_name[_FILE_NAMES[name]]).splitlines(),
        problems_by_line=problems_by_line,
        draft=draft,
        back=("Edit the text", url_for("rules_text.show", name=name)),
    )


@bp.get("/rules/text/<any(readiness, evidence):name>.yaml")
def download(name: str) -> Response:
    """Download a file of the draft."""
    return make_attachment(load_draft_view().files_by_name[_FILE_NAMES[name]], name, ".yaml")


def compute_file_etag(data: bytes) -> str:
    """Return a short hash that changes when the file does."""
    return hashlib.sha256(data).hexdigest()[:16]


def _encode_like(original: bytes, text: str) -> bytes:
    """Encode the submitted text with the line endings and byte order mark of the file, or return it if it is equal."""
    if text == sanitise(_normalise_line_ends(text_of(original))):
        return original
    newline = "\r\n" if b"\r\n" in original[: original.find(b"\n") + 1] else "\n"
    start = _BYTE_ORDER_MARK if original.startswith(_BYTE_ORDER_MARK) else b""
    return start + text.replace("\n", newline).encode("utf-8", "replace")


def _normalise_line_ends(text: str) -> str:
    """Return a text with newlines for line ends, as the field of a page has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _render_text_page(draft: DraftView, name: str, state: _TextPageState) -> str:
    """Render the text of a file with its problems."""
    problems = [problem for problem in draft.checked.problems if problem.file == _FILE_NAMES[name]]
    allow_style()
    count = sum(len(hunk.pairs) for hunk in state.hunks or ())
    problem = _TOO_SLOW if state.hunks is None else _TOO_MANY_LINES if count > _MAX_DIFF_LINES else ""
    return render_template(
        "pages/rules-editor/text.html",
        name=name,
        titles=_FILE_TITLES,
        state=state,
        errors=list(state.errors),
        problems=[
            (each.line, quote_names(each.message), build_line_url(_FILE_NAMES[name], each.line))
            for each in problems[:_MAX_PROBLEMS]
        ],
        more_problems=max(0, len(problems) - _MAX_PROBLEMS),
        other_file_problems=len(draft.checked.problems) - len(problems),
        draft=draft,
        hunks=() if problem else state.hunks,
        diff_problem=problem,
        editor=has_editor(),
        back=("Rules", url_for("rules.show_rules")),
    )
