"""Published versions: list them, show and compare their changes, and restore one as the draft."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.rules import RuleDifference
from assess.core.comparison.text import Hunk
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.validation.labels import word_for
from assess.releases.comparison import DISK_NAME, DRAFT_NAME, RulesComparison, compare_lines
from assess.releases.comparison import compare_versions as compared
from assess.releases.models import RejectedError
from assess.storage.release_records import OutdatedError, Publication
from assess.web.rules_editor.draft import get_publishing_service, sync_with_disk
from assess.web.rules_editor.index import IMPORTANT, get_revision
from assess.web.shared.downloads import make_attachment

bp = Blueprint("versions", __name__)
_BACK_TEXT = "Versions"
_MAX_DIFF_LINES = 1500
"""The maximum number of changed lines that a page shows."""
_TOO_MANY_LINES = (
    f"More than {_MAX_DIFF_LINES:,} lines differ, so they are not shown here. Download both to compare them."
)
_TOO_SLOW = "The lines take too long to compare, because so many of them are the same. Download both to compare them."
_SPECIAL_LABELS = {DRAFT_NAME: "the draft", DISK_NAME: "the files on disk"}
_DRAFT_CHANGED = "The draft was changed after you opened this page, so nothing was restored. Check it as it is now."


@bp.get("/rules/versions")
def list_versions() -> str:
    """List every published version, latest first."""
    sync_with_disk()
    return render_template(
        "pages/rules-editor/versions.html",
        versions=get_publishing_service().list_publications(),
        back=("Rules", url_for("rules.show_rules")),
    )


@bp.get("/rules/versions/<version>")
def show(version: str) -> str:
    """Show a published version: its date, publisher, reason and changes."""
    versions = get_publishing_service().list_publications()
    index, found = _find_version(versions, version)
    before = versions[index + 1].release.version if index + 1 < len(versions) else ""
    return render_template(
        "pages/rules-editor/version.html",
        publication=found,
        is_latest=index == 0,
        previous=before,
        sentences=_describe_differences(before, version) if before else (),
        status=get_publishing_service().get_status(),
        back=(_BACK_TEXT, url_for("versions.list_versions")),
    )


def _find_version(versions: tuple[Publication, ...], version: str) -> tuple[int, Publication]:
    """Return the index of a published version in the list, and the version; abort with 404 if there is none."""
    found = next(((index, each) for index, each in enumerate(versions) if each.release.version == version), None)
    return found or abort(404)


def _describe_differences(before: str, after: str) -> tuple[str, ...]:
    """Describe the differences between two versions in sentences."""
    try:
        return tuple(each.sentence for each in compared(get_publishing_service(), before, after).differences)
    except RejectedError:
        return ()


@bp.get("/rules/versions/<version>/<any(readiness, evidence):name>.yaml")
def download(version: str, name: str) -> Response:
    """Download a file of a published version."""
    kept = get_publishing_service().load_stored(version) or abort(404)
    return make_attachment(getattr(kept, name), f"{name}-{kept.release.version}", ".yaml")


@bp.get("/rules/compare")
def compare() -> str | tuple[str, int]:
    """Show the differences between two sets of rules, in sentences and line by line."""
    known = [each.release.version for each in get_publishing_service().list_publications()]
    status = sync_with_disk()
    before = request.args.get("before") or known[-1 if len(known) == 1 else 1]
    after = request.args.get("after") or (DRAFT_NAME if status.draft else known[0])
    comparison: RulesComparison | None = None
    rejection: tuple[str, ...] = ()
    try:
        comparison = compared(get_publishing_service(), before, after)
    except RejectedError as error:
        rejection = error.sentences
    hunks = compare_lines(comparison) if comparison else ()
    names = [*([DRAFT_NAME] if status.draft else []), *([DISK_NAME] if status.disk.files else []), *known]
    return render_template(
        "pages/rules-editor/compare.html",
        choices=[(name, _SPECIAL_LABELS.get(name, f"version {name}")) for name in names],
        before=before,
        after=after,
        titles=tuple(_SPECIAL_LABELS.get(name, f"version {name}") for name in (before, after)),
        rejection=rejection,
        comparison=comparison,
        groups=_group_differences(comparison) if comparison else (),
        word_for=word_for,
        hunks=hunks,
        problem=_TOO_SLOW if hunks is None else _TOO_MANY_LINES if _is_truncated(hunks) else "",
        file_titles={READINESS_FILENAME: "Rules (readiness.yaml)", EVIDENCE_FILENAME: "Sources (evidence.yaml)"},
        back=(_BACK_TEXT, url_for("versions.list_versions")),
    ), 200 if comparison else 404


def _group_differences(comparison: RulesComparison) -> tuple[tuple[str, tuple[RuleDifference, ...]], ...]:
    """Group the differences by the kind of item that they belong to."""
    grouped: dict[str, list[RuleDifference]] = {}
    for each in comparison.differences:
        grouped.setdefault(each.item_kind, []).append(each)
    return tuple((kind, tuple(each)) for kind, each in grouped.items())


def _is_truncated(files: tuple[tuple[str, tuple[Hunk, ...]], ...]) -> bool:
    """Return whether there are more changed lines than a page shows."""
    return sum(len(hunk.pairs) for _, hunks in files for hunk in hunks) > _MAX_DIFF_LINES


@bp.post("/rules/versions/<version>/restore")
def restore(version: str) -> AnyResponse:
    """Make a published version the draft, with the next version number."""
    try:
        get_publishing_service().restore_version(version, get_revision())
    except RejectedError as error:
        flash(str(error), IMPORTANT)
        return redirect(url_for("versions.list_versions"), 303)
    except OutdatedError:
        flash(_DRAFT_CHANGED, IMPORTANT)
    else:
        flash(f"The draft is version {version} again, with a new number. Publish it to restore it.")
    return redirect(url_for("rules.show_rules"), 303)
