"""Findings that are added together with their source, also while another form waits for them."""

from collections.abc import Iterable
from typing import Any

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.edits import AddItem, Edit, SetKey
from assess.web.rules_editor.documents import Entity, FormData
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.evidence import CLAIM, NEW_SOURCE_FIELDS, NEW_SOURCE_PREFIX
from assess.web.rules_editor.entity_types.fields import normalise_lines, parse_value
from assess.web.rules_editor.form_edits import apply_form, build_edits, make_unique_id, new_item
from assess.web.rules_editor.form_messages import describe_missing
from assess.web.rules_editor.widgets.pickers import NEW_SOURCE


def has_new_source(submitted: FormData) -> bool:
    """Return whether a submitted form adds a source."""
    return NEW_SOURCE in submitted.get("source", ())


def build_new_source(entity: Entity, submitted: FormData) -> tuple[Edit, str]:
    """Return the edit that adds the source of a submitted form, and its id."""
    item: dict[str, TreeNode] = {}
    for spec in NEW_SOURCE_FIELDS:
        value = parse_value(spec, submitted.get(f"{NEW_SOURCE_PREFIX}{spec.key}", ()), None)
        if value is not None:
            item[spec.key] = value
    name = make_unique_id(item.get("title"), _list_items(entity.tree, "sources"))
    return _add_item(entity.tree, "sources", {"id": name, **item}), name


def _list_items(tree: Any, key: str) -> list[Any]:
    """Return the items of a list at the top of the file of evidence."""
    return [get_node(tree, path) for path in iter_paths(tree, (key,))]


def _add_item(tree: Any, key: str, item: dict[str, TreeNode]) -> Edit:
    """Return the edit that adds an item to a list, which the file may lack."""
    if isinstance(get_node(tree, (key,)), list):
        return AddItem(EVIDENCE_FILENAME, (key,), item)
    return SetKey(EVIDENCE_FILENAME, (key,), [item])


def build_finding_edits(entity: Entity, submitted: FormData) -> tuple[Iterable[Edit], str]:
    """Return the edits that add a finding, and its source if that is new, with the id of the finding.

    If the same finding is there already, nothing is added.
    """
    item: Any = apply_form(entity, submitted)
    same = (each for each in _list_items(entity.tree, "claims") if _is_same(each, item))
    if (found := next(same, None)) is not None:
        return (), get_text(found, "id")
    edits: tuple[Edit, ...] = ()
    if has_new_source(submitted):
        edit, source = build_new_source(entity, submitted)
        edits, item = (edit,), {**item, "source": source}
    whole = new_item(entity, submitted, item)
    return (*edits, *build_edits(entity, whole)), str(whole["id"])


def _is_same(there: Any, item: dict[str, TreeNode]) -> bool:
    """Return whether a finding of the file says the same of the same source at the same place."""
    keys = ("source", "pinpoint", "finding")
    return isinstance(there, dict) and all(there.get(key) == item.get(key) for key in keys)


def find_missing_fields(submitted: FormData) -> dict[str, list[str]]:
    """Return the messages on the fields of a finding that are not filled in."""
    found = {}
    for spec in CLAIM.fields:
        if not spec.optional and not any(normalise_lines(submitted.get(spec.key, ()))):
            found[spec.key] = [describe_missing(spec)]
    for spec in NEW_SOURCE_FIELDS if has_new_source(submitted) else ():
        name = f"{NEW_SOURCE_PREFIX}{spec.key}"
        if not spec.optional and not any(normalise_lines(submitted.get(name, ()))):
            found[name] = [describe_missing(spec)]
    return found
