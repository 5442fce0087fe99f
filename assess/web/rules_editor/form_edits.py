"""Apply the submitted values of a form to an entity, and build the edits that update the files."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

from assess.core.loading.loader import EVIDENCE
from assess.core.model.evidence import Evidence
from assess.core.model.rules import Rules
from assess.core.syntax.yaml_reader import Tree
from assess.core.validation.labels import keys_at, value_at
from assess.core.yaml_edit.diff import revision
from assess.core.yaml_edit.edits import AddItem, Edit
from assess.web.rules_editor import condition_tree
from assess.web.rules_editor.choices import paths, word
from assess.web.rules_editor.documents import Field, Sheet, Typed, fields, row_fields, row_keys, row_name, rows_of
from assess.web.rules_editor.fields import Look, plain, taken
from assess.web.rules_editor.models import Rows
from assess.web.shared.text import file_name


def changed(sheet: Sheet, typed: Typed, more: int = 0) -> dict[str, Tree] | list[Tree]:
    """Return the entity with the submitted values applied; up to `new_count` sub-items may be new."""
    item: Any = deepcopy(sheet.item) if sheet.item else {}
    for field in fields(sheet):
        put(item, field, typed)
    rows = sheet.thing.rows
    if rows is not None and rows.keyed:
        item[rows.key] = changed_table(sheet, rows, typed)
    elif rows is not None:
        list_of(item, rows)[:] = changed_rows(sheet, rows, typed, more)
    return item  # type: ignore[no-any-return]  # a list if the entity is one


def list_of(item: Any, rows: Rows) -> list[Tree]:
    """Return the list of sub-items of an entity, creating it if it is missing."""
    found: list[Tree] = item.setdefault(rows.key, []) if rows.key else item
    return found


def put(item: dict[str, Tree], field: Field, typed: Typed) -> None:
    """Set the key of a field in an item to its submitted value."""
    if field.entry.look is Look.CONDITION:
        root = condition_typed(field, typed)
        value = None if root is None else condition_tree.written(root, held(field))
    elif field.name in typed:
        root, value = None, taken(field.entry, typed[field.name], field.item)
    else:
        return
    if value is not None:
        item[field.entry.key] = value
    elif root is not None or field.entry.look is not Look.CONDITION:
        item.pop(field.entry.key, None)


def condition_typed(field: Field, typed: Typed) -> condition_tree.Group | None:
    """Read the submitted condition of a field; return None if the form did not have it."""
    return condition_tree.typed_root(typed, field.name, held(field))


def held(field: Field) -> Any:
    """Return the value of a field in the file, or None if it has none."""
    return field.item.get(field.entry.key) if isinstance(field.item, Mapping) else None


def pressed(sheet: Sheet, typed: Typed, button: str) -> Typed:
    """Return the submitted values after a button was pressed that adds or removes a part of a condition."""
    now = dict(typed)
    for field in fields(sheet):
        root = condition_typed(field, typed) if field.entry.look is Look.CONDITION else None
        if root is not None:
            after = condition_tree.pressed(root, field.name, button)
            now = {name: each for name, each in now.items() if not name.startswith(f"{field.name}-")}
            now |= condition_tree.typed_of(after, field.name, count())
    return now


def changed_table(sheet: Sheet, rows: Rows, typed: Typed) -> dict[str, Tree]:
    """Return the rows of a table with the submitted values applied, without the rows that are empty."""
    table = {}
    for place, ((key, _), old) in enumerate(zip(row_keys(sheet), rows_of(sheet), strict=True)):
        part = deepcopy(old)
        for field in row_fields(sheet, rows, place) if isinstance(part, dict) else ():
            put(part, field, typed)
        if part:
            table[key] = part
    return table


def changed_rows(sheet: Sheet, rows: Rows, typed: Typed, more: int) -> list[Tree]:
    """Return the sub-items with the submitted values applied: some removed, and up to `new_count` added."""
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
    """Return the index at which to insert a new answer: before the first one with more points."""
    points = number(part.get("points"))
    return next((at for at, each in enumerate(parts) if number(value_at(each, ("points",))) > points), len(parts))


def number(value: Any) -> int:
    """Return the whole number in a text, or a very high one if it is not a number."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 1_000_000


def begun(sheet: Sheet, typed: Typed, item: Any) -> dict[str, Tree]:
    """Return a new entity with its id, which is the submitted one or is made from its title, if its type has ids."""
    thing = sheet.thing
    if thing.key != "id":
        return dict(item)
    others = [value_at(sheet.tree, path) for path in paths(sheet.tree, thing.lists)]
    asked = plain(typed.get("id", ()))
    return {"id": fresh(asked[0] if asked else item.get(thing.title), others), **item}


def fresh(text: Any, others: Sequence[Any]) -> str:
    """Make an id from the first words of a text that none of the other items has."""
    taken_ids = {each.get("id") for each in others if isinstance(each, Mapping)}
    short = "-".join(file_name(str(text or "new")).split("-")[:5])
    return next(name for name in (short, *(f"{short}-{n}" for n in range(2, 1000))) if name not in taken_ids)


def edits(sheet: Sheet, after: Tree) -> tuple[Edit, ...]:
    """Return the edits that change the entity to its new value."""
    if sheet.item is None:
        return (AddItem(sheet.thing.file, sheet.path, ordered(sheet, after), place_of(sheet, after)),)
    return revision(sheet.thing.file, sheet.path, sheet.item, after)


def ordered(sheet: Sheet, item: Any) -> dict[str, Tree]:
    """Return a new entity with its keys in the order in which the schema declares them."""
    model = Evidence if sheet.thing.file == EVIDENCE else Rules
    order = keys_at(model, sheet.tree, (*sheet.path, 0))
    return {key: item[key] for key in order if key in item}


def place_of(sheet: Sheet, item: Any) -> int | None:
    """Return the index at which to insert a new glossary term alphabetically, or None for the end."""
    if sheet.thing.key != "term":
        return None
    words = list(words_of(sheet))
    return next((at for at, each in enumerate(words) if each > word(item, "term").casefold()), None)


def words_of(sheet: Sheet) -> Iterator[str]:
    """Yield the glossary terms, case-folded for sorting."""
    for path in paths(sheet.tree, sheet.thing.lists):
        item = value_at(sheet.tree, path)
        yield word(item, "term").casefold() if isinstance(item, dict) else ""
