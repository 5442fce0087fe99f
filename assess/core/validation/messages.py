"""Plain-English messages on invalid fields and how to correct them."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from assess.core.model.fields import FrozenModel
from assess.core.model.rules import SUBJECTS
from assess.core.syntax.suggestions import find_closest, join_with_and, join_with_or, suggest_correction
from assess.core.syntax.yaml_reader import NodePath, TreeNode
from assess.core.validation.labels import describe_owner, is_tagged_union, list_keys

_MAX_QUOTED = 60
"""The most characters of a value that a message quotes."""


class FieldError(NamedTuple):
    """A validation error at one path of a tree."""

    kind: str
    path: NodePath
    value: Any
    allowed: str
    """The allowed values if they are few, as listed by pydantic."""
    tree: TreeNode
    model: type[FrozenModel]

    @property
    def field_label(self) -> str:
        """A label of the field and the item it belongs to."""
        names = [step for step in self.path if isinstance(step, str)]
        if not names:
            return "The file"
        last = self.path[-1]
        item = f"item {last + 1} of " if isinstance(last, int) else "the name " if self.is_key_error else ""
        owner_label = describe_owner(self.path[:-1], self.tree)
        return f"{item}`{names[-1]}`{'' if owner_label == 'the file' else f' of {owner_label}'}"

    @property
    def is_key_error(self) -> bool:
        """Whether the key is invalid rather than its value."""
        return self.kind == "extra_forbidden" or (self.kind == "id" and self.value == self.path[-1])


def describe_value(value: Any) -> str:
    """Describe a value, shortened to fit in a sentence."""
    if isinstance(value, dict):
        return "a group of keys" if value else "an empty group"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return f"`{value if len(value) <= _MAX_QUOTED else value[:_MAX_QUOTED] + '…'}`" if value.strip() else "nothing"


def make_id(value: Any) -> str:
    """Return the valid id most similar to a value."""
    return re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")[:_MAX_QUOTED].strip("-")


def _make_explainer(description: str) -> Callable[[FieldError], str]:
    """Return a function that formats the message for fields of one type."""
    return lambda fault: f"{fault.field_label} must be {description}, but here it is {describe_value(fault.value)}."


def _explain_text(error: FieldError) -> str:
    """Explain that text is missing or that the value is not text."""
    if isinstance(error.value, str):
        return f"{error.field_label} is empty. Write the words, or delete the line if it is not needed."
    hint = " If it is text, put it in double quotes."
    return f"{error.field_label} must be words, but here it is {describe_value(error.value)}.{hint}"


def _explain_truncation(error: FieldError) -> str:
    """Explain that a comment follows unquoted text."""
    return (
        f"{error.field_label} is followed by ` #` on its line, so everything after # would be lost: "
        "put the text in double quotes, or move the comment to a line of its own."
    )


def _explain_id(error: FieldError) -> str:
    """Explain which characters an id may contain."""
    like = make_id(error.value) if isinstance(error.value, str) else ""
    hint = f" Did you mean `{like}`?" if like else ""
    rule = "lower-case letters, digits and single hyphens"
    return f"{error.field_label} must be an id made of {rule}, but here it is {describe_value(error.value)}.{hint}"


def _explain_missing_key(error: FieldError) -> str:
    """Explain which key is missing."""
    *parent_path, key = error.path
    where = describe_owner(tuple(parent_path), error.tree)
    return f"`{key}` is missing from {where}. Add a line `{key}: …` to it."


def _explain_unknown_key(error: FieldError) -> str:
    """Explain that a key is unknown, and suggest which one may be meant."""
    *parent_path, key = error.path
    where = (
        f"{'a condition in ' if is_tagged_union(parent_path) else ''}{describe_owner(tuple(parent_path), error.tree)}"
    )
    known = list_keys(error.model, error.tree, tuple(parent_path))
    like = find_closest(str(key), known)
    if error.value == "" and not like:
        hint = "If it belongs to the text before it, put that text in double quotes, because it contains a comma."
        return f"`{key}` is not a key of {where}, and nothing follows it. {hint}"
    hint = f"Did you mean `{like}`?" if like else f"Its keys are {join_with_and(known)}."
    return f"`{key}` is not a key of {where}. {hint}"


def _explain_literal(error: FieldError) -> str:
    """Explain which words are allowed."""
    words = re.findall("'([^']*)'", error.allowed)
    like = find_closest(str(error.value), words)
    hint = f" Did you mean `{like}`?" if like else ""
    also = " or a list of claims" if words == ["estimate"] else ""
    return (
        f"{error.field_label} must be {join_with_or(words)}{also}, but here it is {describe_value(error.value)}.{hint}"
    )


def _explain_list(error: FieldError) -> str:
    """Explain that a list is expected."""
    example = f"[{error.value}]" if isinstance(error.value, str) and error.value.strip() else "[…, …]"
    return (
        f"{error.field_label} must be a list, but here it is "
        f"{describe_value(error.value)}. Write it as `{example[:_MAX_QUOTED]}`."
    )


def _explain_condition(error: FieldError) -> str:
    """Explain that a condition has no subject or more than one."""
    if not isinstance(error.value, dict):
        return (
            f"{error.field_label} must be a condition such as {{question: …, is: […]}}, "
            f"but here it is {describe_value(error.value)}."
        )
    named = [key for key in SUBJECTS if key in error.value]
    if named:
        hint = "Put each in a mapping of its own below `all:` or `any:`."
        return (
            f"A condition in {describe_owner(error.path, error.tree)} has "
            f"{len(named)} subjects, {join_with_and(named)}. {hint}"
        )
    hint = next((suggest_correction(key, SUBJECTS) for key in error.value if find_closest(key, SUBJECTS)), "")
    where = describe_owner(error.path, error.tree)
    return f"A condition in {where} must name {join_with_or(SUBJECTS)}, and names none. {hint}".strip()


_EXPLAINERS: dict[str, Callable[[FieldError], str]] = {
    "text": _explain_text,
    "cut_short": _explain_truncation,
    "id": _explain_id,
    "number": _make_explainer("a whole number from 0 in plain digits, such as 15"),
    "yes_or_no": _make_explainer("`true` or `false`"),
    "version": _make_explainer("three numbers with points between them, such as 1.0.0"),
    "day": _make_explainer("a day of the calendar written as YYYY-MM-DD, such as 2026-11-22"),
    "issued": _make_explainer("a year, month or day such as 2012, 2012-12 or 2012-12-07"),
    "missing": _explain_missing_key,
    "extra_forbidden": _explain_unknown_key,
    "literal_error": _explain_literal,
    "tuple_type": _explain_list,
    "too_short": lambda fault: f"{fault.field_label} is an empty list. Give it at least one item.",
    "dict_type": _make_explainer("a group of keys with values"),
    "model_type": _make_explainer("a group of keys with values"),
    "union_tag_not_found": _explain_condition,
}


def format_message(error: FieldError) -> str:
    """Return the message for a field error."""
    message = _EXPLAINERS[error.kind](error)
    return message[0].upper() + message[1:]
