"""Choices offered by the forms, read from the parsed YAML of a file that may contain mistakes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assess.core.model.rules import STAGE
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.labels import value_at
from assess.web.rules_editor.fields import Choices
from assess.web.shared.text import plain

EFFORTS = (
    ("days", "Days: under two weeks"),
    ("weeks", "Weeks: up to about three months"),
    ("months", "Months: longer"),
)
STATUSES = ("in force", "enacted, check commencement", "proposed", "superseded", "guidance", "evidence")


def named(tree: Any, key: str, text: str) -> Choices:
    """Return the ids and texts of the items of a list."""
    found = value_at(tree, (key,))
    things = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    return tuple((word(each, "id"), plain(word(each, text)) or word(each, "id")) for each in things)


def word(thing: Mapping[str, Any], key: str) -> str:
    """Return a text value of an item, or an empty string if it has none."""
    found = thing.get(key)
    return found if isinstance(found, str) else ""


def roles(tree: Any, _path: Path = ()) -> Choices:
    """Return the roles that can be asked or can lead a recommendation."""
    return named(tree, "roles", "title")


def bands(tree: Any, _path: Path = ()) -> Choices:
    """Return the bands."""
    return named(tree, "bands", "label")


def sources(tree: Any, _path: Path = ()) -> Choices:
    """Return the sources."""
    return tuple((name, f"{title} ({name})") for name, title in named(tree, "sources", "title"))


def stages(tree: Any, _path: Path = ()) -> Choices:
    """Return every stage except the first, which applies to questions that name no stage."""
    facts = value_at(tree, ("profile",))
    found = [each for each in facts if isinstance(each, Mapping)] if isinstance(facts, list) else []
    stage = next((each for each in found if each.get("id") == STAGE), {})
    return named(stage, "options", "text")[1:]


def efforts(_tree: Any, _path: Path) -> Choices:
    """Return the levels of effort."""
    return EFFORTS


def statuses(_tree: Any, _path: Path) -> Choices:
    """Return the possible statuses of a source."""
    return tuple((status, status.capitalize()) for status in STATUSES)


def yes_or_no(_tree: Any, _path: Path) -> Choices:
    """Return the choices for a yes or no field."""
    return (("true", "Yes"), ("false", "No"))


def paths(tree: Any, lists: Sequence[str], path: Path = ()) -> Iterator[Path]:
    """Yield the path of every item that nested lists contain, following their keys from the outermost list."""
    if not lists:
        yield path
        return
    found = value_at(tree, (*path, lists[0]))
    for index in range(len(found) if isinstance(found, list) else 0):
        yield from paths(tree, lists[1:], (*path, lists[0], index))


def facts(tree: Any, _path: Path = ()) -> Choices:
    """Return the facts that a new part of a condition can refer to."""
    every = [value_at(tree, path) for lists in ("profile", "derived") for path in paths(tree, (lists,))]
    found = [each for each in every if isinstance(each, dict)]
    return tuple(
        (f"{'number' if word(each, 'kind') in ('number', 'money') else 'profile'}:{word(each, 'id')}", title(each))
        for each in found
    )


def everything(tree: Any, _path: Path = ()) -> Choices:
    """Return the questions, barriers and facts that a new part of a condition can refer to."""
    kinds = {"question": ("sections", "questions"), "section": ("sections",)}
    every = [(kind, value_at(tree, path)) for kind, lists in kinds.items() for path in paths(tree, lists)]
    found = tuple((f"{kind}:{word(each, 'id')}", title(each)) for kind, each in every if isinstance(each, dict))
    return found + facts(tree)


def title(thing: Mapping[str, Any]) -> str:
    """Return the text that identifies an item, or its id if it has none."""
    return plain(word(thing, "text") or word(thing, "title")) or word(thing, "id")


def own_options(tree: Any, path: Path) -> Choices:
    """Return the possible values of a derived fact, given the path of the fact or of one of its cases."""
    return named(value_at(tree, path[:2]), "options", "text")
