"""Changes since an earlier assessment, a file of answers or an older version of the rules."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.report.content.baseline import Earlier
from assess.report.content.change_models import Progress
from assess.report.content.changes import progress
from assess.verification.subprocess_check import BusyError
from assess.web.context import Opened, opened, site
from assess.web.results.baselines import NOT_LISTED, before_this, choices, earlier_in, earlier_of
from assess.web.results.verify import BUSY
from assess.web.results.views import is_begun, question_pages, said_of

area = Blueprint("changes", __name__)
MOST_PROBLEMS = 50
MISSING = "Choose a file of answers"
Answered = Response | tuple[str, int] | str


class Shown(NamedTuple):
    """The content of the page: the selection, the comparison and the errors."""

    chosen: str = ""
    found: Progress | None = None
    errors: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """Number of problems of a file that are not listed."""
    older: str = ""
    """The version of the baseline's rules, if it is not the assessment's."""


@area.get("/assessments/<int:number>/changes")
def show(number: int) -> Answered:
    """Show the changes since the selected baseline, or since the previous assessment."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    chosen = request.args.get("with") or before_this(assessment)
    if not chosen:
        return page(assessment, Shown())
    earlier = earlier_of(assessment, chosen)
    if earlier is None:
        return page(assessment, Shown(errors=((NOT_LISTED, "#with"),))), 422
    return page(assessment, beside(assessment, earlier, chosen))


@area.post("/assessments/<int:number>/changes")
def show_with_file(number: int) -> Answered:
    """Show the changes since an uploaded file of answers, which is not stored, or list what is wrong with it."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return page(assessment, Shown(errors=((MISSING, "#file"),))), 422
    try:
        earlier = earlier_in(assessment, sent.read(), sent.filename)
    except BusyError:
        return page(assessment, Shown(errors=((BUSY, "#file"),))), 503
    if not isinstance(earlier, Earlier):
        lines = tuple((sentence, "#file") for sentence in earlier[:MOST_PROBLEMS])
        return page(assessment, Shown(errors=lines, more=max(0, len(earlier) - MOST_PROBLEMS))), 422
    return page(assessment, beside(assessment, earlier))


def page(assessment: Opened, shown: Shown) -> str:
    """Render the selection and, if there is one, the comparison."""
    return render_template(
        "pages/results/changes.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=assessment.number)),
        opened=assessment,
        choices=choices(assessment),
        chosen=shown.chosen,
        progress=shown.found,
        older=shown.older,
        errors=list(shown.errors),
        more=shown.more,
        pages=question_pages(assessment),
        colour=site().settings.council.colour,
    )


def beside(assessment: Opened, earlier: Earlier, chosen: str = "") -> Shown:
    """Compare the assessment with a baseline."""
    before, now = earlier.rulebook.version, assessment.rulebook.version
    return Shown(chosen, compared(assessment, earlier), older=before if before != now else "")


def compared(assessment: Opened, earlier: Earlier) -> Progress:
    """Compute the changes since a baseline."""
    return progress(assessment.rulebook, said_of(assessment), assessment.result(), earlier)
