"""Published versions: list them, show and compare their changes, and restore one as the draft."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.rules import Difference
from assess.core.loading.loader import EVIDENCE, READINESS
from assess.releases.comparison import DISK, DRAFT, Comparison
from assess.releases.comparison import compare as compared
from assess.releases.models import Refused
from assess.storage.release_records import Publication
from assess.web.rules_editor.draft import desk, look
from assess.web.rules_editor.index import IMPORTANT, revision
from assess.web.shared.downloads import attachment

area = Blueprint("versions", __name__)
BACK = "Versions"
MOST_LINES = 1500
"""The maximum number of changed lines that a page shows."""
NAMED = {DRAFT: "the draft", DISK: "the files on disk"}
MEANWHILE = "Somebody else changed the draft meanwhile, so nothing was brought back. Look at it as it is now."


@area.get("/rules/versions")
def listed() -> str:
    """List every published version, latest first."""
    desktop = look()
    return render_template(
        "pages/rules-editor/versions.html",
        versions=desk().versions(),
        desktop=desktop,
        back=("Rules", url_for("rules.shown")),
    )


@area.get("/rules/versions/<version>")
def show(version: str) -> str:
    """Show a published version: its date, publisher, reason and changes."""
    versions = desk().versions()
    place, found = placed(versions, version)
    before = versions[place + 1].release.version if place + 1 < len(versions) else ""
    return render_template(
        "pages/rules-editor/version.html",
        one=found,
        latest=place == 0,
        before=before,
        sentences=sentences(before, version) if before else (),
        desktop=desk().glance(),
        back=(BACK, url_for("versions.listed")),
    )


def placed(versions: tuple[Publication, ...], version: str) -> tuple[int, Publication]:
    """Return the index of a published version in the list, and the version; abort with 404 if there is none."""
    found = next(((place, each) for place, each in enumerate(versions) if each.release.version == version), None)
    return found or abort(404)


def sentences(before: str, after: str) -> tuple[str, ...]:
    """Describe the differences between two versions in sentences."""
    found = compared(desk(), before, after)
    return () if isinstance(found, Refused) else tuple(each.sentence for each in found.differences)


@area.get("/rules/versions/<version>/<any(readiness, evidence):name>.yaml")
def file(version: str, name: str) -> Response:
    """Download a file of a published version."""
    kept = desk().kept(version) or abort(404)
    return attachment(getattr(kept, name), f"{name}-{kept.release.version}", ".yaml")


@area.get("/rules/compare")
def compare() -> str | tuple[str, int]:
    """Show the differences between two sets of rules, in sentences and line by line."""
    known = [each.release.version for each in desk().versions()]
    desktop = look()
    before = request.args.get("before") or known[-1 if len(known) == 1 else 1]
    after = request.args.get("after") or (DRAFT if desktop.draft else known[0])
    found = compared(desk(), before, after)
    names = [*([DRAFT] if desktop.draft else []), *([DISK] if desktop.disk.files else []), *known]
    return render_template(
        "pages/rules-editor/compare.html",
        names=[(name, NAMED.get(name, f"version {name}")) for name in names],
        before=before,
        after=after,
        titles=tuple(NAMED.get(name, f"version {name}") for name in (before, after)),
        refused=found.sentences if isinstance(found, Refused) else (),
        comparison=None if isinstance(found, Refused) else found,
        groups=() if isinstance(found, Refused) else groups(found),
        cut=isinstance(found, Comparison) and cut(found),
        most=MOST_LINES,
        names_of_files={READINESS: "Rules (readiness.yaml)", EVIDENCE: "Sources (evidence.yaml)"},
        back=(BACK, url_for("versions.listed")),
    ), 404 if isinstance(found, Refused) else 200


def groups(found: Comparison) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """Group the differences by the kind of item that they belong to."""
    grouped: dict[str, list[Difference]] = {}
    for each in found.differences:
        grouped.setdefault(each.thing, []).append(each)
    return tuple((thing, tuple(each)) for thing, each in grouped.items())


def cut(found: Comparison) -> bool:
    """Return whether there are more changed lines than a page shows."""
    return sum(len(hunk.pairs) for _, hunks in found.hunks for hunk in hunks) > MOST_LINES


@area.post("/rules/versions/<version>/restore")
def restore(version: str) -> AnyResponse:
    """Make a published version the draft, with the next version number."""
    found = desk().restore(version, revision())
    if isinstance(found, Refused):
        flash(" ".join(found.sentences), IMPORTANT)
        return redirect(url_for("versions.listed"), 303)
    if found:
        flash(MEANWHILE, IMPORTANT)
    else:
        flash(f"The draft is version {version} again, with a new number. Publish it to bring it back.")
    return redirect(url_for("rules.shown"), 303)
