"""Changes since an earlier assessment, a file of answers or an older version of the rules."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.report.content.baseline import Baseline
from assess.report.content.change_models import ChangeReport
from assess.report.content.changes import build_changes
from assess.verification.subprocess_check import BusyError
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.results.baselines import NOT_LISTED, get_previous_choice, list_baselines, load_baseline, read_baseline
from assess.web.results.verify import BUSY
from assess.web.results.views import get_applicable_assessment, get_question_urls, has_stage

bp = Blueprint("changes", __name__)
_MAX_PROBLEMS = 50
_NO_FILE = "Choose a file of answers"
ViewResponse = Response | tuple[str, int] | str


class ChangesPage(NamedTuple):
    """The content of the page: the selection, the comparison and the errors."""

    chosen: str = ""
    changes: ChangeReport | None = None
    errors: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """Number of problems of a file that are not listed."""
    older_version: str = ""
    """The version of the baseline's rules, if it is not the assessment's."""


@bp.get("/assessments/<int:number>/changes")
def show(number: int) -> ViewResponse:
    """Show the changes since the selected baseline, or since the previous assessment."""
    assessment = get_assessment(number)
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    chosen = request.args.get("with") or get_previous_choice(assessment)
    if not chosen:
        return _render_changes_page(assessment, ChangesPage())
    baseline = load_baseline(assessment, chosen)
    if baseline is None:
        return _render_changes_page(assessment, ChangesPage(errors=((NOT_LISTED, "#with"),))), 422
    return _render_changes_page(assessment, _compare_with(assessment, baseline, chosen))


@bp.post("/assessments/<int:number>/changes")
def show_with_file(number: int) -> ViewResponse:
    """Show the changes since an uploaded file of answers, which is not stored, or list what is wrong with it."""
    assessment = get_assessment(number)
    if not has_stage(assessment):
        return redirect(url_for("result.show", number=number), 303)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _render_changes_page(assessment, ChangesPage(errors=((_NO_FILE, "#file"),))), 422
    try:
        baseline = read_baseline(assessment, upload.read(), upload.filename)
    except BusyError:
        return _render_changes_page(assessment, ChangesPage(errors=((BUSY, "#file"),))), 503
    if not isinstance(baseline, Baseline):
        lines = tuple((sentence, "#file") for sentence in baseline[:_MAX_PROBLEMS])
        return _render_changes_page(
            assessment, ChangesPage(errors=lines, more=max(0, len(baseline) - _MAX_PROBLEMS))
        ), 422
    return _render_changes_page(assessment, _compare_with(assessment, baseline))


def _render_changes_page(assessment: AssessmentContext, content: ChangesPage) -> str:
    """Render the selection and, if there is one, the comparison."""
    return render_template(
        "pages/results/changes.html",
        back=(assessment.record.assessment.service, url_for("task_list.show", number=assessment.number)),
        assessment=assessment,
        choices=list_baselines(assessment),
        chosen=content.chosen,
        changes=content.changes,
        older_version=content.older_version,
        errors=list(content.errors),
        more_problems=content.more,
        question_urls=get_question_urls(assessment),
        colour=services().settings.council.colour,
    )


def _compare_with(assessment: AssessmentContext, baseline: Baseline, chosen: str = "") -> ChangesPage:
    """Compare the assessment with a baseline."""
    before, now = baseline.rulebook.version, assessment.rulebook.version
    return ChangesPage(chosen, _compute_changes(assessment, baseline), older_version=before if before != now else "")


def _compute_changes(assessment: AssessmentContext, baseline: Baseline) -> ChangeReport:
    """Compute the changes since a baseline."""
    return build_changes(assessment.rulebook, get_applicable_assessment(assessment), assessment.result(), baseline)
