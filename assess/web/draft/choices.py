"""What there is to choose from in the forms that change rules, from the tree of a file that may have mistakes."""

from collections.abc import Mapping
from typing import Any

from assess.core.model import STAGE
from assess.core.naming import value_at
from assess.web.draft.entries import Choices
from assess.web.wording import plain

EFFORTS = (
    ("days", "Days: under two weeks"),
    ("weeks", "Weeks: up to about three months"),
    ("months", "Months: longer"),
)
STATUSES = ("in force", "enacted, check commencement", "proposed", "superseded", "guidance", "evidence")


def named(tree: Any, key: str, text: str) -> Choices:
    """Give the ids and texts of a list of things."""
    found = value_at(tree, (key,))
    things = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    return tuple((word(each, "id"), plain(word(each, text)) or word(each, "id")) for each in things)


def word(thing: Mapping[str, Any], key: str) -> str:
    """Give a text of a thing; empty where it is none."""
    found = thing.get(key)
    return found if isinstance(found, str) else ""


def roles(tree: Any) -> Choices:
    """Give whom one may ask or who may lead."""
    return named(tree, "roles", "title")


def bands(tree: Any) -> Choices:
    """Give the bands."""
    return named(tree, "bands", "label")


def sources(tree: Any) -> Choices:
    """Give the sources."""
    return tuple((name, f"{title} ({name})") for name, title in named(tree, "sources", "title"))


def stages(tree: Any) -> Choices:
    """Give the stages but the first, at which a question falls due that names none."""
    facts = value_at(tree, ("profile",))
    found = [each for each in facts if isinstance(each, Mapping)] if isinstance(facts, list) else []
    stage = next((each for each in found if each.get("id") == STAGE), {})
    return named(stage, "options", "text")[1:]


def efforts(_: Any) -> Choices:
    """Give how much work something is."""
    return EFFORTS


def statuses(_: Any) -> Choices:
    """Give how a source may stand."""
    return tuple((status, status.capitalize()) for status in STATUSES)


def yes_or_no(_: Any) -> Choices:
    """Give whether something may be so."""
    return (("true", "Yes"), ("false", "No"))
