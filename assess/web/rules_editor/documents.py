"""Entities of the rules as forms edit them, existing in the draft or new, with their fields and sub-items."""

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
"""The submitted values, by field name."""


class Sheet(NamedTuple):
    """An entity in the draft, or a new one to add to it."""

    thing: Thing
    path: Path
    """The path of the entity; for a new one, the path of the list that it is added to."""
    item: Any
    """The parsed YAML of the entity; None if it is new."""
    tree: Any
    """The parsed YAML of its file."""

    @property
    def seen(self) -> str:
        """A short hash that changes when the entity does."""
        return hashlib.sha256(json.dumps(self.item).encode()).hexdigest()[:16]

    @property
    def id(self) -> str:
        """The name of the entity in URLs; empty if it is new."""
        return "" if self.item is None else name_at(self.thing, self.tree, self.path)

    @property
    def title(self) -> str:
        """The title of the entity."""
        if self.item is None or self.thing.heading:
            return self.thing.heading
        if not self.thing.key:
            return f"{self.thing.name.capitalize()} {int(self.path[-1]) + 1} of “{self.holder}”"
        return plain(word(self.item, self.thing.title)) or self.id

    @property
    def holder(self) -> str:
        """The title of the entity that this one belongs to."""
        found = value_at(self.tree, self.path[:2])
        return plain(word(found, "title") or word(found, "text")) if isinstance(found, Mapping) else ""


class Field(NamedTuple):
    """A field of a form, with its path in the file."""

    name: str
    entry: Entry
    path: Path
    item: Any


def find(working: Working, thing: Thing, name: str) -> Sheet | None:
    """Find an entity of the draft by its name in URLs; types with a single entity accept any name."""
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
    """Return the name of an entity in URLs: its id, its term as a slug, or its number within its parent."""
    item = value_at(tree, path)
    if not thing.key:
        return f"{word(value_at(tree, path[:-2]), 'id')}.{int(path[-1]) + 1}"
    found = word(item, thing.key) if isinstance(item, Mapping) and not thing.path else ""
    return found if thing.key == "id" else file_name(found)


def new(working: Working, thing: Thing, within: str) -> Sheet | None:
    """Return a new entity to add, to the parent with this id if entities of its type are nested."""
    tree = working.document(thing.file).tree
    *holders, last = thing.lists
    for path in paths(tree, holders):
        if not holders or word(value_at(tree, path), "id") == within:
            return Sheet(thing, (*path, last), None, tree)
    return None


def fields(sheet: Sheet) -> Iterator[Field]:
    """Return the fields of the entity itself."""
    return (Field(entry.key, entry, (*sheet.path, entry.key), sheet.item) for entry in sheet.thing.entries)


def rows_of(sheet: Sheet) -> tuple[Any, ...]:
    """Return the sub-items that are edited on the same page."""
    rows = sheet.thing.rows
    found = value_at(sheet.item, (rows.key,) if rows.key else ()) if rows else ()
    if rows and rows.keyed:
        table = found if isinstance(found, Mapping) else {}
        return tuple(table.get(key, {}) for key, _ in row_keys(sheet))
    return tuple(found) if isinstance(found, list) else ()


def row_keys(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Return the keys and titles of the rows of a table: the options that it looks up, then any others in the file."""
    facts = [value_at(sheet.tree, path) for lists in ("profile", "derived") for path in paths(sheet.tree, (lists,))]
    asked = next((each for each in facts if isinstance(each, dict) and each.get("id") == sheet.item.get("from")), {})
    options = {key: text for key, text in named(asked, "options", "text") if key != UNKNOWN}
    table = sheet.item.get("table")
    there = table if isinstance(table, Mapping) else {}
    return tuple((options | {key: key for key in there if key not in options}).items())


def rows_path(sheet: Sheet, rows: Rows) -> Path:
    """Return the path of the sub-items."""
    return (*sheet.path, rows.key) if rows.key else sheet.path


def row_title(sheet: Sheet, rows: Rows, place: int) -> str:
    """Return the title of a sub-item, counted from 0; empty if it has none yet."""
    if rows.keyed:
        return row_keys(sheet)[place][1]
    there = rows_of(sheet)
    item = there[place] if place < len(there) else None
    return plain(word(item, rows.title)) if isinstance(item, Mapping) else ""


def row_fields(sheet: Sheet, rows: Rows, place: int) -> Iterator[Field]:
    """Yield the fields of a sub-item, counted from 0; those of a new one if the index is past the end."""
    there = rows_of(sheet)
    item = there[place] if place < len(there) else None
    path = (*rows_path(sheet, rows), row_keys(sheet)[place][0] if rows.keyed else place)
    for entry in rows.entries:
        yield Field(row_name(rows, place, entry.key), entry, (*path, entry.key), item)


def row_name(rows: Rows, place: int, key: str) -> str:
    """Return the name of a form field of a sub-item, in which sub-items are counted from 1."""
    return f"{rows.name}-{place + 1}-{key}"
