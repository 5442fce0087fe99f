"""Descriptions of the entities that have a form: their path in the files, their fields and their sub-items."""

from collections.abc import Callable
from typing import Any, NamedTuple

from assess.core.syntax.yaml_reader import Path
from assess.web.rules_editor.fields import Choices, Entry, Look

FINDINGS = "The short names of findings, one on a line. The list “Findings” of these forms has them all."
BRACES = "A short name in braces, such as {law-lgps-10}, is printed as a numbered source."
FACTS_ONLY = "Only facts can be named here: answers never change what is asked or noted."


class Rows(NamedTuple):
    """The sub-items of an entity, which are edited on the same page."""

    key: str
    """The key of their list; empty if the entity is itself the list."""
    name: str
    """The singular noun for one, such as `answer`."""
    title: str
    """The key of the text that identifies one."""
    entries: tuple[Entry, ...]
    grows: bool = False
    """Whether sub-items can be added and removed."""
    keyed: bool = False
    """Whether they are the rows of a derived fact's table, one for each option that it looks up."""


class Thing(NamedTuple):
    """A type of entity that has a form."""

    name: str
    file: str
    lists: tuple[str, ...]
    """The keys of the nested lists that contain the entities, such as sections and questions; empty with a `path`."""
    entries: tuple[Entry, ...] = ()
    rows: Rows | None = None
    path: Path = ()
    title: str = "title"
    """The key of the text that identifies an entity."""
    heading: str = ""
    """The heading of the page, if there is only one entity of the type."""
    lead: str = ""
    """A sentence below the heading."""
    grows: bool = True
    """Whether entities can be added and removed in a form."""
    key: str = "id"
    """The key of the id; empty if an entity is identified by its number within its parent."""
    cases: str = ""
    """The type of the numbered entities that belong to one of this type."""
    spoken: str = ""
    """The noun that pages use; empty for `name`."""

    @property
    def noun(self) -> str:
        """The noun that pages use."""
        return self.spoken or self.name


CLAIMS = Entry("claims", "Findings that it rests on", Look.CLAIMS, FINDINGS, optional=True)


def when(label: str, hint: str, subjects: Callable[[Any, Path], Choices]) -> Entry:
    """Build the field for the condition of an entity."""
    return Entry("when", label, Look.CONDITION, hint, subjects)
