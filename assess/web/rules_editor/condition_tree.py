"""Conditions as trees that a form can edit: leaves with checkboxes or numbers, joined in groups.

The fields of a node are named after its position: `when` is the outermost group, `when-2` its second child, `when-2-1`
the first child of that. A condition with a single leaf is also shown in a group, and written without it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import subject
from assess.core.syntax.yaml_reader import Tree

Typed = Mapping[str, tuple[str, ...]]

BOUNDS = ("above", "at_least", "below", "at_most")
NEGATED = {"all": "not-all", "any": "not-any"}
"""The negated form of each operator."""
PLAIN = {negated: join for join, negated in NEGATED.items()}
SEPARATOR = ":"
LEVELS = 8
"""The maximum depth of nested groups that are parsed; pages offer fewer levels."""


class Single(NamedTuple):
    """A node that tests one question, fact or barrier."""

    kind: str
    """`question`, `profile` or `section`."""
    name: str
    named: tuple[str, ...] | None = None
    """The options for which it holds; None if it compares a number."""
    bounds: tuple[tuple[str, str], ...] = ()
    """The numbers that the value is compared with."""
    negated: bool = False


class Group(NamedTuple):
    """Nodes joined by an operator."""

    join: str
    """`all` or `any`, or either of them prefixed with `not-`."""
    parts: tuple["Node", ...] = ()


class Kept(NamedTuple):
    """A node that a form cannot show, such as one with a mistake, and that is written back unchanged."""

    tree: Any


Node = Single | Group | Kept


def node_of(tree: Any, level: int = 1) -> Node:
    """Parse a condition of the file."""
    kind = subject(tree) if isinstance(tree, Mapping) else None
    value = tree[kind] if kind else None
    if kind in ("all", "any") and len(tree) == 1 and isinstance(value, list) and level <= LEVELS:
        return Group(str(kind), tuple(node_of(part, level + 1) for part in value))
    if kind == "not" and len(tree) == 1:
        return negation(node_of(value, level)) or Kept(tree)
    if kind in ("question", "profile", "section") and isinstance(value, str):
        return single_of(str(kind), value, {key: each for key, each in tree.items() if key != kind}) or Kept(tree)
    return Kept(tree)


def negation(node: Node) -> Node | None:
    """Return the negation of a node, or None if a form cannot show it."""
    if isinstance(node, Group) and node.join in NEGATED:
        return node._replace(join=NEGATED[node.join])
    return node._replace(negated=True) if isinstance(node, Single) and not node.negated else None


def single_of(kind: str, name: str, rest: Mapping[str, Any]) -> Single | None:
    """Parse a condition on one question, fact or barrier; return None if a form cannot show it."""
    named, bounds = rest.get("is"), tuple((key, rest[key]) for key in BOUNDS if key in rest)
    if len(bounds) + ("is" in rest) != len(rest) or not all(isinstance(each, str) for _, each in bounds):
        return None
    if "is" not in rest:
        return Single(kind, name, None, bounds)
    if bounds or not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return None
    return Single(kind, name, tuple(named))


def tree_of(node: Node) -> Tree:
    """Return a node in the form in which the file stores it."""
    match node:
        case Kept():
            return node.tree  # type: ignore[no-any-return]  # parsed from the file
        case Group():
            join = PLAIN.get(node.join, node.join)
            tree: Tree = {join: [tree_of(part) for part in node.parts]}
            return {"not": tree} if node.join in PLAIN else tree
        case Single():
            options: dict[str, Tree] = {} if node.named is None else {"is": [*node.named]}
            tree = {node.kind: node.name, **options, **dict(node.bounds)}
            return {"not": tree} if node.negated else tree


def root_of(tree: Any) -> Group:
    """Parse a condition of the file as a group, even if it has one part or none."""
    node = node_of(tree) if tree is not None else Group("all")
    return node if isinstance(node, Group) else Group("all", (node,))


def written(root: Group, old: Any) -> Tree | None:
    """Return the condition to write to the file, or None if it has no parts.

    A single part is written without a group, unless the file already has it in one.
    """
    if root == root_of(old) and old is not None:
        return old  # type: ignore[no-any-return]  # parsed from the file
    if not root.parts:
        return None
    stays = isinstance(old, Mapping) and root.join in old and len(old[root.join]) == 1
    alone = len(root.parts) == 1 and root.join not in PLAIN and not stays
    return tree_of(root.parts[0] if alone else root)


def typed_root(typed: Typed, name: str, old: Any) -> Group | None:
    """Read a condition from the submitted fields of this name; return None if the form had no such fields."""
    found = typed_node(typed, name, tuple(kept_in(root_of(old))))
    return found if isinstance(found, Group) else None


def typed_node(typed: Typed, name: str, kept: tuple[Kept, ...], level: int = 1) -> Node | None:
    """Read a node from the submitted fields of this name, including a new child chosen in its select."""
    number = word(typed, f"{name}-kept")
    if number.isdecimal() and int(number) < len(kept):
        return kept[int(number)]
    if f"{name}-of" in typed:
        return typed_single(typed, name)
    if f"{name}-join" not in typed or level > LEVELS:
        return None
    parts: list[Node] = []
    while part := typed_node(typed, f"{name}-{len(parts) + 1}", kept, level + 1):
        parts.append(part)
    chosen = begun(word(typed, f"{name}-add"))
    join = word(typed, f"{name}-join")
    return Group(join if join in (*NEGATED, *PLAIN) else "all", (*parts, *([chosen] if chosen else [])))


def typed_single(typed: Typed, name: str) -> Single:
    """Read a leaf from the submitted fields of this name."""
    kind, _, of = word(typed, f"{name}-of").partition(SEPARATOR)
    bounds = tuple((key, value) for key in BOUNDS if (value := word(typed, f"{name}-{key}")))
    named = in_order(typed.get(f"{name}-is", ()), word(typed, f"{name}-was")) if f"{name}-was" in typed else None
    return Single(kind, of, named, bounds, negated=word(typed, f"{name}-not") == "not")


def in_order(ticked: tuple[str, ...], was: str) -> tuple[str, ...]:
    """Return the ticked options in page order; if the file has another order, in that one with new options last."""
    before = tuple(name for name in was.split() if name in ticked)
    if tuple(name for name in ticked if name in before) == before:
        return ticked
    return (*before, *(name for name in ticked if name not in before))


def begun(chosen: str) -> Single | None:
    """Return a new leaf for the chosen subject: `question:…`, `profile:…`, `number:…` or `section:…`."""
    kind, separator, name = chosen.partition(SEPARATOR)
    if not separator:
        return None
    if kind == "number":
        return Single("profile", name)
    return Single(kind, name, None if kind == "section" else ())


def word(typed: Typed, name: str) -> str:
    """Return the single value of a field, or an empty string if it was not sent."""
    return "".join(typed.get(name, ())[:1]).strip()


def kept_in(node: Node) -> Iterator[Kept]:
    """Yield the nodes that a form cannot show, in order."""
    if isinstance(node, Kept):
        yield node
    for part in node.parts if isinstance(node, Group) else ():
        yield from kept_in(part)


def pressed(root: Group, name: str, button: str) -> Group:
    """Return the condition after a button was pressed, such as `drop:when-2` or `group:when-2`."""
    what, _, place = button.partition(SEPARATOR)
    return after(root, name, what, place)


def after(group: Group, name: str, what: str, place: str) -> Group:
    """Return a group after a node was removed from it, or a new group was added to it or to one of its subgroups."""
    named = [(f"{name}-{number}", part) for number, part in enumerate(group.parts, 1)]
    parts = [
        after(part, each, what, place) if isinstance(part, Group) else part
        for each, part in named
        if (what, each) != ("drop", place)
    ]
    if (what, name) == ("group", place):
        parts.append(Group("all" if group.join.endswith("any") else "any"))
    return group._replace(parts=tuple(parts))


def typed_of(node: Node, name: str, kept: Iterator[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the form fields, with their values, that a node and its children would be submitted as."""
    match node:
        case Kept():
            yield f"{name}-kept", (str(next(kept)),)
        case Group():
            yield f"{name}-join", (node.join,)
            for number, part in enumerate(node.parts, 1):
                yield from typed_of(part, f"{name}-{number}", kept)
        case Single():
            yield f"{name}-of", (f"{node.kind}{SEPARATOR}{node.name}",)
            yield f"{name}-not", ("not" if node.negated else "",)
            if node.named is not None:
                yield from ((f"{name}-is", node.named), (f"{name}-was", (" ".join(node.named),)))
            yield from ((f"{name}-{key}", (value,)) for key, value in node.bounds)
