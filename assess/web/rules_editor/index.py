"""Overview of the forms and of the draft, and actions on the draft and the files on disk."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.syntax.names import matches_words
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import get_node
from assess.releases.models import RejectedError
from assess.report.content.citations import strip_references
from assess.storage.release_records import OutdatedError
from assess.web.rules_editor.documents import get_url_name
from assess.web.rules_editor.draft import (
    DraftView,
    get_publishing_service,
    load_draft_view,
    load_example_review,
)
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.problem_links import build_problem_link

bp = Blueprint("draft", __name__)
LIST_TITLES = {
    "recommendation": "Recommendations",
    "blocker": "Blockers",
    "warning": "Warnings",
    "contradiction": "Contradictions",
    "notice": "Notices",
    "fact": "Facts about the service",
    "derived": "Facts that follow from others",
    "role": "Roles",
    "term": "Glossary",
    "source": "Sources",
    "claim": "Findings",
}
_LIST_KINDS = ", ".join(LIST_TITLES)
MAX_LISTED = 50
SEARCH_THRESHOLD = 20
"""The maximum number of entities in a list without a search field."""
_MAX_SEARCH_LENGTH = 100
IMPORTANT = "important"
"""The category of a flashed message that says that something failed or that more remains to be done."""
_DRAFT_RESTORED = "The earlier draft has been restored. The draft that it replaced is kept, so you can change back."
_DRAFT_CHANGED = "The draft was changed after you opened this page, so nothing was done. Check it as it is now."


class EntityRow(NamedTuple):
    """An entity in a list."""

    id: str
    title: str
    remark: str


class _DraftOverview(NamedTuple):
    """A summary of the draft: its changes and problems, formatted for display."""

    draft: DraftView
    changes: tuple[str, ...]
    more_changes: int
    problems: tuple[tuple[str, str], ...]
    more_problems: int
    examples_to_confirm: int
    """The number of worked examples that publishing asks about."""

    @property
    def is_loadable(self) -> bool:
        """Whether it has no problems."""
        return self.draft.rulebook is not None


def build_draft_overview(draft: DraftView) -> _DraftOverview:
    """Build the summary of the draft."""
    found = [each.sentence for each in draft.list_changes() or ()] if draft.has_draft else []
    problems = (*draft.status.disk.problems, *draft.checked.problems)
    review = load_example_review(draft)
    return _DraftOverview(
        draft,
        tuple(found[:MAX_LISTED]),
        max(0, len(found) - MAX_LISTED),
        tuple(build_problem_link(draft, problem) for problem in draft.checked.problems[:MAX_LISTED]),
        max(0, len(problems) - MAX_LISTED),
        len(review.notices) if review else 0,
    )


@bp.get("/rules/draft")
def contents() -> str:
    """Show links to all forms, and the summary of the draft."""
    draft = load_draft_view()
    tree = draft.parse_file(ENTITY_TYPES["section"].file).tree
    sections = [get_node(tree, path) for path in iter_paths(tree, ("sections",))]
    return render_template(
        "pages/rules-editor/index.html",
        overview=build_draft_overview(draft),
        sections=[
            (get_text(each, "id"), strip_references(get_text(each, "title")))
            for each in sections
            if isinstance(each, dict)
        ],
        list_titles=LIST_TITLES,
        back=("Rules", url_for("rules.show_rules")),
    )


@bp.get(f"/rules/draft/list/<any({_LIST_KINDS}):kind>")
def list_entities(kind: str) -> str:
    """List all entities of a type, with links to their forms."""
    entity_type = ENTITY_TYPES[kind]
    tree = load_draft_view().parse_file(entity_type.file).tree
    found = [path for path in iter_paths(tree, entity_type.list_keys) if isinstance(get_node(tree, path), dict)]
    lines = [_build_entity_row(kind, tree, path) for path in found]
    search_text = request.args.get("find", "")[:_MAX_SEARCH_LENGTH]
    named = [line for line in lines if matches_words(" ".join(line), search_text)]
    return render_template(
        "pages/rules-editor/list.html",
        kind=kind,
        is_growable=entity_type.is_growable,
        title=LIST_TITLES[kind],
        rows=named,
        search_text=search_text,
        total=len(lines),
        is_searchable=len(lines) > SEARCH_THRESHOLD,
        noun=entity_type.noun,
        back=("Edit in forms", url_for("draft.contents")),
    )


def _build_entity_row(kind: str, tree: Any, path: NodePath) -> EntityRow:
    """Build the row of an entity in a list."""
    item = get_node(tree, path)
    remark = {"source": "status", "claim": "source", "term": "means"}.get(kind, "")
    return EntityRow(
        get_url_name(ENTITY_TYPES[kind], tree, path),
        strip_references(get_text(item, ENTITY_TYPES[kind].title_key)),
        strip_references(get_text(item, remark)),
    )


@bp.get("/rules/draft/drop")
def drop() -> str:
    """Ask for confirmation before dropping the draft."""
    return render_template(
        "pages/rules-editor/drop.html",
        overview=build_draft_overview(load_draft_view()),
        back=("Rules", url_for("rules.show_rules")),
    )


@bp.post("/rules/draft/drop")
def drop_now() -> Response:
    """Drop the draft, if it is still the one that was shown."""
    return _redirect_after(
        partial(get_publishing_service().delete_draft, get_revision()),
        "The draft has been deleted. The rules in force have not changed.",
    )


@bp.post("/rules/draft/take-back")
def restore_previous() -> Response:
    """Restore the previous draft."""
    return _redirect_after(partial(get_publishing_service().restore_previous, get_revision()), _DRAFT_RESTORED)


@bp.post("/rules/draft/take-from-disk")
def import_from_disk() -> Response:
    """Replace the draft by the files on disk."""
    return _redirect_after(
        partial(get_publishing_service().import_from_disk, get_revision()), "The files on disk are now the draft."
    )


@bp.post("/rules/draft/keep-disk-out")
def ignore_disk() -> Response:
    """Ignore the changes of the files on disk and keep the draft."""
    return _redirect_after(
        get_publishing_service().ignore_disk,
        "The draft has not changed. A copy of the files on disk was saved beside them.",
    )


@bp.post("/rules/draft/carry-on")
def rebase() -> Response:
    """Rebase a draft that was based on an earlier version on the version in force."""
    return _redirect_after(
        partial(get_publishing_service().rebase_draft, get_revision()), "The draft now follows the version in force."
    )


def get_revision() -> int:
    """Return the revision of the draft that the page showed, or -1, which never exists, if the form sent none."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 15 else -1


def _redirect_after(change: Callable[[], None], message: str) -> Response:
    """Make a change and redirect to the rules with a message that says what was done, or why nothing was."""
    try:
        change()
    except RejectedError as error:
        flash(str(error), IMPORTANT)
    except OutdatedError:
        flash(_DRAFT_CHANGED, IMPORTANT)
    else:
        flash(message)
    return redirect(url_for("rules.show_rules"), 303)
