"""Conflicting edits: what another person saved in the draft while somebody was editing the same entity."""

from collections.abc import Iterable
from itertools import count

from assess.web.rules_editor import documents, form_edits
from assess.web.rules_editor.condition_tree import root_of
from assess.web.rules_editor.condition_view import Sight, row_of, spoken
from assess.web.rules_editor.documents import Field, Sheet, Typed
from assess.web.rules_editor.fields import Look, plain, shown


def theirs(sheet: Sheet, typed: Typed) -> Iterable[tuple[str, str]]:
    """Yield the label and stored value of each field whose value in the draft differs from the submitted one."""
    rows = sheet.thing.rows
    every = [("", field) for field in documents.fields(sheet)] if sheet.thing.entries else []
    for place, part in enumerate(documents.rows_of(sheet)) if rows else ():
        title = str(part.get(rows.title, place + 1)) if rows else ""
        every += [(f"{title}: ", field) for field in documents.row_fields(sheet, rows, place)] if rows else []
    for before, field in every:
        if field.entry.look is Look.CONDITION:
            yield from their_condition(sheet, field, typed)
            continue
        held = shown(field.entry, field.item)
        if field.name in typed and plain(held) != plain(typed[field.name]):
            yield before + field.entry.label, "\n".join(held) or "(nothing)"


def their_condition(sheet: Sheet, field: Field, typed: Typed) -> Iterable[tuple[str, str]]:
    """Yield the label and stored condition of a field if the condition in the draft differs from the submitted one."""
    mine, root = form_edits.condition_typed(field, typed), root_of(form_edits.held(field))
    if mine is not None and mine != root:
        yield field.entry.label, spoken(row_of(root, field.name, Sight(sheet.tree, {}, count())))
