"""The shapes of what has a form: where a thing stands in the files, its fields and its parts."""

from collections.abc import Callable
from typing import Any, NamedTuple

from assess.core.syntax.yaml_reader import Path
from assess.web.rules_editor.fields import Choices, Entry, Look

FINDINGS = "The short names of findings, one on a line. The list “Findings” of these forms has them all."
BRACES = "A short name in braces, such as {law-lgps-10}, is printed as a numbered source."
FACTS_ONLY = "Only facts can be named here: answers never change what is asked or noted."


class Rows(NamedTuple):
    """The parts of a thing that are changed on the same page."""

    key: str
    """The key of their list; empty where the thing is the list itself."""
    name: str
    """What one is called, such as `answer`."""
    title: str
    """The key of the text that it goes by."""
    entries: tuple[Entry, ...]
    grows: bool = False
    """Whether parts can be added and removed."""
    keyed: bool = False
    """Whether they are the rows of a derived fact's table, one for each option that it is looked up from."""


class Thing(NamedTuple):
    """A kind of thing that has a form."""

    name: str
    file: str
    lists: tuple[str, ...]
    """The keys of the lists that lead to it, such as sections and questions; none for the value at `path`."""
    entries: tuple[Entry, ...] = ()
    rows: Rows | None = None
    path: Path = ()
    title: str = "title"
    """The key of the text that it goes by."""
    heading: str = ""
    """The heading of the page, where there is only one such thing."""
    lead: str = ""
    """A sentence under the heading."""
    grows: bool = True
    """Whether one can be added and removed in a form."""
    key: str = "id"
    """The key of the name by which it is found; empty where it has only its number in the one that it belongs to."""
    cases: str = ""
    """The kind of things with numbers that belong to it."""
    spoken: str = ""
    """What pages call it; empty for its name."""

    @property
    def noun(self) -> str:
        """What pages call it."""
        return self.spoken or self.name


CLAIMS = Entry("claims", "Findings that it rests on", Look.CLAIMS, FINDINGS, optional=True)


def when(label: str, hint: str, subjects: Callable[[Any, Path], Choices]) -> Entry:
    """Give the field of the condition that a thing has."""
    return Entry("when", label, Look.CONDITION, hint, subjects)
