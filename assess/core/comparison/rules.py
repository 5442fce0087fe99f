"""The differences between two rulebooks, in an officer's words and in the order of the file."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.comparison.rule_labels import FIELD_LABELS, format_item, format_value
from assess.core.model.fields import FrozenModel
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import ExpectedResult, LookupRow, Section
from assess.core.validation.labels import KIND_LABELS, NAME_KEYS, word_for


class DifferenceKind(StrEnum):
    """What happened to a part of the rules."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class RuleDifference(NamedTuple):
    """One difference between two rulebooks."""

    kind: DifferenceKind
    item_kind: str
    """`section`, `question`, `option`, `band`, `source` and so on; `rules` for the heading, `row` for a table's."""
    id: str
    parent_id: str
    """The id of the item that an option, a question or a row belongs to, in the later rules if it is there."""
    field: str
    """The field's name in the model, or `order of option` and so on; empty for an addition, removal or move."""
    before: str
    """The value in words, or the main text of what was removed; empty for what was not there."""
    after: str
    sentence: str
    """The whole in one sentence, without its full stop."""


class RulebookSide(NamedTuple):
    """A part of one of the two rulebooks."""

    rulebook: Rulebook
    item: Any


class RuleItem(NamedTuple):
    """An item of the rules that is compared."""

    kind: str
    id: str
    name: str
    """The item's name in a sentence, with the item that it belongs to."""
    parent_id: str = ""


_MAIN_TEXT_FIELDS = ("text", "title", "says", "finding", "means", "label", "note", "name")
"""Fields that hold the main text of an item."""

_MAX_INLINE_LENGTH = 40
"""How long a value may be to be quoted in a sentence."""

_NESTED_KINDS = {"options": "option", "questions": "question", "table": "row"}
_OWNED_KINDS = ("option", "row")
"""Kinds of item that are named together with the item that they belong to."""

ItemsByName = Mapping[str, Any]


def diff_rulebooks(before: Rulebook, after: Rulebook) -> tuple[RuleDifference, ...]:
    """Return all differences, in the order of the files, removals at their old positions."""
    result: list[RuleDifference] = []
    rules = RuleItem("rules", after.id, "the rules")
    result.extend(
        _diff_fields(rules, RulebookSide(before, before.rules.rulebook), RulebookSide(after, after.rules.rulebook))
    )
    result.extend(_diff_policies(rules, before, after))
    for old, new in ((before.rules, after.rules), (before.evidence, after.evidence)):
        for field in type(new).model_fields:
            if field in KIND_LABELS:
                sides = RulebookSide(before, getattr(old, field)), RulebookSide(after, getattr(new, field))
                result.extend(_diff_items(KIND_LABELS[field], *sides, rules))
    return tuple(result)


def _diff_policies(rules: RuleItem, before: Rulebook, after: Rulebook) -> Iterator[RuleDifference]:
    """Yield the differences in what a missing need does and in the number of questions from which there is a score."""
    for field in ("needs", "score_from"):
        old, new = (_get_policy(rulebook, field) for rulebook in (before, after))
        if old != new:
            yield _build_change(rules, field, old, new, (old, new))


def _get_policy(rulebook: Rulebook, field: str) -> str:
    """Return the label of the cap of needs, or the least number of questions; empty if the rules have none."""
    if field == "needs":
        return rulebook.bands[rulebook.rules.needs.cap].label if rulebook.rules.needs else ""
    return "" if rulebook.rules.score_from is None else str(rulebook.rules.score_from)


def _diff_items(kind: str, before: RulebookSide, after: RulebookSide, parent: RuleItem) -> Iterator[RuleDifference]:
    """Yield the differences between two lists of items of one kind, or between the rows of two tables."""
    old, new = _index_by_name(before.item), _index_by_name(after.item)
    for name in _merge_names(list(old), list(new)):
        yield from _diff_item(kind, name, before._replace(item=old), after._replace(item=new), parent)
    stayed = [name for name in old if name in new], [name for name in new if name in old]
    if stayed[0] != stayed[1] and kind != "row":
        whose = "" if parent.kind == "rules" else f" of {parent.name}"
        sentence = f"The order of the {_pluralise(kind)}{whose} changed"
        orders = ", ".join(old), ", ".join(new)
        yield RuleDifference(
            DifferenceKind.CHANGED, parent.kind, parent.id, parent.parent_id, f"order of {kind}", *orders, sentence
        )


def _diff_item(
    kind: str, name: str, before: RulebookSide, after: RulebookSide, parent: RuleItem
) -> Iterator[RuleDifference]:
    """Yield the differences in one item; a question is looked up in the other sections as well."""
    old, new = before.item.get(name), after.item.get(name)
    thing = RuleItem(
        kind, name, _format_title(kind, name, new or old, parent), "" if parent.kind == "rules" else parent.id
    )
    elsewhere = kind == "question" and (old or before.rulebook.questions.get(name))
    if kind == "question" and new is None and name in after.rulebook.questions:
        return
    if new is None:
        yield _build_addition_or_removal(DifferenceKind.REMOVED, thing, old, parent)
    elif old is None and not elsewhere:
        yield _build_addition_or_removal(DifferenceKind.ADDED, thing, new, parent)
    elif old is None:
        yield _build_move(thing, before.rulebook.sections_by_question[name], after.rulebook.sections_by_question[name])
    if new is not None and (old or elsewhere):
        yield from _diff_fields(thing, before._replace(item=old or elsewhere), after._replace(item=new))
    elif kind == "section":
        inner = (old.questions if old else ()), (new.questions if new else ())
        yield from _diff_items("question", before._replace(item=inner[0]), after._replace(item=inner[1]), thing)


