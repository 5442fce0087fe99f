"""View models of conditions: the subject of each node, its options and its errors."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import UNKNOWN
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.labels import value_at
from assess.web.components.widgets import shown
from assess.web.rules_editor.choices import paths, word
from assess.web.rules_editor.condition_tree import BOUNDS, NEGATED, PLAIN, SEPARATOR, Group, Kept, Node, Single, node_of
from assess.web.rules_editor.fields import Choices
from assess.web.shared.text import plain

MOST_LEVELS = 4
"""The maximum depth of a condition that pages offer, leaves included."""
JOINS = {
    "all": "All of these hold",
    "any": "At least one of these holds",
    "not-any": "None of these holds",
    "not-all": "Not all of these hold",
}
LIMITS = {"above": "More than", "at_least": "At least", "below": "Less than", "at_most": "At most"}
LISTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "question": (("sections", "questions"),),
    "section": (("sections",),),
    "profile": (("profile",), ("derived",)),
}
"""The lists that contain the subjects of each kind."""
ABOUT = {"question": "question", "profile": "fact", "section": "barrier"}
CANNOT = "This part cannot be shown in a form. It stays as it is; change it in the text, or remove it here."


class Ticked(NamedTuple):
    """An option shown as a checkbox."""

    id: str
    text: str
    is_ticked: bool


class Row(NamedTuple):
    """A node of a condition as the page shows it."""

    name: str
    look: str
    """`single`, `group` or `kept`."""
    title: str
    errors: tuple[str, ...]
    of: str = ""
    """The question, fact or barrier that it tests, as the value of its hidden field."""
    about: str = ""
    negated: bool | None = None
    """Whether it is negated; None if that cannot be chosen."""
    options: tuple[Ticked, ...] | None = None
    was: str = ""
    limits: tuple[tuple[str, str, str], ...] = ()
    """The name, label and value of the field of each number that it can be compared with."""
    join: str = ""
    joins: Choices = ()
    parts: tuple["Row", ...] = ()
    may_nest: bool = False
    number: int = 0
    """The number of a node that a form cannot show."""


class Sight(NamedTuple):
    """The values needed to build the view of a condition."""

    tree: Any
    wrong: Mapping[str, list[str]]
    kept: Iterator[int]


def row_of(node: Node, name: str, sight: Sight, level: int = 1) -> Row:
    """Build the view of a node and its children."""
    errors = tuple(sight.wrong.get(name, ()))
    match node:
        case Group():
            parts = tuple(row_of(each, f"{name}-{at}", sight, level + 1) for at, each in enumerate(node.parts, 1))
            joins = tuple((key, text) for key, text in JOINS.items() if key in NEGATED or may_be_negated(node))
            nests = level + 2 <= MOST_LEVELS
            return Row(
                name, "group", JOINS[node.join], errors, join=node.join, joins=joins, parts=parts, may_nest=nests
            )
        case Kept():
            return Row(name, "kept", CANNOT, errors, number=next(sight.kept))
        case Single():
            return single_row(node, Row(name, "single", "", errors), sight.tree)


def may_be_negated(group: Group) -> bool:
    """Return whether a group tests facts only, so that it can be negated, or is negated already."""
    return group.join in PLAIN or all(
        may_be_negated(part) if isinstance(part, Group) else isinstance(part, Single) and part.kind == "profile"
        for part in group.parts
    )


def single_row(node: Single, row: Row, tree: Any) -> Row:
    """Build the view of a leaf."""
    thing = looked_at(tree, node.kind, node.name)
    words = plain(word(thing, "text") or word(thing, "title"))
    held = dict(node.bounds)
    keys = () if node.named is not None else ("below",) if node.kind == "section" else BOUNDS
    return row._replace(
        title=shown(f"“{words}”" if words else f"“{node.name}”, which is not in the rules"),
        of=f"{node.kind}{SEPARATOR}{node.name}",
        about=ABOUT.get(node.kind, node.kind),
        negated=node.negated if node.kind == "profile" or node.negated else None,
        options=None if node.named is None else tuple(options(thing, node)),
        was=" ".join(node.named or ()),
        limits=tuple((f"{row.name}-{key}", LIMITS[key], shown(held.get(key))) for key in keys),
    )


def looked_at(tree: Any, kind: str, name: str) -> Mapping[str, Any]:
    """Return the question, fact or barrier of this name, or an empty mapping if there is none."""
    every = (value_at(tree, path) for lists in LISTS.get(kind, ()) for path in paths(tree, lists))
    return next((each for each in every if isinstance(each, dict) and each.get("id") == name), {})


def options(thing: Mapping[str, Any], node: Single) -> Iterator[Ticked]:
    """Yield the options of a subject, followed by those that the node names although the subject lacks them."""
    there: Choices = named_options(thing)
    if node.kind == "profile" and thing.get("required") != "true" and UNKNOWN not in dict(there):
        there += ((UNKNOWN, "Not known"),)
    named = node.named or ()
    for name, text in there:
        yield Ticked(name, text, name in named)
    for name in named:
        if name not in dict(there):
            yield Ticked(name, f"“{name}”, which is not among them", True)


def named_options(thing: Mapping[str, Any]) -> Choices:
    """Return the ids and texts of the options of an item."""
    found = thing.get("options")
    every = found if isinstance(found, list) else []
    return tuple((word(each, "id"), plain(word(each, "text"))) for each in every if isinstance(each, dict))


def places(condition: Any, name: str, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of each node of a condition in the file, innermost first."""
    node = node_of(condition)
    if isinstance(node, Group):
        yield from inner_places(node, name, condition, path)
    else:
        yield f"{name}-1", path
    yield name, path


def inner_places(node: Group, name: str, tree: Any, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of each node within a group in the file."""
    if isinstance(tree, Mapping) and "not" in tree and node.join in PLAIN:
        tree, path = tree["not"], (*path, "not")
    join = PLAIN.get(node.join, node.join)
    for number, part in enumerate(node.parts if isinstance(tree, Mapping) and join in tree else (), 1):
        each, steps = tree[join][number - 1], (*path, join, number - 1)
        if isinstance(part, Group):
            yield from inner_places(part, f"{name}-{number}", each, steps)
        yield f"{name}-{number}", steps


def spoken(row: Row) -> str:
    """Describe a node as text, with one line for each child."""
    if row.look == "group":
        return "\n".join([f"{row.title}:", *(spoken(part) for part in row.parts)])
    ticked = " or ".join(option.text for option in row.options or () if option.is_ticked)
    limits = " and ".join(f"{label.lower()} {value}" for _, label, value in row.limits if value)
    return f"{row.title}{': not ' if row.negated else ': '}{ticked or limits}" if row.look == "single" else row.title
