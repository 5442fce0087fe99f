"""What a new thing has that its form does not ask: an id from its words, and what sets it off."""

from typing import Any

from assess.core.naming import value_at
from assess.core.yaml_source import Tree
from assess.web.draft.choices import word
from assess.web.draft.entries import plain
from assess.web.draft.sheets import Sheet, Typed, fresh, paths

SET_OFF = ("recommendation", "blocker", "warning")
"""Things that a question's answers set off."""
NOWHERE = "choose-a-question"


def begun(sheet: Sheet, typed: Typed, item: Any) -> dict[str, Tree]:
    """Give a new thing whole."""
    thing = sheet.thing
    others = [value_at(sheet.tree, path) for path in paths(sheet.tree, thing.lists)]
    asked = plain(typed.get("id", ()))
    name = fresh(asked[0] if asked else item.get(thing.title), others)
    begins = {"when": condition(sheet, typed)} if thing.name in SET_OFF else {}
    return {"id": name, **item, **begins}


def condition(sheet: Sheet, typed: Typed) -> dict[str, Tree]:
    """Give what sets a new thing off: the worst answer of a question, or for advice every answer but the best."""
    chosen = "".join(typed.get("when-question", ("",)))
    options = [word(option, "id") for option in options_of(sheet.tree, chosen)]
    named: list[Tree] = [*(options[:-1] if sheet.thing.name == "recommendation" else options[:1])]
    return {"question": chosen or NOWHERE, "is": named or [NOWHERE]}


def options_of(tree: Any, question: str) -> list[dict[str, Any]]:
    """Give the options of a question."""
    for path in paths(tree, ("sections", "questions")):
        if word(value_at(tree, path), "id") == question:
            found = value_at(tree, (*path, "options"))
            return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return []
