"""Change a thing of the rules by what was typed in its form, and give the edits that do so in the files."""

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
    """Give the thing as what was typed makes it; `more` parts may be new."""
    item: Any = deepcopy(sheet.item) if sheet.item else {}
    for field in fields(sheet):
        put(item, field, typed)
    rows = sheet.thing.rows
    if rows is not None and rows.keyed:
        item[rows.key] = changed_table(sheet, rows, typed)
    elif rows is not None:
        list_of(item, rows)[:] = changed_rows(sheet, rows, typed, more)
    return item  # type: ignore[no-any-return]  # a list where the thing is one


def list_of(item: Any, rows: Rows) -> list[Tree]:
    """Give the list of the parts of a thing."""
    found: list[Tree] = item.setdefault(rows.key, []) if rows.key else item
    return found


def put(item: dict[str, Tree], field: Field, typed: Typed) -> None:
    """Put into a tree what was typed in a field."""
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
    """Give the condition that was typed; none where the form did not have it."""
    return condition_tree.typed_root(typed, field.name, held(field))


def held(field: Field) -> Any:
    """Give what the file has in a field; none where it has nothing."""
    return field.item.get(field.entry.key) if isinstance(field.item, Mapping) else None


def pressed(sheet: Sheet, typed: Typed, button: str) -> Typed:
    """Give what was typed after a button was pressed that adds a part to a condition or drops one."""
    now = dict(typed)
    for field in fields(sheet):
        root = condition_typed(field, typed) if field.entry.look is Look.CONDITION else None
        if root is not None:
            after = condition_tree.pressed(root, field.name, button)
            now = {name: each for name, each in now.items() if not name.startswith(f"{field.name}-")}
            now |= condition_tree.typed_of(after, field.name, count())
    return now


def changed_table(sheet: Sheet, rows: Rows, typed: Typed) -> dict[str, Tree]:
    """Give the rows of a table as what was typed makes them; a row that is blank and was not there stays away."""
    table = {}
    for place, ((key, _), old) in enumerate(zip(row_keys(sheet), rows_of(sheet), strict=True)):
        part = deepcopy(old)
        for field in row_fields(sheet, rows, place) if isinstance(part, dict) else ():
            put(part, field, typed)
        if part:
            table[key] = part
    return table


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


def begun(sheet: Sheet, typed: Typed, item: Any) -> dict[str, Tree]:
    """Give a new thing whole: with the id that was typed or one from its words, if such things have ids."""
    thing = sheet.thing
    if thing.key != "id":
        return dict(item)
    others = [value_at(sheet.tree, path) for path in paths(sheet.tree, thing.lists)]
    asked = plain(typed.get("id", ()))
    return {"id": fresh(asked[0] if asked else item.get(thing.title), others), **item}


def fresh(text: Any, others: Sequence[Any]) -> str:
    """Give an id from the first words of a text that none of the others has."""
    taken_ids = {each.get("id") for each in others if isinstance(each, Mapping)}
    short = "-".join(file_name(str(text or "new")).split("-")[:5])
    return next(name for name in (short, *(f"{short}-{n}" for n in range(2, 1000))) if name not in taken_ids)


def edits(sheet: Sheet, after: Tree) -> tuple[Edit, ...]:
    """Give the edits that make the thing what it is to be."""
    if sheet.item is None:
        return (AddItem(sheet.thing.file, sheet.path, ordered(sheet, after), place_of(sheet, after)),)
    return revision(sheet.thing.file, sheet.path, sheet.item, after)


def ordered(sheet: Sheet, item: Any) -> dict[str, Tree]:
    """Give a new thing with its keys in the order in which the file explains them."""
    model = Evidence if sheet.thing.file == EVIDENCE else Rules
    order = keys_at(model, sheet.tree, (*sheet.path, 0))
    return {key: item[key] for key in order if key in item}


def place_of(sheet: Sheet, item: Any) -> int | None:
    """Give the place of a new word among the others, in the order of the alphabet; none for the end."""
    if sheet.thing.key != "term":
        return None
    words = list(words_of(sheet))
    return next((at for at, each in enumerate(words) if each > word(item, "term").casefold()), None)


def words_of(sheet: Sheet) -> Iterator[str]:
    """Give the words of the glossary as they are put in order."""
    for path in paths(sheet.tree, sheet.thing.lists):
        item = value_at(sheet.tree, path)
        yield word(item, "term").casefold() if isinstance(item, dict) else ""
