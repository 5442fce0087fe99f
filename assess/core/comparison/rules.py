"""The differences between two rulebooks, in an officer's words and in the order of the file."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.comparison.rule_labels import FIELDS, called, said
from assess.core.model.fields import Value
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Expected, Lookup, Section
from assess.core.validation.labels import KINDS, NAMED_BY


class Kind(StrEnum):
    """What happened to a part of the rules."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Difference(NamedTuple):
    """One difference between two rulebooks."""

    kind: Kind
    thing: str
    """`section`, `question`, `option`, `band`, `source` and so on; `rules` for the heading, `row` for a table's."""
    id: str
    within: str
    """The id of the item that an option, a question or a row belongs to, in the later rules if it is there."""
    field: str
    """The field's name in the model, or `order of option` and so on; empty for an addition, removal or move."""
    before: str
    """The value in words, or the main text of what was removed; empty for what was not there."""
    after: str
    sentence: str
    """The whole in one sentence, without its full stop."""


class Side(NamedTuple):
    """A part of one of the two rulebooks."""

    rulebook: Rulebook
    item: Any


class Thing(NamedTuple):
    """An item of the rules that is compared."""

    kind: str
    id: str
    name: str
    """The item's name in a sentence, with the item that it belongs to."""
    within: str = ""


WORDS = ("text", "title", "says", "finding", "means", "label", "note", "name")
"""Fields that hold the main text of an item."""

NOTHING = "not given"
TIMES = ("now", "before")

SHORT = 40
"""How long a value may be to be quoted in a sentence."""

NESTED = {"options": "option", "questions": "question", "table": "row"}
OWNED = ("option", "row")
"""Kinds of item that are named together with the item that they belong to."""

Items = Mapping[str, Any]


def differences(before: Rulebook, after: Rulebook) -> tuple[Difference, ...]:
    """Return all differences, in the order of the files, removals at their old positions."""
    found: list[Difference] = []
    rules = Thing("rules", after.id, "the rules")
    found.extend(fields(rules, Side(before, before.rules.rulebook), Side(after, after.rules.rulebook)))
    for old, new in ((before.rules, after.rules), (before.evidence, after.evidence)):
        for field in type(new).model_fields:
            if field in KINDS:
                sides = Side(before, getattr(old, field)), Side(after, getattr(new, field))
                found.extend(things(KINDS[field], *sides, rules))
    return tuple(found)


def things(kind: str, before: Side, after: Side, holder: Thing) -> Iterator[Difference]:
    """Yield the differences between two lists of items of one kind, or between the rows of two tables."""
    old, new = by_name(before.item), by_name(after.item)
    for name in merged(list(old), list(new)):
        yield from thing_differences(kind, name, before._replace(item=old), after._replace(item=new), holder)
    stayed = [name for name in old if name in new], [name for name in new if name in old]
    if stayed[0] != stayed[1] and kind != "row":
        whose = "" if holder.kind == "rules" else f" of {holder.name}"
        sentence = f"The order of the {plural(kind)}{whose} changed"
        orders = ", ".join(old), ", ".join(new)
        yield Difference(Kind.CHANGED, holder.kind, holder.id, holder.within, f"order of {kind}", *orders, sentence)


def thing_differences(kind: str, name: str, before: Side, after: Side, holder: Thing) -> Iterator[Difference]:
    """Yield the differences in one item; a question is looked up in the other sections as well."""
    old, new = before.item.get(name), after.item.get(name)
    thing = Thing(kind, name, title(kind, name, new or old, holder), "" if holder.kind == "rules" else holder.id)
    elsewhere = kind == "question" and (old or before.rulebook.questions.get(name))
    if kind == "question" and new is None and name in after.rulebook.questions:
        return
    if new is None:
        yield came_or_went(Kind.REMOVED, thing, old, holder)
    elif old is None and not elsewhere:
        yield came_or_went(Kind.ADDED, thing, new, holder)
    elif old is None:
        yield move(thing, before.rulebook.section_of[name], after.rulebook.section_of[name])
    if new is not None and (old or elsewhere):
        yield from fields(thing, before._replace(item=old or elsewhere), after._replace(item=new))
    elif kind == "section":
        inner = (old.questions if old else ()), (new.questions if new else ())
        yield from things("question", before._replace(item=inner[0]), after._replace(item=inner[1]), thing)


