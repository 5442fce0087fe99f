"""The start page, and the pages and branding that a council provides."""

from flask import Blueprint, Response, abort, render_template

from assess.report.paper.time_needed import estimate_minutes, format_duration
from assess.settings import COUNCIL_FILE, TEXT_KEYS
from assess.web.context import services

bp = Blueprint("static_pages", __name__)
_TITLES = {"accessibility": "Accessibility statement", "cookies": "Cookies", "privacy": "Privacy notice"}


@bp.get("/")
def start() -> str:
    """Show what the tool is, how long it takes and who is needed."""
    rulebook = services().rulebooks.get_current()
    time_needed = format_duration(estimate_minutes(rulebook.questions.values(), rulebook.rules.profile))
    return render_template("pages/start.html", rulebook=rulebook, time_needed=time_needed)


@bp.get("/<any(accessibility, cookies, privacy):name>")
def council_page(name: str) -> str:
    """Show a page with the council's own text and general facts about the tool."""
    if name not in TEXT_KEYS:
        abort(404)
    council = services().settings.council
    own = [part for part in council.texts.get(name, "").split("\n\n") if part.strip()]
    file = services().settings.data / COUNCIL_FILE
    return render_template(
        f"pages/{name}.html", title=_TITLES[name], paragraphs=own, name=name, council=council, file=file
    )


@bp.get("/council-colour.css")
def council_stylesheet() -> Response:
    """Return the stylesheet with the council's colour."""
    return Response(f":root {{ --council: {services().settings.council.colour} }}\n", mimetype="text/css")


@bp.get("/council-logo")
def council_logo() -> Response:
    """Return the council's logo."""
    council_logo_file = services().settings.council.logo
    if council_logo_file is None:
        abort(404)
    return Response(council_logo_file.data, mimetype=council_logo_file.kind)
