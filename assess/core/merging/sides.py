"""The rules as items by kind and name, in which two sets of rules are compared and merged.

An item is a mapping as in the file. A question is an item of its own, apart from its section; every row of a derived
fact's table is a field of its own. The title of the rules, their policy on needs and the like are fields of one item.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from assess.core.model.evidence import Evidence
from assess.core.model.fields import FrozenModel
from assess.core.model.rules import Rules
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import NAME_KEYS

Item = Mapping[str, TreeNode]

RULES = "rules"
"""The kind of the one item that has the fields of the whole."""
SECTIONS, QUESTIONS = "sections", "questions"
_HEADING = "rulebook"
_TABLE = "table"
_ROW_PREFIX = f"{_TABLE}/"


class ListKey(NamedTuple):
    """A list of items: its key in the file and, for questions, the section that it belongs to."""

    kind: str
    section: str = ""


class Trees(NamedTuple):
    """The contents of the two rules files."""

    readiness: dict[str, TreeNode]
    evidence: dict[str, TreeNode]


@dataclass(frozen=True, slots=True)
class Side:
    """One set of rules."""

    items: Mapping[str, Mapping[str, Item]]
    """The items by kind and name; a kind is the key of their list, `rules` or `questions`."""
    orders: Mapping[ListKey, tuple[str, ...]]
    """The names in each list, in order."""

    @property
    def places(self) -> Mapping[str, str]:
        """The section of each question."""
        return {name: key.section for key, names in self.orders.items() if key.kind == QUESTIONS for name in names}

    def get(self, kind: str, name: str) -> Item | None:
        """Return an item, or None if there is none."""
        return self.items.get(kind, {}).get(name)

    def get_whole(self, kind: str, name: str) -> Mapping[str, object] | None:
        """Return an item with all that belongs to it: a section with its questions."""
        item = self.get(kind, name)
        if item is None or kind != SECTIONS:
            return item
        questions = self.orders.get(ListKey(QUESTIONS, name), ())
        return {**item, QUESTIONS: [self.items[QUESTIONS][question] for question in questions]}


def list_kinds(model: type[FrozenModel]) -> tuple[str, ...]:
    """Return the keys of the lists of items in a rules file."""
    return tuple(name for name in model.model_fields if name not in (_HEADING, "needs", "score_from"))


def get_name(item: Item) -> str:
    """Return an item's id, name or term."""
    return next(str(item[key]) for key in NAME_KEYS if key in item)


def build_side(trees: Trees) -> Side:
    """Build a side from the contents of valid rules files."""
    items: dict[str, dict[str, Item]] = {RULES: {"": _build_rules_item(trees.readiness)}}
    orders: dict[ListKey, tuple[str, ...]] = {}
    for key, each in _iter_lists(trees):
        orders[key] = tuple(map(get_name, each))
        items.setdefault(key.kind, {}).update((get_name(item), _flatten(key.kind, item)) for item in each)
    return Side(items, orders)


def _build_rules_item(readiness: Mapping[str, TreeNode]) -> Item:
    """Return the fields that belong to the rules as a whole."""
    heading = cast("dict[str, TreeNode]", readiness[_HEADING])
    return {**heading, **{key: readiness[key] for key in ("needs", "score_from") if key in readiness}}


def _iter_lists(trees: Trees) -> Iterator[tuple[ListKey, list[Item]]]:
    """Yield every list of items."""
    for model, tree in ((Rules, trees.readiness), (Evidence, trees.evidence)):
        for kind in list_kinds(model):
            yield ListKey(kind), _get_items(tree, kind)
    for section in _get_items(trees.readiness, SECTIONS):
        yield ListKey(QUESTIONS, get_name(section)), _get_items(section, QUESTIONS)


def _get_items(tree: Item, key: str) -> list[Item]:
    """Return the items of a list, none if it is missing."""
    found = tree.get(key, [])
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _flatten(kind: str, item: Item) -> Item:
    """Return an item without its questions, and with each row of its table as a field."""
    table = item.get(_TABLE) if kind == "derived" else None
    if isinstance(table, dict):
        rows = {f"{_ROW_PREFIX}{row}": value for row, value in table.items()}
        return {key: value for key, value in item.items() if key != _TABLE} | rows
    return {key: value for key, value in item.items() if (kind, key) != (SECTIONS, QUESTIONS)}


def _build_item(item: Item) -> dict[str, TreeNode]:
    """Return an item as it is written in the file, with its table."""
    table = {key.removeprefix(_ROW_PREFIX): value for key, value in item.items() if key.startswith(_ROW_PREFIX)}
    whole = {key: value for key, value in item.items() if not key.startswith(_ROW_PREFIX)}
    return {**whole, _TABLE: table} if table else whole


def build_trees(side: Side) -> Trees:
    """Return the contents of the files of a side; a list without items is left out."""
    rules = side.items[RULES][""]
    readiness: dict[str, TreeNode] = {
        _HEADING: {key: value for key, value in rules.items() if key not in ("needs", "score_from")},
        **{key: rules[key] for key in ("needs", "score_from") if key in rules},
    }
    return Trees(readiness | _build_lists(side, list_kinds(Rules)), _build_lists(side, list_kinds(Evidence)))


def _build_lists(side: Side, kinds: Iterable[str]) -> dict[str, TreeNode]:
    """Return the lists of one file that have items."""
    lists: dict[str, TreeNode] = {
        kind: [_build_whole(side, kind, name) for name in side.orders[ListKey(kind)]] for kind in kinds
    }
    return {kind: items for kind, items in lists.items() if items}


def _build_whole(side: Side, kind: str, name: str) -> TreeNode:
    """Return an item with all that belongs to it, as it is written in the file."""
    item = _build_item(side.items[kind][name])
    if kind == SECTIONS:
        questions = side.orders.get(ListKey(QUESTIONS, name), ())
        return {**item, QUESTIONS: [_build_item(side.items[QUESTIONS][each]) for each in questions]}
    return item
