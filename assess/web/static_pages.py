"""The start page, and the pages and branding that a council provides."""

from flask import Blueprint, Response, abort, render_template

from assess.report.paper.time_needed import minutes, said
from assess.settings import COUNCIL_FILE, TEXTS
from assess.web.context import site

area = Blueprint("pages", __name__)
TITLES = {"accessibility": "Accessibility statement", "cookies": "Cookies", "privacy": "Privacy notice"}


@area.get("/")
def start() -> str:
    """Show what the tool is, how long it takes and who is needed."""
    rulebook = site().rulebooks.in_force()
    takes = said(minutes(rulebook.questions.values(), rulebook.rules.profile))
    return render_template("pages/start.html", rulebook=rulebook, takes=takes)


@area.get("/<any(accessibility, cookies, privacy):name>")
def text(name: str) -> str:
    """Show a page with the council's own text and general facts about the tool."""
    if name not in TEXTS:
        abort(404)
    council = site().settings.council
    own = [part for part in council.texts.get(name, "").split("\n\n") if part.strip()]
    file = site().settings.data / COUNCIL_FILE
    return render_template(f"pages/{name}.html", title=TITLES[name], own=own, name=name, council=council, file=file)


@area.get("/council-colour.css")
def colour() -> Response:
    """Return the stylesheet with the council's colour."""
    return Response(f":root {{ --council: {site().settings.council.colour} }}\n", mimetype="text/css")


@area.get("/council-logo")
def logo() -> Response:
    """Return the council's logo."""
    found = site().settings.council.logo
    if found is None:
        abort(404)
    return Response(found.data, mimetype=found.kind)
