"""Where the items of a rules file are."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from assess.core.loading.schema import MODELS_BY_FILE
from assess.core.merging.sides import QUESTIONS, SECTIONS, get_name, list_kinds
from assess.core.syntax.yaml_reader import NodePath

ItemKey = tuple[str, str]
"""The kind and the name of an item."""


class ItemPlace(NamedTuple):
    """An item and its path."""

    item: dict[str, Any]
    path: NodePath


def index_items(tree: Mapping[str, Any], file: str) -> dict[ItemKey, ItemPlace]:
    """Return every item by kind and name, sections without their questions."""
    places: dict[ItemKey, ItemPlace] = {}
    for kind in list_kinds(MODELS_BY_FILE[file]):
        for index, item in enumerate(tree.get(kind, ())):
            fields = {key: value for key, value in item.items() if (kind, key) != (SECTIONS, QUESTIONS)}
            places[kind, get_name(item)] = ItemPlace(fields, (kind, index))
            for at, question in enumerate(item[QUESTIONS] if kind == SECTIONS else ()):
                places[QUESTIONS, get_name(question)] = ItemPlace(question, (kind, index, QUESTIONS, at))
    return places
