"""Plain-English messages on invalid fields and how to correct them."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from assess.core.model.fields import Value
from assess.core.model.rules import SUBJECTS
from assess.core.syntax.suggestions import alternatives, listed, nearest, suggestion
from assess.core.syntax.yaml_reader import Path, Tree
from assess.core.validation.labels import keys_at, of_several_kinds, owner

LONGEST = 60
"""The most characters of a value that a message quotes."""


class Fault(NamedTuple):
    """A validation error at one path of a tree."""

    kind: str
    path: Path
    found: Any
    wanted: str
    """The allowed values if they are few, as listed by pydantic."""
    tree: Tree
    model: type[Value]

    @property
    def field(self) -> str:
        """A label of the field and the item it belongs to."""
        names = [step for step in self.path if isinstance(step, str)]
        if not names:
            return "The file"
        last = self.path[-1]
        item = f"item {last + 1} of " if isinstance(last, int) else "the name " if self.of_key else ""
        whose = owner(self.path[:-1], self.tree)
        return f"{item}`{names[-1]}`{'' if whose == 'the file' else f' of {whose}'}"

    @property
    def of_key(self) -> bool:
        """Whether the key is invalid rather than its value."""
        return self.kind == "extra_forbidden" or (self.kind == "id" and self.found == self.path[-1])


def shown(found: Any) -> str:
    """Describe a value, shortened to fit in a sentence."""
    if isinstance(found, dict):
        return "a group of keys" if found else "an empty group"
    if isinstance(found, list):
        return "a list" if found else "an empty list"
    return f"`{found if len(found) <= LONGEST else found[:LONGEST] + '…'}`" if found.strip() else "nothing"


def id_like(found: Any) -> str:
    """Return the valid id most similar to a value."""
    return re.sub(r"[^a-z0-9]+", "-", str(found).lower()).strip("-")[:LONGEST].strip("-")


def expected(what: str) -> Callable[[Fault], str]:
    """Return a function that formats the message for fields of one type."""
    return lambda fault: f"{fault.field} must be {what}, but here it is {shown(fault.found)}."


def wrong_text(fault: Fault) -> str:
    """Explain that text is missing or that the value is not text."""
    if isinstance(fault.found, str):
        return f"{fault.field} is empty. Write the words, or take the line out if it is not needed."
    hint = " If it is text, put it in double quotes."
    return f"{fault.field} must be words, but here it is {shown(fault.found)}.{hint}"


def cut_short(fault: Fault) -> str:
    """Explain that a comment follows unquoted text."""
    return (
        f"{fault.field} is followed by ` #` on its line, so everything after # would be lost: "
        "put the text in double quotes, or move the comment to a line of its own."
    )


def wrong_id(fault: Fault) -> str:
    """Explain which characters an id may contain."""
    like = id_like(fault.found) if isinstance(fault.found, str) else ""
    hint = f" Did you mean `{like}`?" if like else ""
    rule = "lower-case letters, digits and single hyphens"
    return f"{fault.field} must be an id made of {rule}, but here it is {shown(fault.found)}.{hint}"


def missing(fault: Fault) -> str:
    """Explain which key is missing."""
    *round_it, key = fault.path
    where = owner(tuple(round_it), fault.tree)
    return f"`{key}` is missing from {where}. Add a line `{key}: …` to it."


def unknown_key(fault: Fault) -> str:
    """Explain that a key is unknown, and suggest which one may be meant."""
    *round_it, key = fault.path
    where = f"{'a condition in ' if of_several_kinds(round_it) else ''}{owner(tuple(round_it), fault.tree)}"
    known = keys_at(fault.model, fault.tree, tuple(round_it))
    like = nearest(str(key), known)
    if fault.found == "" and not like:
        hint = "If it belongs to the text before it, put that text in double quotes, because it holds a comma."
        return f"`{key}` is not a key of {where}, and nothing follows it. {hint}"
    hint = f"Did you mean `{like}`?" if like else f"Its keys are {listed(known)}."
    return f"`{key}` is not a key of {where}. {hint}"


def wrong_word(fault: Fault) -> str:
    """Explain which words are allowed."""
    words = re.findall("'([^']*)'", fault.wanted)
    like = nearest(str(fault.found), words)
    hint = f" Did you mean `{like}`?" if like else ""
    also = " or a list of claims" if words == ["estimate"] else ""
    return f"{fault.field} must be {alternatives(words)}{also}, but here it is {shown(fault.found)}.{hint}"


def wrong_list(fault: Fault) -> str:
    """Explain that a list is expected."""
    example = f"[{fault.found}]" if isinstance(fault.found, str) and fault.found.strip() else "[…, …]"
    return f"{fault.field} must be a list, but here it is {shown(fault.found)}. Write it as `{example[:LONGEST]}`."


def wrong_condition(fault: Fault) -> str:
    """Explain that a condition has no subject or more than one."""
    if not isinstance(fault.found, dict):
        return (
            f"{fault.field} must be a condition such as {{question: …, is: […]}}, but here it is {shown(fault.found)}."
        )
    named = [key for key in SUBJECTS if key in fault.found]
    if named:
        hint = "Put each in a mapping of its own below `all:` or `any:`."
        return f"A condition in {owner(fault.path, fault.tree)} has {len(named)} subjects, {listed(named)}. {hint}"
    hint = next((suggestion(key, SUBJECTS) for key in fault.found if nearest(key, SUBJECTS)), "")
    where = owner(fault.path, fault.tree)
    return f"A condition in {where} must name {alternatives(SUBJECTS)}, and names none. {hint}".strip()


SAYINGS: dict[str, Callable[[Fault], str]] = {
    "text": wrong_text,
    "cut_short": cut_short,
    "id": wrong_id,
    "number": expected("a whole number from 0 in plain digits, such as 15"),
    "yes_or_no": expected("`true` or `false`"),
    "version": expected("three numbers with points between them, such as 1.0.0"),
    "day": expected("a day of the calendar written as YYYY-MM-DD, such as 2026-11-22"),
    "issued": expected("a year, month or day such as 2012, 2012-12 or 2012-12-07"),
    "missing": missing,
    "extra_forbidden": unknown_key,
    "literal_error": wrong_word,
    "tuple_type": wrong_list,
    "too_short": lambda fault: f"{fault.field} is an empty list. Give it at least one item.",
    "dict_type": expected("a group of keys with values"),
    "model_type": expected("a group of keys with values"),
    "union_tag_not_found": wrong_condition,
}


def sentence(fault: Fault) -> str:
    """Return the message for a field error."""
    said = SAYINGS[fault.kind](fault)
    return said[0].upper() + said[1:]
