"""The frame of every page, rendered through the macros once for each part of the site."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, request, url_for
from markupsafe import Markup

from assess.web.components import environment, trusted
from assess.web.fragments import cut, marker
from assess.web.security import nonce

STATIC = Path(__file__).parent / "static"
PLACES = ("title", "nonce", "back", "content")


class Item(NamedTuple):
    """A link of the navigation and the areas that it stands for."""

    text: str
    endpoint: str
    areas: frozenset[str]


NAVIGATION = (
    Item(
        "Your assessments",
        "assessments.listed",
        frozenset({"assessments", "tasks", "questions", "about", "moving", "result", "samples"}),
    ),
    Item("All questions", "reading.questions", frozenset({"reading"})),
    Item("Rules", "rules.shown", frozenset({"rules"})),
)

FOOTER = (("Accessibility statement", "/accessibility"), ("Privacy notice", "/privacy"), ("Cookies", "/cookies"))


def frame() -> tuple[Markup, ...]:
    """Give the pieces of the page round its title, its back link and its content, as layout.html puts them together."""
    return framed(current_app.extensions["assess"].settings.council.name, links(), request.blueprint or "")


def links() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Give the navigation's texts, addresses and areas, for the areas that are there."""
    there = current_app.view_functions
    return tuple((item.text, url_for(item.endpoint), item.areas) for item in NAVIGATION if item.endpoint in there)


@lru_cache(64)
def framed(council: str, navigation: tuple[tuple[str, str, frozenset[str]], ...], area: str) -> tuple[Markup, ...]:
    """Render the frame once for a council and a part of the site, and cut it at its places."""
    items = [{"text": text, "href": href, "active": area in areas} for text, href, areas in navigation]
    template = environment.get_template("macros/frame.html")
    markers = {f"{place}_here": trusted(marker(place)) for place in PLACES}
    markup = template.render(
        council=council,
        navigation=items,
        footer=FOOTER,
        styled=is_styled(),
        cspNonce=markers["nonce_here"],
        **markers,
    )
    return tuple(trusted(piece) for piece in cut(markup).pieces[::2])


def is_styled() -> bool:
    """Tell whether GOV.UK Frontend was fetched when the program was set up; without it pages are plain."""
    return (STATIC / "vendor" / "govuk-frontend.css").is_file()


def add_frame(app: Flask) -> None:
    """Let templates use the frame."""
    values: Mapping[str, object] = {"frame": frame, "nonce": nonce}
    app.jinja_env.globals.update(values)
