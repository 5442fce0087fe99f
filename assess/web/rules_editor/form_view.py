"""Render the form of an entity with its errors and related links."""

from fractions import Fraction
from typing import NamedTuple

from flask import render_template, request, url_for

from assess.core.loading.loader import EVIDENCE
from assess.core.validation.labels import value_at
from assess.report.content.text import points
from assess.web.rules_editor.choices import named, word
from assess.web.rules_editor.documents import Sheet, Typed
from assess.web.rules_editor.draft import Working, line_address, problem_line
from assess.web.rules_editor.entities import THINGS
from assess.web.rules_editor.field_view import Box, Filled, Part, Wrong, boxes, parts, wrong_in
from assess.web.rules_editor.fields import Look
from assess.web.shared.text import plain

LONGEST = 120
"""The maximum number of characters in the text of a link."""
NEW_ROWS = {"question": (1, 4)}
"""The number of sub-items that can be added at once, to an existing entity and to a new one."""
STARTS = {"claim": "source"}
"""The fields of a new entity that the query string can prefill."""


class Said(NamedTuple):
    """The state of a form apart from its fields."""

    above: str = ""
    theirs: tuple[tuple[str, str], ...] = ()
    seen: str = ""
    """The etag that the form sends; empty for that of the entity as it is."""


def page(now: Working, sheet: Sheet, typed: Typed, said: Said) -> str:
    """Render the form of an entity."""
    is_new = sheet.item is None
    wrong = Wrong({}, (), now.checked.problems) if is_new else wrong_in(now, sheet)
    filled = typed or (started(sheet) if is_new else {})
    form = Filled(sheet, filled, wrong.at)
    rows = parts(form, NEW_ROWS.get(sheet.thing.name, (0, 0))[is_new])
    return render_template(
        f"pages/rules-editor/{'weights' if sheet.thing.name == 'weights' else 'entity'}.html",
        sheet=sheet,
        boxes=[box._replace(told=told(now, box)) for box in boxes(form)],
        parts=rows,
        shares=shares(rows) if sheet.thing.name == "weights" else (),
        said=said,
        seen=said.seen or sheet.seen,
        errors=errors_of(said, wrong, here=not typed),
        elsewhere=len(wrong.elsewhere),
        working=now,
        back=back_of(sheet),
        removable=not is_new and bool(sheet.thing.lists) and sheet.thing.grows,
        line="" if is_new else line_address(sheet.thing.file, now.document(sheet.thing.file).mark(sheet.path).line),
        chosen_name="".join(typed.get("id", ("",))),
        cases=cases(sheet),
    )


def told(now: Working, box: Box) -> tuple[tuple[str, str], ...]:
    """Return the ids and texts of the findings that a field names."""
    if box.look is not Look.CLAIMS:
        return ()
    findings = dict(named(now.document(EVIDENCE).tree, "claims", "finding"))
    return tuple((name, findings[name]) for name in box.values[0].split() if name in findings)


def started(sheet: Sheet) -> Typed:
    """Return the values that the query string prefills in the form of a new entity."""
    key = STARTS.get(sheet.thing.name, "")
    return {key: (request.args[key],)} if key in request.args else {}


def errors_of(said: Said, wrong: Wrong, *, here: bool) -> list[tuple[str, str]]:
    """Return the error messages, each with the anchor of its field or the URL of its line."""
    above = [(said.above, "#theirs" if said.theirs else "#form")] if said.above else []
    fields = [(sentence, f"#{name}") for name, sentences in wrong.at.items() for sentence in sentences]
    return above + (fields + [problem_line(problem) for problem in wrong.here] if here else [])


def back_of(sheet: Sheet) -> tuple[str, str]:
    """Return the back link: to the section of a question, to the parent, to the list of the type, or to all forms."""
    if sheet.thing.name == "question":
        section = sheet.tree["sections"][sheet.path[1]]
        return plain(word(section, "title")), url_for("editing.show", kind="section", name=word(section, "id"))
    if not sheet.thing.key:
        kind = next(each.name for each in THINGS.values() if each.cases == sheet.thing.name)
        name = word(value_at(sheet.tree, sheet.path[:2]), "id")
        return sheet.holder, url_for("editing.show", kind=kind, name=name)
    if sheet.thing.lists and sheet.thing.name != "section":
        return "All of these", url_for("draft.listed", kind=sheet.thing.name)
    return "Edit in forms", url_for("draft.contents")


def shortened(words: str) -> str:
    """Shorten a text to its first words for use in a link."""
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


def cases(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Return the titles and URLs of the numbered entities that belong to this one."""
    if sheet.item is None or not sheet.thing.cases:
        return ()
    thing = THINGS[sheet.thing.cases]
    found = value_at(sheet.item, (thing.lists[-1],))
    every = enumerate(found if isinstance(found, list) else (), 1)
    return tuple(
        (
            f"{thing.name.capitalize()} {number}: {shortened(plain(word(each, 'says') or word(each, 'note')))}",
            url_for("editing.show", kind=thing.name, name=f"{sheet.id}.{number}"),
        )
        for number, each in every
        if isinstance(each, dict)
    )


def shares(rows: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the percentage of each barrier, from the weights in the form; a dash if the weight is not a number."""
    weights = [int(value) if value.isascii() and value.isdigit() else 0 for value in (typed_in(row) for row in rows)]
    total = sum(weights)
    return tuple(
        f"{points(Fraction(100 * weight, total)).removesuffix('.0')}%" if weight else "–" for weight in weights
    )


def typed_in(row: Part) -> str:
    """Return the value of the only field of a sub-item."""
    return row.boxes[0].values[0].strip()[:9]
