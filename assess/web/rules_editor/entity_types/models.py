"""Descriptions of the entities that have a form: their path in the files, their fields and their sub-items."""

from collections.abc import Callable
from typing import Any, NamedTuple

from assess.core.syntax.yaml_reader import NodePath
from assess.web.rules_editor.entity_types.fields import ChoicePairs, FieldSpec, WidgetKind

CITATION_HINT = "The short name of a finding in braces, such as {law-lgps-10}, is printed as a numbered source."
FACTS_ONLY_HINT = "You can only choose facts here: answers never change what is asked or shown."


class SubItems(NamedTuple):
    """The sub-items of an entity, which are edited on the same page."""

    key: str
    """The key of their list; empty if the entity is itself the list."""
    name: str
    """The singular noun for one, such as `answer`."""
    title_key: str
    """The key of the text that identifies one."""
    fields: tuple[FieldSpec, ...]
    is_growable: bool = False
    """Whether sub-items can be added and removed."""
    is_table: bool = False
    """Whether they are the rows of a derived fact's table, one for each option that it looks up."""
    new_count: int = 0
    """The number of blank sub-items in the form of a new entity."""

    @property
    def is_numbered(self) -> bool:
        """Whether one is called by its number, such as “answer 3”."""
        return self.name in ("answer", "band")


class FormStep(NamedTuple):
    """A part of a form that is filled in on a page of its own when an entity is added."""

    name: str
    title: str
    keys: tuple[str, ...]
    """The keys of its fields."""
    lead: str = ""
    has_sub_items: bool = False


class EntityType(NamedTuple):
    """A type of entity that has a form."""

    name: str
    file: str
    list_keys: tuple[str, ...]
    """The keys of the nested lists that contain the entities, such as sections and questions; empty with a `path`."""
    fields: tuple[FieldSpec, ...] = ()
    sub_items: SubItems | None = None
    path: NodePath | None = None
    title_key: str = "title"
    """The key of the text that identifies an entity."""
    heading: str = ""
    """The heading of the page, if there is only one entity of the type."""
    lead: str = ""
    """A sentence below the heading."""
    is_growable: bool = True
    """Whether entities can be added and removed in a form."""
    id_key: str = "id"
    """The key of the id; empty if an entity is identified by its number within its parent."""
    child_type: str = ""
    """The type of the numbered entities that belong to one of this type."""
    label: str = ""
    """The noun that pages use; empty for `name`."""
    steps: tuple[FormStep, ...] = ()
    """The pages on which a new entity is filled in; empty for a single one."""

    @property
    def noun(self) -> str:
        """The noun that pages use."""
        return self.label or self.name


_FINDINGS_HINT = "Each is printed with a number, and its source is listed in the report."
CLAIMS_FIELD = FieldSpec(
    "claims",
    "Findings behind it",
    WidgetKind.CLAIMS,
    f"At least one. {_FINDINGS_HINT}",
    missing="Choose at least one finding",
)
OPTIONAL_CLAIMS_FIELD = CLAIMS_FIELD._replace(hint=_FINDINGS_HINT, optional=True)


def build_condition_field(label: str, hint: str, subjects: Callable[[Any, NodePath], ChoicePairs]) -> FieldSpec:
    """Build the field for the condition of an entity."""
    missing = "Add at least one condition"
    return FieldSpec("when", label, WidgetKind.CONDITION, hint, subjects, missing=missing)
