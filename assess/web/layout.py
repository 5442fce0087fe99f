"""The page layout, rendered through the macros once for each blueprint."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask, request
from markupsafe import Markup

from assess.web.components.fragments import cut, marker
from assess.web.components.govuk import environment, trusted
from assess.web.context import site
from assess.web.security import nonce

STATIC = Path(__file__).parent / "static"
PLACES = ("title", "head", "nonce", "back", "content")


class Item(NamedTuple):
    """A link of the navigation and the blueprints for which it is active."""

    text: str
    href: str
    areas: frozenset[str]


NAVIGATION = (
    Item(
        "Your assessments",
        "/assessments",
        frozenset(
            {
                "assessments",
                "checking",
                "tasks",
                "questions",
                "about",
                "moving",
                "changes",
                "result",
                "reports",
                "samples",
                "assessment_examples",
                "plan",
                "actions",
            }
        ),
    ),
    Item("Services", "/services", frozenset({"services"})),
    Item("All questions", "/questions", frozenset({"reading", "papers"})),
    Item(
        "Rules",
        "/rules",
        frozenset({"rules", "draft", "editing", "examples", "rules_text", "impacts", "publish", "versions"}),
    ),
)

FOOTER = (("Accessibility statement", "/accessibility"), ("Privacy notice", "/privacy"), ("Cookies", "/cookies"))


def frame() -> tuple[Markup, ...]:
    """Return the pieces of the layout between which layout.html puts the title, the back link and the content."""
    council = site().settings.council
    return framed(council.name, request.blueprint or "", has_logo=council.logo is not None)


@lru_cache(64)
def framed(council: str, area: str, *, has_logo: bool) -> tuple[Markup, ...]:
    """Render the layout once for a council and a blueprint, and split it at its slots."""
    items = [{"text": item.text, "href": item.href, "active": area in item.areas} for item in NAVIGATION]
    template = environment.get_template("macros/layout.html")
    markers = {f"{place}_here": trusted(marker(place)) for place in PLACES}
    markup = template.render(
        council=council,
        has_logo=has_logo,
        navigation=items,
        footer=FOOTER,
        styled=is_styled(),
        cspNonce=markers["nonce_here"],
        **markers,
    )
    return tuple(trusted(piece) for piece in cut(markup).pieces[::2])


def is_styled() -> bool:
    """Return whether GOV.UK Frontend was downloaded during installation; without it pages have no style."""
    return (STATIC / "vendor" / "govuk-frontend.css").is_file()


def add_frame(app: Flask) -> None:
    """Add the layout to the globals of the templates."""
    values: Mapping[str, object] = {"frame": frame, "nonce": nonce}
    app.jinja_env.globals.update(values)


def has_editor() -> bool:
    """Return whether the code editor for the text of the rules was downloaded."""
    return (STATIC / "vendor" / "editor").is_dir()
