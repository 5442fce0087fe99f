"""One thing of the rules as its form has it: found in the draft, or to be added to it, with its fields and parts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.model.rules import UNKNOWN
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.labels import value_at
from assess.web.rules_editor.choices import named, paths, word
from assess.web.rules_editor.draft import Working
from assess.web.rules_editor.fields import Entry
from assess.web.rules_editor.models import Rows, Thing
from assess.web.shared.text import file_name, plain

Typed = Mapping[str, tuple[str, ...]]
"""What was typed, by the names of the fields."""


class Sheet(NamedTuple):
    """A thing that is in the draft, or one to be added to it."""

    thing: Thing
    path: Path
    """Where it stands; for a new one the list that it goes into."""
    item: Any
    """Its tree; none for a new one."""
    tree: Any
    """The tree of its file."""

    @property
    def seen(self) -> str:
        """Give letters and figures that change when the thing does."""
        return hashlib.sha256(json.dumps(self.item).encode()).hexdigest()[:16]

    @property
    def id(self) -> str:
        """What it is called in an address; empty for a new one."""
        return "" if self.item is None else name_at(self.thing, self.tree, self.path)

    @property
    def title(self) -> str:
        """What it goes by."""
        if self.item is None or self.thing.heading:
            return self.thing.heading
        if not self.thing.key:
            return f"{self.thing.name.capitalize()} {int(self.path[-1]) + 1} of “{self.holder}”"
        return plain(word(self.item, self.thing.title)) or self.id

    @property
    def holder(self) -> str:
        """What the thing that it belongs to goes by."""
        found = value_at(self.tree, self.path[:2])
        return plain(word(found, "title") or word(found, "text")) if isinstance(found, Mapping) else ""


class Field(NamedTuple):
    """A field of a form, and where what it holds stands in the file."""

    name: str
    entry: Entry
    path: Path
    item: Any


def find(working: Working, thing: Thing, name: str) -> Sheet | None:
    """Give a thing of the draft by its name in addresses; one that there is only one of has any name."""
    tree = working.document(thing.file).tree
    if thing.path:
        item = value_at(tree, thing.path)
        return Sheet(thing, thing.path, item, tree) if item else None
    for path in paths(tree, thing.lists):
        item = value_at(tree, path)
        if isinstance(item, dict) and name_at(thing, tree, path) == name:
            return Sheet(thing, path, item, tree)
    return None


def name_at(thing: Thing, tree: Any, path: Path) -> str:
    """Give the name in addresses of a thing: its id, its word in letters and hyphens, or its number in another."""
    item = value_at(tree, path)
    if not thing.key:
        return f"{word(value_at(tree, path[:-2]), 'id')}.{int(path[-1]) + 1}"
    found = word(item, thing.key) if isinstance(item, Mapping) and not thing.path else ""
    return found if thing.key == "id" else file_name(found)


def new(working: Working, thing: Thing, within: str) -> Sheet | None:
    """Give a thing that is to be added: to the one of this id where such things stand in others."""
    tree = working.document(thing.file).tree
    *holders, last = thing.lists
    for path in paths(tree, holders):
        if not holders or word(value_at(tree, path), "id") == within:
            return Sheet(thing, (*path, last), None, tree)
    return None


def fields(sheet: Sheet) -> Iterator[Field]:
    """Give the fields of the thing itself."""
    return (Field(entry.key, entry, (*sheet.path, entry.key), sheet.item) for entry in sheet.thing.entries)


def rows_of(sheet: Sheet) -> tuple[Any, ...]:
    """Give the parts that are changed on the same page."""
    rows = sheet.thing.rows
    found = value_at(sheet.item, (rows.key,) if rows.key else ()) if rows else ()
    if rows and rows.keyed:
        table = found if isinstance(found, Mapping) else {}
        return tuple(table.get(key, {}) for key, _ in row_keys(sheet))
    return tuple(found) if isinstance(found, list) else ()


def row_keys(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Give the keys and titles of the rows of a table: the options looked up from, and what the file has besides."""
    facts = [value_at(sheet.tree, path) for lists in ("profile", "derived") for path in paths(sheet.tree, (lists,))]
    asked = next((each for each in facts if isinstance(each, dict) and each.get("id") == sheet.item.get("from")), {})
    options = {key: text for key, text in named(asked, "options", "text") if key != UNKNOWN}
    table = sheet.item.get("table")
    there = table if isinstance(table, Mapping) else {}
    return tuple((options | {key: key for key in there if key not in options}).items())


def rows_path(sheet: Sheet, rows: Rows) -> Path:
    """Give where the parts stand."""
    return (*sheet.path, rows.key) if rows.key else sheet.path


def row_title(sheet: Sheet, rows: Rows, place: int) -> str:
    """Give what one of the parts goes by, counted from 0; empty where it goes by nothing yet."""
    if rows.keyed:
        return row_keys(sheet)[place][1]
    there = rows_of(sheet)
    item = there[place] if place < len(there) else None
    return plain(word(item, rows.title)) if isinstance(item, Mapping) else ""


def row_fields(sheet: Sheet, rows: Rows, place: int) -> Iterator[Field]:
    """Give the fields of one of its parts, counted from 0; of a new one where there are no more."""
    there = rows_of(sheet)
    item = there[place] if place < len(there) else None
    path = (*rows_path(sheet, rows), row_keys(sheet)[place][0] if rows.keyed else place)
    for entry in rows.entries:
        yield Field(row_name(rows, place, entry.key), entry, (*path, entry.key), item)


def row_name(rows: Rows, place: int, key: str) -> str:
    """Give the name of a field of a part, which is counted from 1 there."""
    return f"{rows.name}-{place + 1}-{key}"
