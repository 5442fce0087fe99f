"""Put stand-ins where a file is wrong, so that the rest can be checked in the same pass.

A stand-in is never used: a file with one problem is refused. It only lets the later checks see the rest.
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
"""The most faults that are looked at together: of a misspelt key there are two, and a list of faults is one itself."""

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
    """Give the fault that pydantic found, with its place in the file."""
    wanted = str(error.get("ctx", {}).get("expected", ""))
    return Fault(error["type"], path_in_file(error["loc"]), error["input"], wanted, tree, model)


class Read(NamedTuple):
    """What pydantic made of a tree, with stand-ins where it was wrong."""

    value: Any
    """The model, or none where stand-ins could not make it whole."""
    faults: tuple[Mistake, ...]
    spoiled: frozenset[Path]
    """Where stand-ins stand."""
    more: bool = False
    """Whether there are more faults than are told."""


def read_as(model: type[Value], document: Document, *, rounds: int = 12) -> Read:
    """Give the model that a document spells, mending it as long as that brings more to light."""
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
    """Give the faults that are worth a sentence of their own."""
    misspelt = {(*fault.path[:-1], meant(fault)) for fault in faults if fault.kind == "extra_forbidden"}
    return [fault for fault in faults if not echoes(fault, misspelt)]


def echoes(fault: Fault, misspelt: set[Path]) -> bool:
    """Tell whether a fault only follows from another: a key that was misspelt, a list whose items are all wrong."""
    return (fault.kind == "missing" and fault.path in misspelt) or (fault.kind == "too_short" and bool(fault.found))


def meant(fault: Fault) -> str:
    """Give the key that an unknown key was meant to be, where it is like one that is not there yet."""
    group = value_at(fault.tree, fault.path[:-1])
    free = [key for key in keys_at(fault.model, fault.tree, fault.path[:-1]) if key not in group]
    return nearest(str(fault.path[-1]), free) or ""


def within(path: Path, spoiled: set[Path] | frozenset[Path]) -> bool:
    """Tell whether a path lies at or below a stand-in."""
    return any(path[:length] in spoiled for length in range(len(path) + 1))


def renames(fault: Fault) -> bool:
    """Tell whether mending a fault renames a key, which must wait for what stands below it."""
    return fault.kind == "id" and fault.of_key


def mend(tree: Any, fault: Fault, document: Document, spoiled: set[Path]) -> None:
    """Put a stand-in at the place of a fault; a misspelt key is given the name that was meant."""
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
