"""What the draft would change: before and after for samples, worked examples and every stored assessment."""

from flask import Blueprint, render_template, url_for

from assess.web.draft.hub import standing
from assess.web.draft.working import working

area = Blueprint("impacts", __name__)


@area.get("/rules/impact")
def show() -> str:
    """Show what the draft would change."""
    return render_template(
        "pages/draft/impact.html", standing=standing(working()), back=("Rules", url_for("rules.shown"))
    )
