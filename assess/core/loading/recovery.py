"""Recovery from invalid values: placeholders let the rest of a file be checked in the same pass.

A placeholder is never used, because a file with any problem is rejected; it only lets later checks run.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assess.core.model.fields import FrozenModel
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MAX_PROBLEMS
from assess.core.syntax.suggestions import find_closest
from assess.core.syntax.yaml_reader import Document, NodePath
from assess.core.validation.labels import get_node, list_keys, path_from_location
from assess.core.validation.messages import FieldError, format_message, make_id

_MAX_EXAMINED = 3 * MAX_PROBLEMS
"""The most errors examined per round: a misspelt key causes two, and a list of errors is an error itself."""

_PLACEHOLDERS: dict[str, Callable[[Any, str], Any]] = {
    "text": lambda _found, _wanted: "…",
    "cut_short": lambda found, _wanted: str(found) + "…",
    "id": lambda found, _wanted: make_id(found) or "x",
    "number": lambda _found, _wanted: "1",
    "yes_or_no": lambda _found, _wanted: "false",
    "version": lambda _found, _wanted: "0.0.0",
    "day": lambda _found, _wanted: "2000-01-01",
    "issued": lambda _found, _wanted: "2000",
    "missing": lambda _found, _wanted: "",
    "literal_error": lambda _found, wanted: re.findall("'([^']*)'", wanted)[0],
    "tuple_type": lambda _found, _wanted: [],
    "too_short": lambda _found, _wanted: [""],
    "dict_type": lambda _found, _wanted: {},
    "model_type": lambda _found, _wanted: {},
    "union_tag_not_found": lambda _found, _wanted: {"profile": "stage", "is": ["x"]},
}


def _make_field_error(error: ErrorDetails, tree: Any, model: type[FrozenModel]) -> FieldError:
    """Convert a pydantic error to a field error with its path in the file."""
    wanted = str(error.get("ctx", {}).get("expected", ""))
    return FieldError(error["type"], path_from_location(error["loc"]), error["input"], wanted, tree, model)


class ParseOutcome(NamedTuple):
    """The result of validating a tree with placeholders for invalid values."""

    document: Document
    """The document, which finds the values of misspelt keys under the intended keys as well."""
    value: Any
    """The model, or None if placeholders could not make the tree valid."""
    mistakes: tuple[Mistake, ...]
    placeholders: frozenset[NodePath]
    """The paths at which placeholders were inserted."""
    has_more: bool = False
    """Whether there are more mistakes than are reported."""


def validate_with_recovery(model: type[FrozenModel], document: Document, *, rounds: int = 12) -> ParseOutcome:
    """Validate a document against a model, inserting placeholders as long as that reveals further errors."""
    tree: Any = document.tree
    mistakes: list[Mistake] = []
    placeholders: set[NodePath] = set()
    has_more = False
    for attempt in range(rounds):
        try:
            value = model.model_validate(tree, by_alias=True, by_name=False)
            return ParseOutcome(document, value, tuple(mistakes), frozenset(placeholders))
        except ValidationError as error:
            error_count = error.error_count()
            tree = tree if attempt else deepcopy(tree)
            errors = [_make_field_error(each, tree, model) for each in error.errors(include_url=False)[:_MAX_EXAMINED]]
        reportable = _select_reportable(errors)
        reported = [fault for fault in reportable if not is_within(fault.path, placeholders)]
        has_more = len(reported) > MAX_PROBLEMS or error_count > _MAX_EXAMINED
        mistakes.extend(_make_mistake(fault) for fault in reported[:MAX_PROBLEMS])
        if has_more or not errors[0].path:
            break
        for field_error in sorted(reportable, key=_renames_key):
            document = _recover(tree, field_error, document, placeholders)
    return ParseOutcome(document, None, tuple(mistakes), frozenset(placeholders), has_more)


def _make_mistake(error: FieldError) -> Mistake:
    """Convert a field error to a mistake, with the text that is wrong."""
    values = (error.value,) if isinstance(error.value, str) else ()
    return Mistake(error.path, format_message(error), error.is_key_error, error.kind, values)


def _select_reportable(errors: list[FieldError]) -> list[FieldError]:
    """Return the errors that are worth reporting: those that do not merely follow from another."""
    misspelt = {(*error.path[:-1], _find_intended_key(error)) for error in errors if error.kind == "extra_forbidden"}
    return [fault for fault in errors if not _is_consequence(fault, misspelt)]


def _is_consequence(error: FieldError, misspelt: set[NodePath]) -> bool:
    """Return whether an error only follows from another: a misspelt key, or a list whose items are all invalid."""
    return (error.kind == "missing" and error.path in misspelt) or (error.kind == "too_short" and bool(error.value))


def _find_intended_key(error: FieldError) -> str:
    """Return the absent key most similar to an unknown key, or an empty string if none is similar."""
    parent = get_node(error.tree, error.path[:-1])
    free = [key for key in list_keys(error.model, error.tree, error.path[:-1]) if key not in parent]
    return find_closest(str(error.path[-1]), free) or ""


def is_within(path: NodePath, placeholders: set[NodePath] | frozenset[NodePath]) -> bool:
    """Return whether a path lies at or below a placeholder."""
    return any(path[:length] in placeholders for length in range(len(path) + 1))


def _renames_key(error: FieldError) -> bool:
    """Return whether recovering from an error renames a key, which must follow recovery of what is below the key."""
    return error.kind == "id" and error.is_key_error


def _recover(tree: Any, error: FieldError, document: Document, placeholders: set[NodePath]) -> Document:
    """Insert a placeholder at the path of an error, or rename a misspelt key to the intended one.

    Return the document, which then knows of the misspelt key.
    """
    *parent_path, step = error.path
    parent = get_node(tree, tuple(parent_path))
    if error.kind == "extra_forbidden":
        value, intended = parent.pop(step), _find_intended_key(error)
        if intended:
            parent[intended] = value
            return document.with_misspelt_key((*parent_path, intended), str(step))
        return document
    placeholders.add(error.path)
    if error.is_key_error:
        parent[make_id(step) or "x"] = parent.pop(step)
    else:
        parent[step] = _PLACEHOLDERS[error.kind](error.value, error.allowed)
    return document
