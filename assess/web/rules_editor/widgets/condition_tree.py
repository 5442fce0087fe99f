"""Conditions as trees that a form can edit: leaves with checkboxes or numbers, joined in groups.

The fields of a node are named after its position: `when` is the outermost group, `when-2` its second child, `when-2-1`
the first child of that. A condition with a single leaf is also shown in a group, and written without it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import find_subject
from assess.core.syntax.yaml_reader import TreeNode
from assess.web.rules_editor.entity_types.fields import write_number

FormValues = Mapping[str, tuple[str, ...]]

BOUNDS = ("above", "at_least", "below", "at_most")
NEGATED_OPERATORS = {"all": "not-all", "any": "not-any"}
"""The negated form of each operator."""
PLAIN_OPERATORS = {negated: join for join, negated in NEGATED_OPERATORS.items()}
SEPARATOR = ":"
MAX_DEPTH = 8
"""The maximum depth of nested groups that are parsed; pages offer fewer levels."""


class LeafNode(NamedTuple):
    """A node that tests one question, fact or barrier."""

    kind: str
    """`question`, `profile` or `section`."""
    name: str
    options: tuple[str, ...] | None = None
    """The options for which it holds; None if it compares a number."""
    bounds: tuple[tuple[str, str], ...] = ()
    """The numbers that the value is compared with."""
    negated: bool = False


class GroupNode(NamedTuple):
    """Nodes joined by an operator."""

    operator: str
    """`all` or `any`, or either of them prefixed with `not-`."""
    children: tuple["ConditionNode", ...] = ()


class UneditableNode(NamedTuple):
    """A node that a form cannot show, such as one with a mistake, and that is written back unchanged."""

    tree: Any


ConditionNode = LeafNode | GroupNode | UneditableNode


def parse_node(tree: Any, depth: int = 1) -> ConditionNode:
    """Parse a condition of the file."""
    kind = find_subject(tree) if isinstance(tree, Mapping) else None
    value = tree[kind] if kind else None
    if kind in ("all", "any") and len(tree) == 1 and isinstance(value, list) and depth <= MAX_DEPTH:
        return GroupNode(str(kind), tuple(parse_node(part, depth + 1) for part in value))
    if kind == "not" and len(tree) == 1:
        return _negate(parse_node(value, depth)) or UneditableNode(tree)
    if kind in ("question", "profile", "section") and isinstance(value, str):
        return _parse_leaf(
            str(kind), value, {key: each for key, each in tree.items() if key != kind}
        ) or UneditableNode(tree)
    return UneditableNode(tree)


def _negate(node: ConditionNode) -> ConditionNode | None:
    """Return the negation of a node, or None if a form cannot show it."""
    if isinstance(node, GroupNode) and node.operator in NEGATED_OPERATORS:
        return node._replace(operator=NEGATED_OPERATORS[node.operator])
    return node._replace(negated=True) if isinstance(node, LeafNode) and not node.negated else None


def _parse_leaf(kind: str, name: str, attributes: Mapping[str, Any]) -> LeafNode | None:
    """Parse a condition on one question, fact or barrier; return None if a form cannot show it."""
    named, bounds = attributes.get("is"), tuple((key, attributes[key]) for key in BOUNDS if key in attributes)
    if len(bounds) + ("is" in attributes) != len(attributes) or not all(isinstance(each, str) for _, each in bounds):
        return None
    if "is" not in attributes:
        return LeafNode(kind, name, None, bounds)
    if bounds or not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return None
    return LeafNode(kind, name, tuple(named))


def _dump_node(node: ConditionNode) -> TreeNode:
    """Return a node in the form in which the file stores it."""
    match node:
        case UneditableNode():
            return node.tree  # type: ignore[no-any-return]  # parsed from the file
        case GroupNode():
            join = PLAIN_OPERATORS.get(node.operator, node.operator)
            tree: TreeNode = {join: [_dump_node(part) for part in node.children]}
            return {"not": tree} if node.operator in PLAIN_OPERATORS else tree
        case LeafNode():
            options: dict[str, TreeNode] = {} if node.options is None else {"is": [*node.options]}
            tree = {node.kind: node.name, **options, **dict(node.bounds)}
            return {"not": tree} if node.negated else tree


def parse_condition(tree: Any) -> GroupNode:
    """Parse a condition of the file as a group, even if it has one part or none."""
    node = parse_node(tree) if tree is not None else GroupNode("all")
    return node if isinstance(node, GroupNode) else GroupNode("all", (node,))


def dump_condition(root: GroupNode, old: Any) -> TreeNode | None:
    """Return the condition to write to the file, or None if it has no parts.

    A single part is written without a group, unless the file already has it in one.
    """
    if root == parse_condition(old) and old is not None:
        return old  # type: ignore[no-any-return]  # parsed from the file
    if not root.children:
        return None
    stays = isinstance(old, Mapping) and root.operator in old and len(old[root.operator]) == 1
    alone = len(root.children) == 1 and root.operator not in PLAIN_OPERATORS and not stays
    return _dump_node(root.children[0] if alone else root)


def read_condition(submitted: FormValues, name: str, old: Any) -> GroupNode | None:
    """Read a condition from the submitted fields of this name; return None if the form had no such fields."""
    found = _read_node(submitted, name, tuple(find_uneditable(parse_condition(old))))
    return found if isinstance(found, GroupNode) else None


def _read_node(
    submitted: FormValues, name: str, uneditable: tuple[UneditableNode, ...], depth: int = 1
) -> ConditionNode | None:
    """Read a node from the submitted fields of this name, including a new child chosen in its select."""
    number = _get_value(submitted, f"{name}-kept")
    if number.isdecimal() and int(number) < len(uneditable):
        return uneditable[int(number)]
    if f"{name}-of" in submitted:
        return _read_leaf(submitted, name)
    if f"{name}-join" not in submitted or depth > MAX_DEPTH:
        return None
    parts: list[ConditionNode] = []
    while part := _read_node(submitted, f"{name}-{len(parts) + 1}", uneditable, depth + 1):
        parts.append(part)
    chosen = _new_leaf(_get_value(submitted, f"{name}-add"))
    join = _get_value(submitted, f"{name}-join")
    return GroupNode(
        join if join in (*NEGATED_OPERATORS, *PLAIN_OPERATORS) else "all", (*parts, *([chosen] if chosen else []))
    )


def _read_leaf(submitted: FormValues, name: str) -> LeafNode:
    """Read a leaf from the submitted fields of this name."""
    kind, _, of = _get_value(submitted, f"{name}-of").partition(SEPARATOR)
    bounds = _read_bounds(submitted, name)
    named = (
        _order_options(submitted.get(f"{name}-is", ()), _get_value(submitted, f"{name}-was"))
        if f"{name}-was" in submitted
        else None
    )
    return LeafNode(kind, of, named, bounds, negated=_get_value(submitted, f"{name}-not") == "not")


def _read_bounds(submitted: FormValues, name: str) -> tuple[tuple[str, str], ...]:
    """Read the numbers that a leaf is compared with, and the fact that is chosen instead of one of them."""
    values = {key: write_number(_get_value(submitted, f"{name}-{key}")) for key in BOUNDS}
    relation, fact = _get_value(submitted, f"{name}-relation"), _get_value(submitted, f"{name}-compared")
    if relation in values and fact:
        values[relation] = fact
    return tuple((key, value) for key, value in values.items() if value)


def _order_options(ticked: tuple[str, ...], original_order: str) -> tuple[str, ...]:
    """Return the ticked options in page order; if the file has another order, in that one with new options last."""
    before = tuple(name for name in original_order.split() if name in ticked)
    if tuple(name for name in ticked if name in before) == before:
        return ticked
    return (*before, *(name for name in ticked if name not in before))


def _new_leaf(chosen: str) -> LeafNode | None:
    """Return a new leaf for the chosen subject: `question:…`, `profile:…`, `number:…` or `section:…`."""
    kind, separator, name = chosen.partition(SEPARATOR)
    if not separator:
        return None
    if kind == "number":
        return LeafNode("profile", name)
    return LeafNode(kind, name, None if kind == "section" else ())


def _get_value(submitted: FormValues, name: str) -> str:
    """Return the single value of a field, or an empty string if it was not sent."""
    return "".join(submitted.get(name, ())[:1]).strip()


def find_uneditable(node: ConditionNode) -> Iterator[UneditableNode]:
    """Yield the nodes that a form cannot show, in order."""
    if isinstance(node, UneditableNode):
        yield node
    for part in node.children if isinstance(node, GroupNode) else ():
        yield from find_uneditable(part)


def apply_button(root: GroupNode, name: str, button: str) -> GroupNode:
    """Return the condition after a button was pressed, such as `drop:when-2` or `group:when-2`."""
    what, _, index = button.partition(SEPARATOR)
    return _edit_group(root, name, what, index)


def _edit_group(group: GroupNode, name: str, action: str, target: str) -> GroupNode:
    """Return a group after a node was removed from it, or a new group was added to it or to one of its subgroups."""
    named = [(f"{name}-{number}", part) for number, part in enumerate(group.children, 1)]
    parts = [
        _edit_group(part, each, action, target) if isinstance(part, GroupNode) else part
        for each, part in named
        if (action, each) != ("drop", target)
    ]
    if (action, name) == ("group", target):
        parts.append(GroupNode("all" if group.operator.endswith("any") else "any"))
    return group._replace(children=tuple(parts))


def to_form_fields(node: ConditionNode, name: str, numbers: Iterator[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the form fields, with their values, that a node and its children would be submitted as."""
    match node:
        case UneditableNode():
            yield f"{name}-kept", (str(next(numbers)),)
        case GroupNode():
            yield f"{name}-join", (node.operator,)
            for number, part in enumerate(node.children, 1):
                yield from to_form_fields(part, f"{name}-{number}", numbers)
        case LeafNode():
            yield f"{name}-of", (f"{node.kind}{SEPARATOR}{node.name}",)
            yield f"{name}-not", ("not" if node.negated else "",)
            if node.options is not None:
                yield from ((f"{name}-is", node.options), (f"{name}-was", (" ".join(node.options),)))
            yield from ((f"{name}-{key}", (value,)) for key, value in node.bounds)
