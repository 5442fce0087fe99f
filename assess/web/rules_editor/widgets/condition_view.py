"""View models of conditions: the subject of each node, its options and its errors."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import UNKNOWN_OPTION
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.web.components.widgets import sanitise
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths, list_numbers_alike
from assess.web.rules_editor.entity_types.fields import ChoicePairs
from assess.web.rules_editor.widgets.condition_tree import (
    BOUNDS,
    NEGATED_OPERATORS,
    PLAIN_OPERATORS,
    SEPARATOR,
    ConditionNode,
    GroupNode,
    LeafNode,
    UneditableNode,
    parse_node,
)

_MAX_OFFERED_DEPTH = 4
"""The maximum depth of a condition that pages offer, leaves included."""
_OPERATOR_LABELS = {
    "all": "All of these are true",
    "any": "At least one of these is true",
    "not-any": "None of these is true",
    "not-all": "Not all of these are true",
}
_BOUND_LABELS = {"above": "More than", "at_least": "At least", "below": "Less than", "at_most": "At most"}
_SUBJECT_LISTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "question": (("sections", "questions"),),
    "section": (("sections",),),
    "profile": (("profile",), ("derived",)),
}
"""The lists that contain the subjects of each kind."""
_SUBJECT_KINDS = {"question": "question", "profile": "fact", "section": "barrier"}
_UNEDITABLE = "This condition cannot be shown in a form. It stays as it is. Change it in the text, or remove it here."


class CheckboxOption(NamedTuple):
    """An option shown as a checkbox."""

    id: str
    text: str
    is_ticked: bool


class ComparisonView(NamedTuple):
    """The choice of another fact with which a number is compared."""

    relation: str
    relations: ChoicePairs
    fact: str
    facts: ChoicePairs


class ConditionView(NamedTuple):
    """A node of a condition as the page shows it."""

    name: str
    kind: str
    """`single`, `group` or `kept`."""
    title: str
    errors: tuple[str, ...]
    subject: str = ""
    """The question, fact or barrier that it tests, as the value of its hidden field."""
    subject_kind: str = ""
    negated: bool | None = None
    """Whether it is negated; None if that cannot be chosen."""
    options: tuple[CheckboxOption, ...] | None = None
    original_order: str = ""
    bounds: tuple[tuple[str, str, str], ...] = ()
    """The name, label and value of the field of each number that it can be compared with."""
    comparison: ComparisonView | None = None
    """The other fact with which it can be compared; None if it can only be compared with numbers."""
    operator: str = ""
    operators: ChoicePairs = ()
    children: tuple["ConditionView", ...] = ()
    may_nest: bool = False
    number: int = 0
    """The number of a node that a form cannot show."""


class RenderContext(NamedTuple):
    """The values needed to build the view of a condition."""

    tree: Any
    errors: Mapping[str, list[str]]
    uneditable_numbers: Iterator[int]
    compares_facts: bool = False
    """Whether a number may be compared with another fact."""


def build_condition_view(node: ConditionNode, name: str, context: RenderContext, depth: int = 1) -> ConditionView:
    """Build the view of a node and its children."""
    errors = tuple(context.errors.get(name, ()))
    match node:
        case GroupNode():
            parts = tuple(
                build_condition_view(each, f"{name}-{at}", context, depth + 1)
                for at, each in enumerate(node.children, 1)
            )
            joins = tuple(
                (key, text) for key, text in _OPERATOR_LABELS.items() if key in NEGATED_OPERATORS or _can_negate(node)
            )
            nests = depth + 2 <= _MAX_OFFERED_DEPTH
            return ConditionView(
                name,
                "group",
                _OPERATOR_LABELS[node.operator],
                errors,
                operator=node.operator,
                operators=joins,
                children=parts,
                may_nest=nests,
            )
        case UneditableNode():
            return ConditionView(name, "kept", _UNEDITABLE, errors, number=next(context.uneditable_numbers))
        case LeafNode():
            view = _build_leaf_view(node, ConditionView(name, "single", "", errors), context.tree)
            return _add_comparison(node, view, context.tree) if context.compares_facts else view


def _can_negate(group: GroupNode) -> bool:
    """Return whether a group tests facts only, so that it can be negated, or is negated already."""
    return group.operator in PLAIN_OPERATORS or all(
        _can_negate(part) if isinstance(part, GroupNode) else isinstance(part, LeafNode) and part.kind == "profile"
        for part in group.children
    )


def _build_leaf_view(node: LeafNode, view: ConditionView, tree: Any) -> ConditionView:
    """Build the view of a leaf."""
    item = _find_subject(tree, node.kind, node.name)
    words = strip_references(get_text(item, "text") or get_text(item, "title"))
    held = dict(node.bounds)
    keys = () if node.options is not None else ("below",) if node.kind == "section" else BOUNDS
    return view._replace(
        title=sanitise(f"“{words}”" if words else f"“{node.name}”, which is not in the rules"),
        subject=f"{node.kind}{SEPARATOR}{node.name}",
        subject_kind=_SUBJECT_KINDS.get(node.kind, node.kind),
        negated=node.negated if node.kind == "profile" or node.negated else None,
        options=None if node.options is None else tuple(_build_options(item, node)),
        original_order=" ".join(node.options or ()),
        bounds=tuple((f"{view.name}-{key}", _BOUND_LABELS[key], sanitise(held.get(key))) for key in keys),
    )


def _add_comparison(node: LeafNode, view: ConditionView, tree: Any) -> ConditionView:
    """Return the view of a leaf with the choice of another fact, if it is a number that can be compared with one."""
    facts = list_numbers_alike(tree, node.name) if node.kind == "profile" and node.options is None else ()
    if not facts:
        return view
    names = dict(facts)
    relation, fact = next(((key, value) for key, value in node.bounds if value in names), ("", ""))
    bounds = tuple((name, label, "" if value in names else value) for name, label, value in view.bounds)
    relations = tuple((key, label) for key, label in _BOUND_LABELS.items())
    return view._replace(bounds=bounds, comparison=ComparisonView(relation, relations, fact, facts))


def _find_subject(tree: Any, kind: str, name: str) -> Mapping[str, Any]:
    """Return the question, fact or barrier of this name, or an empty mapping if there is none."""
    every = (get_node(tree, path) for lists in _SUBJECT_LISTS.get(kind, ()) for path in iter_paths(tree, lists))
    return next((each for each in every if isinstance(each, dict) and each.get("id") == name), {})


def _build_options(item: Mapping[str, Any], node: LeafNode) -> Iterator[CheckboxOption]:
    """Yield the options of a subject, followed by those that the node names although the subject lacks them."""
    there: ChoicePairs = _list_options(item)
    if node.kind == "profile" and item.get("required") != "true" and UNKNOWN_OPTION not in dict(there):
        there += ((UNKNOWN_OPTION, "Not known"),)
    named = node.options or ()
    for name, text in there:
        yield CheckboxOption(name, text, name in named)
    for name in named:
        if name not in dict(there):
            yield CheckboxOption(name, f"“{name}”, which is not one of the options", True)


def _list_options(item: Mapping[str, Any]) -> ChoicePairs:
    """Return the ids and texts of the options of an item."""
    found = item.get("options")
    every = found if isinstance(found, list) else []
    return tuple(
        (get_text(each, "id"), strip_references(get_text(each, "text"))) for each in every if isinstance(each, dict)
    )


def locate_nodes(condition: Any, name: str, path: NodePath) -> Iterator[tuple[str, NodePath]]:
    """Yield the name and path of each node of a condition in the file, innermost first."""
    node = parse_node(condition)
    if isinstance(node, GroupNode):
        yield from _locate_children(node, name, condition, path)
    else:
        yield f"{name}-1", path
    yield name, path


def _locate_children(node: GroupNode, name: str, tree: Any, path: NodePath) -> Iterator[tuple[str, NodePath]]:
    """Yield the name and path of each node within a group in the file."""
    if isinstance(tree, Mapping) and "not" in tree and node.operator in PLAIN_OPERATORS:
        tree, path = tree["not"], (*path, "not")
    join = PLAIN_OPERATORS.get(node.operator, node.operator)
    for number, part in enumerate(node.children if isinstance(tree, Mapping) and join in tree else (), 1):
        each, steps = tree[join][number - 1], (*path, join, number - 1)
        if isinstance(part, GroupNode):
            yield from _locate_children(part, f"{name}-{number}", each, steps)
        yield f"{name}-{number}", steps


def describe_condition(view: ConditionView) -> str:
    """Describe a node as text, with one line for each child."""
    if view.kind == "group":
        return "\n".join([f"{view.title}:", *(describe_condition(part) for part in view.children)])
    ticked = " or ".join(option.text for option in view.options or () if option.is_ticked)
    limits = " and ".join(f"{label.lower()} {value}" for _, label, value in view.bounds if value)
    return (
        f"{view.title}{': not ' if view.negated else ': '}{ticked or limits}" if view.kind == "single" else view.title
    )
