"""Fields of the forms that change rules: what each shows of the file, and what it makes of what was typed.

Nothing is refused here: what was typed goes into the draft, and loading the draft says what is wrong with it.
What was not changed is given back as the file has it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.syntax.yaml_reader import Path, Tree
from assess.web.components.fields import tidied

Choices = tuple[tuple[str, str], ...]
"""Values and texts of a choice."""

ESTIMATE = "estimate"


class Look(StrEnum):
    """How a field looks and what it holds."""

    LINE = "line"
    AREA = "area"
    """One text in a large field; line ends become spaces."""
    NUMBER = "number"
    LINES = "lines"
    """A list of texts, one on a line."""
    CLAIMS = "claims"
    """A list of ids, one on a line."""
    NAMES = "names"
    """A list of ids, each chosen from a list."""
    CHOICE = "choice"
    """One id, chosen from a list."""
    RADIOS = "radios"
    """One word of a few."""
    CONDITION = "condition"
    """Parts that look at questions and facts, joined in groups (see `conditions`)."""


class Entry(NamedTuple):
    """A field of a form."""

    key: str
    label: str
    look: Look = Look.LINE
    hint: str = ""
    choices: Callable[[Any, Path], Choices] | None = None
    """What there is to choose from, from the tree of the rules and the path of the thing."""
    start: str = ""
    """What a new thing begins with."""
    optional: bool = False
    """Whether the file may go without it."""


def shown(entry: Entry, item: Any) -> tuple[str, ...]:
    """Give what a field shows of a thing in the file."""
    value = item.get(entry.key) if isinstance(item, Mapping) else None
    if isinstance(value, list):
        texts = tuple(each if isinstance(each, str) else "" for each in value)
        return texts if entry.look is Look.NAMES else ("\n".join(texts),)
    return (value if isinstance(value, str) else "",)


def taken(entry: Entry, typed: tuple[str, ...], old: Any) -> Tree | None:
    """Give what a field makes of what was typed; none where its key is to be left out."""
    if plain(typed) == plain(shown(entry, old)) and isinstance(old, Mapping):
        kept: Tree | None = old.get(entry.key)
        return kept
    lines = [line for line in plain(typed) if line]
    if not lines and entry.optional:
        return None
    if entry.look in (Look.LINES, Look.CLAIMS, Look.NAMES):
        return ESTIMATE if entry.key == "takes_from" and lines == [ESTIMATE] else list(lines)
    return " ".join(lines)


def plain(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Give what was typed line by line, without white space at the ends and without empty lines at the end."""
    lines = [line.strip() for text in typed for line in tidied(text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