def _build_move(moved: RuleItem, before: Section, after: Section) -> RuleDifference:
    """Return the difference of a question that moved to another section."""
    sentence = f"{_capitalise(moved.name)} moved from the barrier {before.title} to the barrier {after.title}"
    return RuleDifference(
        DifferenceKind.MOVED, moved.kind, moved.id, moved.parent_id, "", before.title, after.title, sentence
    )


def _index_by_name(items: Any) -> ItemsByName:
    """Return items by id, name or term; the rows of a table are already named."""
    if isinstance(items, Mapping):
        return items
    return {next(str(getattr(item, key)) for key in NAME_KEYS if hasattr(item, key)): item for item in items}


def _merge_names(old: list[str], new: list[str]) -> Iterable[str]:
    """Return all names in the new order, each removed one after the name that it followed."""
    names = list(new)
    for at, name in enumerate(old):
        if name not in new:
            names.insert(names.index(old[at - 1]) + 1 if at else 0, name)
    return names


def _format_title(kind: str, name: str, item: FrozenModel, parent: RuleItem) -> str:
    """Return the name of an item in a sentence."""
    words = f"the row {name}" if isinstance(item, LookupRow) else format_item(kind, item, name)
    return f"{words} of {parent.name}" if kind in _OWNED_KINDS else words


def _pluralise(kind: str) -> str:
    """Return the plural of a kind's name."""
    word = word_for(kind)
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _build_addition_or_removal(
    kind: DifferenceKind, thing: RuleItem, item: FrozenModel, parent: RuleItem
) -> RuleDifference:
    """Return the difference of an item that only one of the rulebooks has, with its main text."""
    joint = f" {'to' if kind is DifferenceKind.ADDED else 'from'} {parent.name}" if thing.kind == "question" else ""
    sentence = f"{_capitalise(thing.name)} was {kind}{joint}"
    words = next((str(value) for key in _MAIN_TEXT_FIELDS if (value := getattr(item, key, None))), "")
    values = ("", words) if kind is DifferenceKind.ADDED else (words, "")
    return RuleDifference(kind, thing.kind, thing.id, thing.parent_id, "", *values, sentence)


def _diff_fields(thing: RuleItem, before: RulebookSide, after: RulebookSide) -> Iterator[RuleDifference]:
    """Yield the differences between two items of the same name."""
    for field in type(after.item).model_fields:
        old, new = getattr(before.item, field, None), getattr(after.item, field)
        if field in _NESTED_KINDS:
            yield from _diff_items(_NESTED_KINDS[field], before._replace(item=old), after._replace(item=new), thing)
        elif isinstance(new, ExpectedResult):
            yield from _diff_fields(thing, before._replace(item=old), after._replace(item=new))
        elif old != new:
            values = format_value(before.rulebook, old), format_value(after.rulebook, new)
            yield _build_change(thing, field, old, new, values)


def _build_change(thing: RuleItem, field: str, old: Any, new: Any, values: tuple[str, str]) -> RuleDifference:
    """Return the difference of one field, with both values in words."""
    label = FIELD_LABELS.get(f"{field} of {thing.kind}") or FIELD_LABELS[field]
    sentence = f"The {label} of {thing.name} {_describe_change(old, new, *values)}"
    return RuleDifference(DifferenceKind.CHANGED, thing.kind, thing.id, thing.parent_id, field, *values, sentence)


def _describe_change(old: Any, new: Any, before: str, after: str) -> str:
    """Return in words how a value changed: the names added and removed, else both values where they are short."""
    if _are_names(old) and _are_names(new):
        gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
        words = [f"{', '.join(names)} {word}" for names, word in ((come, "added"), (gone, "removed")) if names]
        return f"changed: {'; '.join(words) or 'their order'}"
    if max(len(before), len(after)) <= _MAX_INLINE_LENGTH and "\n" not in before + after:
        return f"went from {before} to {after}" if before and after else _describe_new(before, after)
    return "changed" if before and after else f"changed: {_describe_absence(before)}"


def _describe_new(before: str, after: str) -> str:
    """Return in words that only one of two values is given."""
    return f"{f'was {before}' if before else f'is now {after}'}; {_describe_absence(before)}"


def _describe_absence(before: str) -> str:
    """Return in words when a value is not given."""
    return "it is not given now" if before else "it was not given before"


def _are_names(value: Any) -> bool:
    """Return whether a value is a list of names, not of sentences or groups."""
    return isinstance(value, tuple) and all(isinstance(each, str) and " " not in each for each in value)


def _capitalise(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
