"""One thing of the rules as its form has it: found in the draft, filled with what was typed, changed by it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from assess.core.editing import AddItem, Edit
from assess.core.editing_revision import revision
from assess.core.evidence import Evidence
from assess.core.loading import EVIDENCE
from assess.core.model import Rules
from assess.core.naming import keys_at, value_at
from assess.core.yaml_source import Path, Tree
from assess.web.draft.choices import word
from assess.web.draft.entries import Entry, taken
from assess.web.draft.things import Rows, Thing
from assess.web.draft.working import Working
from assess.web.wording import file_name, plain

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
        """Its id; empty where it has none."""
        return word(self.item, "id") if isinstance(self.item, Mapping) else ""

    @property
    def title(self) -> str:
        """What it goes by."""
        return self.thing.heading or (plain(word(self.item, self.thing.title)) if self.item else "") or self.id


class Field(NamedTuple):
    """A field of a form, and where what it holds stands in the file."""

    name: str
    entry: Entry
    path: Path
    item: Any


def find(working: Working, thing: Thing, name: str) -> Sheet | None:
    """Give a thing of the draft by its id; one that there is only one of has any name."""
    tree = working.document(thing.file).tree
    if thing.path:
        item = value_at(tree, thing.path)
        return Sheet(thing, thing.path, item, tree) if item else None
    for path in paths(tree, thing.lists):
        item = value_at(tree, path)
        if isinstance(item, dict) and item.get("id") == name:
            return Sheet(thing, path, item, tree)
    return None


def paths(tree: Any, lists: Sequence[str], path: Path = ()) -> Iterator[Path]:
    """Give the paths of all things that lists in lists lead to."""
    if not lists:
        yield path
        return
    found = value_at(tree, (*path, lists[0]))
    for index in range(len(found) if isinstance(found, list) else 0):
        yield from paths(tree, lists[1:], (*path, lists[0], index))


def new(working: Working, thing: Thing, within: str) -> Sheet | None:
    """Give a thing that is to be added: to the one of this id where such things stand in others."""
    tree = working.document(thing.file).tree
    *holders, last = thing.lists
    for path in paths(tree, holders):
        if not holders or word(value_at(tree, path), "id") == within:
            return Sheet(thing, (*path, last), None, tree)
    return None


def rows_of(sheet: Sheet) -> tuple[Any, ...]:
    """Give the parts that are changed on the same page."""
    rows = sheet.thing.rows
    found = value_at(sheet.item, (rows.key,) if rows.key else ()) if rows else ()
    return tuple(found) if isinstance(found, list) else ()


def rows_path(sheet: Sheet, rows: Rows) -> Path:
    """Give where the list of the parts stands."""
    return (*sheet.path, rows.key) if rows.key else sheet.path


def fields(sheet: Sheet) -> Iterator[Field]:
    """Give the fields of the thing itself."""
    return (Field(entry.key, entry, (*sheet.path, entry.key), sheet.item) for entry in sheet.thing.entries)


def row_fields(sheet: Sheet, rows: Rows, place: int) -> Iterator[Field]:
    """Give the fields of one of its parts, counted from 0; of a new one where there are no more."""
    there = rows_of(sheet)
    item = there[place] if place < len(there) else None
    path = (*rows_path(sheet, rows), place)
    for entry in rows.entries:
        yield Field(row_name(rows, place, entry.key), entry, (*path, entry.key), item)


def row_name(rows: Rows, place: int, key: str) -> str:
    """Give the name of a field of a part, which is counted from 1 there."""
    return f"{rows.name}-{place + 1}-{key}"


def changed(sheet: Sheet, typed: Typed, more: int = 0) -> dict[str, Tree] | list[Tree]:
    """Give the thing as what was typed makes it; `more` parts may be new."""
    item: Any = deepcopy(sheet.item) if sheet.item else {}
    for field in fields(sheet):
        put(item, field, typed)
    rows = sheet.thing.rows
    if rows is not None:
        list_of(item, rows)[:] = changed_rows(sheet, rows, typed, more)
    return item  # type: ignore[no-any-return]  # a list where the thing is one


def list_of(item: Any, rows: Rows) -> list[Tree]:
    """Give the list of the parts of a thing."""
    found: list[Tree] = item.setdefault(rows.key, []) if rows.key else item
    return found


def put(item: dict[str, Tree], field: Field, typed: Typed) -> None:
    """Put into a tree what was typed in a field."""
    if field.name not in typed:
        return
    value = taken(field.entry, typed[field.name], field.item)
    if value is None:
        item.pop(field.entry.key, None)
    else:
        item[field.entry.key] = value


def changed_rows(sheet: Sheet, rows: Rows, typed: Typed, more: int) -> list[Tree]:
    """Give the parts as what was typed makes them: some gone, some new, where `more` may be."""
    parts = [deepcopy(part) for part in rows_of(sheet)]
    for place, part in enumerate(parts):
        for field in row_fields(sheet, rows, place) if isinstance(part, dict) else ():
            put(part, field, typed)
    kept: list[Tree] = [
        part for place, part in enumerate(parts) if not (rows.grows and row_name(rows, place, "remove") in typed)
    ]
    for place in range(len(parts), len(parts) + more):
        part = {}
        for field in row_fields(sheet, rows, place):
            put(part, field, typed)
        if any(part.values()):
            kept.insert(place_for(kept, part), {"id": fresh(part.get(rows.title), kept), **part})
    return kept


def place_for(parts: list[Tree], part: Mapping[str, Tree]) -> int:
    """Give the place of a new answer: before the first that has more points."""
    points = number(part.get("points"))
    return next((at for at, each in enumerate(parts) if number(value_at(each, ("points",))) > points), len(parts))


def number(value: Any) -> int:
    """Give the whole number that a text spells; a very high one if it spells none."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 1_000_000


def fresh(text: Any, others: Sequence[Any]) -> str:
    """Give an id from the first words of a text that none of the others has."""
    taken_ids = {each.get("id") for each in others if isinstance(each, Mapping)}
    short = "-".join(file_name(str(text or "new")).split("-")[:5])
    return next(name for name in (short, *(f"{short}-{n}" for n in range(2, 1000))) if name not in taken_ids)


def edits(sheet: Sheet, after: Tree) -> tuple[Edit, ...]:
    """Give the edits that make the thing what it is to be."""
    if sheet.item is None:
        return (AddItem(sheet.thing.file, sheet.path, ordered(sheet, after)),)
    return revision(sheet.thing.file, sheet.path, sheet.item, after)


def ordered(sheet: Sheet, item: Any) -> dict[str, Tree]:
    """Give a new thing with its keys in the order in which the file explains them."""
    model = Evidence if sheet.thing.file == EVIDENCE else Rules
    order = keys_at(model, sheet.tree, (*sheet.path, 0))
    return {key: item[key] for key in order if key in item}
