"""Deleted assessments: undo a deletion, or remove an assessment for good before its 30 days have passed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.storage.records import UNDO_PERIOD, DeletedAssessment, NotFoundError
from assess.web.context import services

bp = Blueprint("deleted", __name__)


@bp.get("/assessments/deleted")
def list_deleted() -> str:
    """List the deleted assessments that can be brought back."""
    return render_template(
        "pages/assessments/deleted.html",
        deleted=services().store.list_deleted(),
        days=UNDO_PERIOD.days,
        back=("Your assessments", url_for("assessments.list_assessments")),
    )


@bp.post("/assessments/<int:number>/undo")
def undo(number: int) -> Response:
    """Undo the deletion of an assessment, and send a form again that could not be saved because of it."""
    services().store.restore_assessment(number)
    form_url = request.args.get("form", "")
    if form_url.startswith(f"/assessments/{number}/"):
        return redirect(form_url, 307)  # which sends what was typed again
    flash(f"“{services().store.load_assessment(number).name}” is back, with everything in it.")
    return redirect(url_for("task_list.show", number=number), 303)


@bp.get("/assessments/<int:number>/remove")
def remove(number: int) -> str:
    """Ask for confirmation before a deleted assessment is removed for good."""
    back = ("Deleted assessments", url_for("deleted.list_deleted"))
    return render_template("pages/assessments/remove.html", deleted=_load_deleted(number), back=back)


@bp.post("/assessments/<int:number>/remove")
def remove_now(number: int) -> Response:
    """Remove a deleted assessment for good."""
    name = _load_deleted(number).name
    services().store.remove_deleted(number)
    flash(f"“{name}” was removed for good.")
    return redirect(url_for("deleted.list_deleted"), 303)


def _load_deleted(number: int) -> DeletedAssessment:
    """Load a deleted assessment; raises NotFoundError."""
    deleted = services().store.load_deleted(number)
    if deleted is None:
        raise NotFoundError(number)
    return deleted
