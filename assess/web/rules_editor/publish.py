"""Publish the draft with a higher version number, the name of the publisher and a note on the reason."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.loading.loader import READINESS
from assess.core.model.fields import VERSION
from assess.core.validation.labels import value_at
from assess.core.yaml_edit.edits import SetValue, apply
from assess.releases.form_validation import word_mistakes
from assess.releases.models import Refused
from assess.releases.versions import number_by_number
from assess.web.components.fields import tidied
from assess.web.rules_editor.draft import Working, desk, files_of, problem_line, working
from assess.web.rules_editor.index import revision, standing
from assess.web.security import form_is_ours, looks_itself
from assess.web.shared.form_state import NOT_OURS

area = Blueprint("publish", __name__)
PLACE = ("rulebook", "version")
WRONG_VERSION = "Enter a version of three numbers, such as {}"
CHANGED = "Somebody else changed the draft while you looked at it. Look at it again before it is published."


class Typed(NamedTuple):
    """The submitted values of the form."""

    version: str
    by: str = ""
    why: str = ""


@area.get("/rules/publish")
def show() -> str:
    """Show what would be published, and the form for the publisher and the reason."""
    now = working()
    return page(now, Typed(offered(now)), [])


@looks_itself
@area.post("/rules/publish")
def publish() -> Response | tuple[str, int]:
    """Publish the draft, or show the form again with its errors."""
    typed = Typed(*(tidied(request.form.get(name)) for name in Typed._fields))
    if not form_is_ours():
        return page(working(), typed, [(NOT_OURS, "#refused")]), 422
    errors = mistakes(typed)
    if errors:
        return page(working(), typed, errors), 422
    refused = published(typed, revision())
    if refused is None:
        return redirect(url_for("rules.shown"), 303)
    errors = [problem_line(problem) for problem in refused.problems]
    return page(working(), typed, errors or [(sentence, "#refused") for sentence in refused.sentences]), 422


def mistakes(typed: Typed) -> list[tuple[str, str]]:
    """Check the version, the name and the note; return the error messages with the anchors of their fields."""
    wrong = [] if VERSION.match(typed.version) else [(WRONG_VERSION.format(desk().next_version()), "#version")]
    return wrong + [(sentence, f"#{field}") for field, sentence in word_mistakes(typed.by, typed.why)]


def published(typed: Typed, seen: int) -> Refused | None:
    """Set the version in the draft and publish it; return the rejection if that fails."""
    now = working()
    if now.has_draft and now.desktop.revision == seen and version_of(now) != typed.version:
        changed = apply(now.by_name, [SetValue(READINESS, PLACE, typed.version)])
        if isinstance(changed, dict) and desk().save_draft(files_of(changed), seen) is None:
            seen += 1
    found = desk().publish(seen, typed.by, typed.why)
    if isinstance(found, Refused):
        return found
    flash(f"Version {found.publication.release.version} is in force. {' '.join(found.remarks)}".strip())
    return None


def version_of(now: Working) -> str:
    """Return the version of the draft, or an empty string if it has none."""
    found = value_at(now.document(READINESS).tree, PLACE)
    return found if isinstance(found, str) else ""


def offered(now: Working) -> str:
    """Return the version to suggest: that of the draft if it is high enough, otherwise the next one."""
    own, following = version_of(now), desk().next_version()
    fits = VERSION.match(own) and number_by_number(own) >= number_by_number(following)
    return own if fits else following


def page(now: Working, typed: Typed, errors: list[tuple[str, str]]) -> str:
    """Render the page with the form."""
    if not now.has_draft:  # another person published or dropped it, so there are no fields
        errors = [(sentence, "#refused") for sentence, _ in errors]
    of = {address.removeprefix("#"): sentence for sentence, address in errors}
    return render_template(
        "pages/rules-editor/publish.html",
        standing=standing(now),
        typed=typed,
        errors=errors,
        of=of,
        overtaken=now.desktop.draft is not None and now.desktop.draft.begun_from != now.desktop.latest.number,
        back=("Rules", url_for("rules.shown")),
    )
