"""Format parts of a rulebook in an officer's words: items, fields, values and conditions."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from assess.core.model.fields import FrozenModel
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import (
    UNKNOWN_OPTION,
    AllOf,
    AnyOf,
    Condition,
    DerivedFact,
    Fact,
    LocalVariation,
    Override,
    ProfileCondition,
    QuestionCondition,
    SectionCondition,
)
from assess.core.scoring.citations import strip_references
from assess.core.validation.labels import word_for

FIELD_LABELS = {
    "answers": "answers",
    "applies_from": "first day in force",
    "applies_to": "last day in force",
    "ask": "people to ask",
    "ask_if": "condition for asking",
    "author": "authors",
    "below": "limit",
    "blockers": "blockers expected",
    "band": "band expected",
    "caps_at": "band limit",
    "checked_on": "day it was checked",
    "claims": "findings",
    "container_title": "publication",
    "dated": "note on what has changed",
    "done_when": "sign that it is done",
    "effective_from": "date",
    "effort": "effort",
    "elsewhere": "notes for other councils",
    "evidence": "evidence asked for",
    "evidenced": "evidenced score expected",
    "finding": "wording",
    "from_": "lowest score",
    "from_ of derived fact": "fact that it is looked up from",
    "from_stage": "stage from which it is asked",
    "help": "help",
    "id": "id",
    "is_": "value",
    "issued": "date",
    "kind": "kind of answer",
    "label": "label",
    "lead": "lead",
    "lifted_by": "way to lift it",
    "made_from": "starting version",
    "may_not_apply": "choice “does not apply”",
    "meaning": "meaning",
    "means": "meaning",
    "name": "name",
    "nations": "nations",
    "needs": "needs by stage",
    "needs of rules": "band limit for missing needs",
    "needs_missing": "missing needs expected",
    "not_asked_because": "reason for not asking",
    "note": "note",
    "others": "answers to the other questions",
    "page": "page",
    "pinpoint": "place in the source",
    "points": "points",
    "possible": "possible score expected",
    "possible_band": "possible band expected",
    "possible_blockers": "possible blockers expected",
    "profile": "facts",
    "publisher": "publisher",
    "recommends": "recommendations expected",
    "required": "need for an answer",
    "says": "wording",
    "score_from": "number of questions from which there is a score",
    "short": "short text",
    "source": "source",
    "status": "status",
    "status_note": "note on the status",
    "steps": "steps",
    "superseded_by": "successor",
    "support": "people in support",
    "takes": "time that it takes",
    "takes_from": "authority for the time that it takes",
    "term": "word",
    "text": "wording",
    "title": "title",
    "type": "type",
    "unless": "exceptions",
    "url": "web address",
    "version": "version",
    "was": "earlier ids",
    "weight": "weight",
    "when": "condition",
    "why": "reason",
}
"""The label of each field, by its name in the model, followed by its kind of item where that is ambiguous."""

_TITLE_FIELDS = ("title", "label", "text", "name", "term")
_SENTENCE_FIELDS = ("says", "finding")
"""Fields whose first words name an item that has no title."""
_MAX_NAME_LENGTH = 80
_UNQUOTED_KINDS = ("section", "role")
"""Kinds of item whose title is used as a name, without quotation marks."""

_LIMIT_WORDS = (("above", "is above"), ("below", "is below"), ("at_least", "is at least"), ("at_most", "is at most"))


def format_item(kind: str, item: FrozenModel, name: str) -> str:
    """Return an item's kind with its title or text or the first words of what it says, else with its id (`name`)."""
    title = strip_references(_get_first(item, _TITLE_FIELDS))
    title = title or shorten(strip_references(_get_first(item, _SENTENCE_FIELDS)), _MAX_NAME_LENGTH, placeholder=" …")
    return f"the {word_for(kind)} {title if kind in _UNQUOTED_KINDS else _quote(title) if title else name}"


def _get_first(item: FrozenModel, keys: Iterable[str]) -> str:
    """Return the first of these fields that an item has and that is not empty."""
    return next((str(value) for key in keys if (value := getattr(item, key, None))), "")


def _quote(text: str) -> str:
    """Return a text in quotation marks."""
    return f"“{text}”"


def format_value(rulebook: Rulebook, value: Any) -> str:
    """Return a value of the rules in words; a list of sentences or of groups has a line for each."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {format_value(rulebook, each)}" for key, each in value.items())
    if isinstance(value, tuple | list):
        return _join_names([format_value(rulebook, each) for each in value]) or "none"
    return (
        _format_variation(rulebook, value)
        if isinstance(value, LocalVariation | Override)
        else _format_condition(rulebook, value)
    )


def _format_variation(rulebook: Rulebook, value: LocalVariation | Override) -> str:
    """Return what applies when a condition is true, with its claims."""
    result = value.says if isinstance(value, LocalVariation) else f"{value.is_}. {value.note}".strip(" .") + "."
    claims = f" ({', '.join(value.claims)})" if value.claims else ""
    return f"When {_format_condition(rulebook, value.when)}: {result}{claims}"


def _join_names(parts: Sequence[str]) -> str:
    """Join names on one line, and sentences on a line each."""
    return ("\n" if any(" " in part for part in parts) else ", ").join(parts)


def _format_condition(rulebook: Rulebook, when: Condition) -> str:
    """Return a condition in words, on one line."""
    match when:
        case QuestionCondition():
            question = rulebook.questions[when.question]
            options = {option.id: option.text for option in question.options}
            return f"{_quote(strip_references(question.text))} is answered {_format_options(when.is_, options)}"
        case ProfileCondition():
            return _format_fact_condition(rulebook, when)
        case SectionCondition():
            return f"the barrier {rulebook.sections[when.section].title} stays below {when.below}"
        case AllOf():
            return " and ".join(_format_operand(rulebook, part) for part in when.all)
        case AnyOf():
            return " or ".join(_format_operand(rulebook, part) for part in when.any)
        case _:
            return f"not ({_format_condition(rulebook, when.not_)})"


def _format_operand(rulebook: Rulebook, part: Condition) -> str:
    """Return an operand of a condition, in brackets where it combines others."""
    words = _format_condition(rulebook, part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _format_fact_condition(rulebook: Rulebook, when: ProfileCondition) -> str:
    """Return a condition on the profile in words."""
    facts: tuple[Fact | DerivedFact, ...] = (*rulebook.rules.profile, *rulebook.rules.derived)
    named = next(each for each in facts if each.id == when.profile)
    if when.is_ is not None:
        return (
            f"{_quote(named.text)} is {_format_options(when.is_, {option.id: option.text for option in named.options})}"
        )
    texts: dict[int | str, str] = {fact.id: _quote(fact.text) for fact in facts}
    given = [(words, getattr(when, key)) for key, words in _LIMIT_WORDS if getattr(when, key) is not None]
    limits = [f"{words} {texts.get(limit, limit)}" for words, limit in given]
    return f"{_quote(named.text)} {' and '.join(limits)}"


def _format_options(names: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return options in words: “A” or “B”."""
    words = [
        _quote(texts[name]) if name in texts else "not known" if name == UNKNOWN_OPTION else name for name in names
    ]
    return " or ".join(words)
