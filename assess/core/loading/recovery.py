"""Recovery from invalid values: placeholders let the rest of a file be checked in the same pass.

A placeholder is never used, because a file with any problem is rejected; it only lets later checks run.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assess.core.model.fields import Value
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MOST
from assess.core.syntax.suggestions import nearest
from assess.core.syntax.yaml_reader import Document, Path
from assess.core.validation.labels import keys_at, path_in_file, value_at
from assess.core.validation.messages import Fault, id_like, sentence

LOOKED_AT = 3 * MOST
"""The most errors examined per round: a misspelt key causes two, and a list of errors is an error itself."""

STAND_INS: dict[str, Callable[[Any, str], Any]] = {
    "text": lambda _found, _wanted: "…",
    "cut_short": lambda found, _wanted: str(found) + "…",
    "id": lambda found, _wanted: id_like(found) or "x",
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


def fault_of(error: ErrorDetails, tree: Any, model: type[Value]) -> Fault:
    """Convert a pydantic error to a field error with its path in the file."""
    wanted = str(error.get("ctx", {}).get("expected", ""))
    return Fault(error["type"], path_in_file(error["loc"]), error["input"], wanted, tree, model)


class Read(NamedTuple):
    """The result of validating a tree with placeholders for invalid values."""

    value: Any
    """The model, or None if placeholders could not make the tree valid."""
    faults: tuple[Mistake, ...]
    spoiled: frozenset[Path]
    """The paths at which placeholders were inserted."""
    more: bool = False
    """Whether there are more mistakes than are reported."""


def read_as(model: type[Value], document: Document, *, rounds: int = 12) -> Read:
    """Validate a document against a model, inserting placeholders as long as that reveals further errors."""
    tree: Any = document.tree
    faults: list[Mistake] = []
    spoiled: set[Path] = set()
    more = False
    for turn in range(rounds):
        try:
            return Read(model.model_validate(tree, by_alias=True, by_name=False), tuple(faults), frozenset(spoiled))
        except ValidationError as error:
            error_count = error.error_count()
            tree = tree if turn else deepcopy(tree)
            found = [fault_of(each, tree, model) for each in error.errors(include_url=False)[:LOOKED_AT]]
        worth_telling = told(found)
        said = [fault for fault in worth_telling if not within(fault.path, spoiled)]
        more = len(said) > MOST or error_count > LOOKED_AT
        faults.extend(Mistake(fault.path, sentence(fault), fault.of_key) for fault in said[:MOST])
        if more or not found[0].path:
            break
        for fault in sorted(worth_telling, key=renames):
            mend(tree, fault, document, spoiled)
    return Read(None, tuple(faults), frozenset(spoiled), more)


def told(faults: list[Fault]) -> list[Fault]:
    """Return the errors that are worth reporting: those that do not merely follow from another."""
    misspelt = {(*fault.path[:-1], meant(fault)) for fault in faults if fault.kind == "extra_forbidden"}
    return [fault for fault in faults if not echoes(fault, misspelt)]


def echoes(fault: Fault, misspelt: set[Path]) -> bool:
    """Return whether an error only follows from another: a misspelt key, or a list whose items are all invalid."""
    return (fault.kind == "missing" and fault.path in misspelt) or (fault.kind == "too_short" and bool(fault.found))


def meant(fault: Fault) -> str:
    """Return the absent key most similar to an unknown key, or an empty string if none is similar."""
    group = value_at(fault.tree, fault.path[:-1])
    free = [key for key in keys_at(fault.model, fault.tree, fault.path[:-1]) if key not in group]
    return nearest(str(fault.path[-1]), free) or ""


def within(path: Path, spoiled: set[Path] | frozenset[Path]) -> bool:
    """Return whether a path lies at or below a placeholder."""
    return any(path[:length] in spoiled for length in range(len(path) + 1))


def renames(fault: Fault) -> bool:
    """Return whether recovering from an error renames a key, which must follow recovery of what is below the key."""
    return fault.kind == "id" and fault.of_key


def mend(tree: Any, fault: Fault, document: Document, spoiled: set[Path]) -> None:
    """Insert a placeholder at the path of an error, or rename a misspelt key to the intended one."""
    *round_it, step = fault.path
    holder = value_at(tree, tuple(round_it))
    if fault.kind == "extra_forbidden":
        value, like = holder.pop(step), meant(fault)
        if like:
            holder[like] = value
            document.rename(tuple(round_it), str(step), like)
        return
    spoiled.add(fault.path)
    if fault.of_key:
        holder[id_like(step) or "x"] = holder.pop(step)
    else:
        holder[step] = STAND_INS[fault.kind](fault.found, fault.wanted)