def move(thing: Thing, before: Section, after: Section) -> Difference:
    """Return the difference of a question that moved to another section."""
    sentence = f"{capital(thing.name)} moved from the section {before.title} to the section {after.title}"
    return Difference(Kind.MOVED, thing.kind, thing.id, thing.within, "", before.title, after.title, sentence)


def by_name(items: Any) -> Items:
    """Return items by id, name or term; the rows of a table are already named."""
    if isinstance(items, Mapping):
        return items
    return {next(str(getattr(item, key)) for key in NAMED_BY if hasattr(item, key)): item for item in items}


def merged(old: list[str], new: list[str]) -> Iterable[str]:
    """Return all names in the new order, each removed one after the name that it followed."""
    names = list(new)
    for at, name in enumerate(old):
        if name not in new:
            names.insert(names.index(old[at - 1]) + 1 if at else 0, name)
    return names


def title(kind: str, name: str, item: Value, holder: Thing) -> str:
    """Return the name of an item in a sentence."""
    words = f"the row {name}" if isinstance(item, Lookup) else called(kind, item, name)
    return f"{words} of {holder.name}" if kind in OWNED else words


def plural(kind: str) -> str:
    """Return the plural of a kind's name."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def came_or_went(kind: Kind, thing: Thing, item: Value, holder: Thing) -> Difference:
    """Return the difference of an item that only one of the rulebooks has, with its main text."""
    joint = f" {'to' if kind is Kind.ADDED else 'from'} {holder.name}" if thing.kind == "question" else ""
    sentence = f"{capital(thing.name)} was {kind}{joint}"
    words = next((str(found) for key in WORDS if (found := getattr(item, key, None))), "")
    values = ("", words) if kind is Kind.ADDED else (words, "")
    return Difference(kind, thing.kind, thing.id, thing.within, "", *values, sentence)


def fields(thing: Thing, before: Side, after: Side) -> Iterator[Difference]:
    """Yield the differences between two items of the same name."""
    for field in type(after.item).model_fields:
        old, new = getattr(before.item, field, None), getattr(after.item, field)
        if field in NESTED:
            yield from things(NESTED[field], before._replace(item=old), after._replace(item=new), thing)
        elif isinstance(new, Expected):
            yield from fields(thing, before._replace(item=old), after._replace(item=new))
        elif old != new:
            values = said(before.rulebook, old), said(after.rulebook, new)
            label = FIELDS.get(f"{field} of {thing.kind}", FIELDS[field])
            sentence = f"The {label} of {thing.name} {changed(old, new, *values)}"
            yield Difference(Kind.CHANGED, thing.kind, thing.id, thing.within, field, *values, sentence)


def changed(old: Any, new: Any, before: str, after: str) -> str:
    """Return in words how a value changed: the names added and removed, else both values where they are short."""
    if are_names(old) and are_names(new):
        gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
        words = [f"{', '.join(names)} {word}" for names, word in ((come, "added"), (gone, "taken out")) if names]
        return f"changed: {'; '.join(words) or 'their order'}"
    if max(len(before), len(after)) <= SHORT and "\n" not in before + after:
        return f"went from {before or NOTHING} to {after or NOTHING}"
    return "changed" if before and after else f"changed: it {'is' if before else 'was'} {NOTHING} {TIMES[not before]}"


def are_names(value: Any) -> bool:
    """Return whether a value is a list of names, not of sentences or groups."""
    return isinstance(value, tuple) and all(isinstance(each, str) and " " not in each for each in value)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
