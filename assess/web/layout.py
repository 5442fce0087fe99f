"""The page layout, rendered through the macros once for each blueprint."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask, request
from markupsafe import Markup

from assess.web.components.fragments import make_marker, split_markup
from assess.web.components.govuk import environment, mark_safe
from assess.web.context import services
from assess.web.security import get_nonce

STATIC = Path(__file__).parent / "static"
_SLOTS = ("title", "head", "nonce", "back", "content")


class _NavigationItem(NamedTuple):
    """A link of the navigation and the blueprints for which it is active."""

    text: str
    href: str
    blueprints: frozenset[str]


NAVIGATION = (
    _NavigationItem(
        "Your assessments",
        "/assessments",
        frozenset(
            {
                "assessments",
                "deleted",
                "verification",
                "task_list",
                "questions",
                "profile",
                "profile_check",
                "migration",
                "changes",
                "result",
                "reports",
                "samples",
                "assessment_examples",
                "plan",
                "actions",
                "several_actions",
            }
        ),
    ),
    _NavigationItem("Services", "/services", frozenset({"services"})),
    _NavigationItem("All questions", "/questions", frozenset({"question_list", "papers"})),
    _NavigationItem(
        "Rules",
        "/rules",
        frozenset(
            {
                *("rules", "draft", "entities", "question_added", "examples", "rules_text"),
                *("impact", "publish", "versions", "update"),
            }
        ),
    ),
)

FOOTER = (("Accessibility statement", "/accessibility"), ("Privacy notice", "/privacy"), ("Cookies", "/cookies"))


def _get_layout() -> tuple[Markup, ...]:
    """Return the pieces of the layout between which layout.html puts the title, the back link and the content."""
    council = services().settings.council
    return _render_layout(council.name, request.blueprint or "", has_logo=council.logo is not None)


@lru_cache(64)
def _render_layout(council: str, blueprint: str, *, has_logo: bool) -> tuple[Markup, ...]:
    """Render the layout once for a council and a blueprint, and split it at its slots."""
    items = [{"text": item.text, "href": item.href, "active": blueprint in item.blueprints} for item in NAVIGATION]
    template = environment.get_template("macros/layout.html")
    markers = {f"{slot}_here": mark_safe(make_marker(slot)) for slot in _SLOTS}
    markup = template.render(
        council=council,
        has_logo=has_logo,
        navigation=items,
        footer=FOOTER,
        styled=has_stylesheet(),
        cspNonce=markers["nonce_here"],
        **markers,
    )
    return tuple(mark_safe(piece) for piece in split_markup(markup).pieces[::2])


def has_stylesheet() -> bool:
    """Return whether GOV.UK Frontend was downloaded during installation; without it pages have no style."""
    return (STATIC / "vendor" / "govuk-frontend.css").is_file()


def register_layout(app: Flask) -> None:
    """Add the layout to the globals of the templates."""
    values: Mapping[str, object] = {"layout_pieces": _get_layout, "nonce": get_nonce}
    app.jinja_env.globals.update(values)


def has_editor() -> bool:
    """Return whether the code editor for the text of the rules was downloaded."""
    return (STATIC / "vendor" / "editor").is_dir()
