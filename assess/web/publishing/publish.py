"""Publish the draft with a higher version number, the name of the publisher and a note on the reason."""

from contextlib import suppress
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.loading.loader import READINESS_FILENAME
from assess.core.model.fields import VERSION_PATTERN
from assess.core.model.text import clean_text
from assess.core.syntax.problems import Problem
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.edits import SetValue, apply_edits
from assess.releases.example_review import describe_rest
from assess.releases.form_validation import find_form_errors
from assess.releases.models import RejectedError
from assess.releases.versions import parse_version
from assess.storage.release_records import OutdatedError
from assess.web.publishing.confirmations import (
    ConfirmationField,
    build_confirmation_fields,
    iter_confirmation_errors,
    list_reasons,
)
from assess.web.rules_editor.draft import (
    DraftView,
    build_files,
    get_publishing_service,
    load_draft_view,
    load_example_review,
)
from assess.web.rules_editor.index import build_draft_overview, get_revision
from assess.web.rules_editor.problem_links import build_problem_link
from assess.web.security import csrf_checked_by_view, is_csrf_valid
from assess.web.shared.form_state import SESSION_ENDED

bp = Blueprint("publish", __name__)
_VERSION_PATH = ("rulebook", "version")
_INVALID_VERSION = "Enter a version of three numbers, such as {}"
_DRAFT_CHANGED_MEANWHILE = "The draft was changed after you opened this page. Check it again before you publish it."


class PublishForm(NamedTuple):
    """The submitted values of the form."""

    version: str
    by: str = ""
    why: str = ""
    confirmations: tuple[ConfirmationField, ...] = ()
    """The changed worked examples."""


@bp.get("/rules/publish")
def show() -> str:
    """Show what would be published, and the form for the publisher and the reason."""
    draft = load_draft_view()
    confirmations = build_confirmation_fields(load_example_review(draft), {})
    return _render_publish_page(draft, PublishForm(_suggest_version(draft), confirmations=confirmations), [])


@bp.post("/rules/publish")
@csrf_checked_by_view
def publish() -> Response | tuple[str, int]:
    """Publish the draft, or show the form again with its errors."""
    form = _read_form(load_draft_view())
    if not is_csrf_valid():
        return _render_publish_page(load_draft_view(), form, [(SESSION_ENDED, "#refused")]), 422
    errors = _validate_form(form)
    if errors:
        return _render_publish_page(load_draft_view(), form, errors), 422
    try:
        _publish_draft(form, get_revision())
    except RejectedError as rejected:
        errors = [_build_error(problem) for problem in rejected.problems]
        errors = errors or [(sentence, "#refused") for sentence in rejected.sentences]
        return _render_publish_page(load_draft_view(), form, errors), 422
    return redirect(url_for("rules.show_rules"), 303)


def _build_error(problem: Problem) -> tuple[str, str]:
    """Return a problem with the anchor of the version, or the URL at which it can be corrected."""
    if problem.path == _VERSION_PATH:
        return problem.message, "#version"
    return build_problem_link(load_draft_view(), problem)


def _read_form(draft: DraftView) -> PublishForm:
    """Return the submitted values."""
    version, by, why = (clean_text(request.form.get(name)) for name in ("version", "by", "why"))
    return PublishForm(version, by, why, build_confirmation_fields(load_example_review(draft), request.form))


def _validate_form(form: PublishForm) -> list[tuple[str, str]]:
    """Check all fields in the order of the page; return the error messages with the anchors of their fields."""
    wrong = list(iter_confirmation_errors(form.confirmations))
    if not VERSION_PATTERN.match(form.version):
        wrong.append((_INVALID_VERSION.format(get_publishing_service().suggest_version()), "#version"))
    return wrong + [(sentence, f"#{field}") for field, sentence in find_form_errors(form.by, form.why)]


def _publish_draft(form: PublishForm, revision: int) -> None:
    """Set the version in the draft and publish it; raises RejectedError."""
    draft = load_draft_view()
    if draft.has_draft and draft.status.revision == revision and _get_draft_version(draft) != form.version:
        changed = apply_edits(draft.files_by_name, [SetValue(READINESS_FILENAME, _VERSION_PATH, form.version)])
        with suppress(OutdatedError):  # then publishing says who changed it
            if isinstance(changed, dict):
                get_publishing_service().save_draft(build_files(changed), revision)
                revision += 1
    published = get_publishing_service().publish(revision, form.by, form.why, list_reasons(form.confirmations))
    flash(f"Version {published.publication.release.version} is in force. {' '.join(published.notes)}".strip())


def _get_draft_version(draft: DraftView) -> str:
    """Return the version of the draft, or an empty string if it has none."""
    found = get_node(draft.parse_file(READINESS_FILENAME).tree, _VERSION_PATH)
    return found if isinstance(found, str) else ""


def _suggest_version(draft: DraftView) -> str:
    """Return the version to suggest: that of the draft if it is high enough, otherwise the next one."""
    own, following = _get_draft_version(draft), get_publishing_service().suggest_version()
    fits = VERSION_PATTERN.match(own) and parse_version(own) >= parse_version(following)
    return own if fits else following


def _render_publish_page(draft: DraftView, form: PublishForm, errors: list[tuple[str, str]]) -> str:
    """Render the page with the form."""
    if not draft.has_draft:  # another person published or dropped it, so there are no fields
        errors = [(sentence, "#refused") for sentence, _ in errors]
    errors_by_field = {address.removeprefix("#"): sentence for sentence, address in errors}
    review = load_example_review(draft)
    return render_template(
        "pages/rules-editor/publish.html",
        overview=build_draft_overview(draft),
        form=form,
        errors=errors,
        errors_by_field=errors_by_field,
        review=review,
        rest=tuple(describe_rest(review)) if review else (),
        assessment_count=draft.status.latest.assessments,
        is_outdated=draft.status.draft is not None and draft.status.draft.based_on != draft.status.latest.number,
        back=("Rules", url_for("rules.show_rules")),
    )
