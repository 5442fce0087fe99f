"""The blocker of a question's worst answers, which is edited beside the answers.

It is the blocker whose condition is that question alone. A blocker that names anything else has a form of its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from assess.core.loading.loader import READINESS_FILENAME
from assess.core.syntax.yaml_reader import NodePath, TreeNode
from assess.core.validation.labels import get_node
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetKey
from assess.web.components.widgets import sanitise
from assess.web.rules_editor.documents import Entity, FormData, FormField
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind, parse_value
from assess.web.rules_editor.form_edits import make_unique_id

_CHOICE = "block"
"""The name of the radios that say whether the worst answer is a blocker."""

_FIELDS = (
    FieldSpec(
        "says",
        "What does the result then say?",
        WidgetKind.AREA,
        "One or two sentences. They name the harm, not only the gap.",
        missing="Enter what the result then says",
    ),
    FieldSpec(
        "lifted_by",
        "What would lift it?",
        WidgetKind.AREA,
        "Begin with a verb, such as “ask” or “agree”.",
        missing="Enter what would lift the blocker",
    ),
)


class OwnBlockerField(NamedTuple):
    """A field of the blocker as the page shows it."""

    name: str
    label: str
    hint: str
    value: str
    errors: tuple[str, ...]


class OwnBlockerView(NamedTuple):
    """Whether the worst answers of a question are a blocker, and what it says."""

    is_blocking: bool
    answers: int
    """The number of answers that it names, from the worst on."""
    fields: tuple[OwnBlockerField, ...]


def find_own_blocker(entity: Entity) -> tuple[NodePath, Mapping[str, Any]] | None:
    """Return the path and content of the blocker of a question's worst answers, if there is one."""
    if entity.entity_type.name != "question" or not isinstance(entity.item, Mapping):
        return None
    question = get_text(entity.item, "id")
    for path in iter_paths(entity.tree, ("blockers",)):
        item = get_node(entity.tree, path)
        when = item.get("when") if isinstance(item, Mapping) else None
        if isinstance(when, Mapping) and set(when) == {"question", "is"} and when["question"] == question:
            return path, item
    return None


def list_own_blocker_fields(entity: Entity) -> tuple[FormField, ...]:
    """Return the fields of the blocker of a question, with their paths in the file."""
    found = find_own_blocker(entity)
    if found is None:
        return ()
    path, item = found
    return tuple(FormField(f"{_CHOICE}-{spec.key}", spec, (*path, spec.key), item) for spec in _FIELDS)


def build_own_blocker_view(
    entity: Entity, submitted: FormData, errors: Mapping[str, list[str]]
) -> OwnBlockerView | None:
    """Build the view of the blocker of a question; None if the entity is none or is not there yet."""
    if entity.entity_type.name != "question" or entity.item is None:
        return None
    found = find_own_blocker(entity)
    item = found[1] if found else {}
    chosen = "".join(submitted.get(_CHOICE, ("yes" if found else "no",)))
    named = get_node(item, ("when", "is"))
    fields = tuple(
        OwnBlockerField(
            name := f"{_CHOICE}-{spec.key}",
            spec.label,
            spec.hint,
            sanitise("".join(submitted.get(name, (get_text(item, spec.key),)))),
            tuple(errors.get(name, ())),
        )
        for spec in _FIELDS
    )
    return OwnBlockerView(chosen == "yes", len(named) if isinstance(named, list) else 1, fields)


def build_own_blocker_edits(entity: Entity, submitted: FormData, question: Mapping[str, TreeNode]) -> Iterable[Edit]:
    """Return the edits of the blocker of a question, given the question as it will be."""
    found, chosen = find_own_blocker(entity), "".join(submitted.get(_CHOICE, ()))
    if found is not None and chosen == "no":
        return (RemoveItem(READINESS_FILENAME, found[0]),)
    if found is not None:
        path, item = found
        changed = _fill_in(item, submitted, question, _count_named(item))
        return diff_values(READINESS_FILENAME, path, dict(item), changed)
    return _add_blocker(entity, _fill_in({}, submitted, question, 1)) if chosen == "yes" else ()


def _fill_in(
    item: Mapping[str, Any], submitted: FormData, question: Mapping[str, TreeNode], count: int
) -> dict[str, TreeNode]:
    """Return a blocker with the submitted texts, the worst answers and, if it lacks any, the question's findings."""
    changed = dict(item)
    for spec in _FIELDS:
        name = f"{_CHOICE}-{spec.key}"
        if name in submitted:
            changed[spec.key] = parse_value(spec, submitted[name], item) or ""
    options = question.get("options")
    ids = [get_text(each, "id") for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []
    named = get_node(item, ("when", "is"))
    if ids and (not isinstance(named, list) or set(named) != set(ids[:count])):
        changed["when"] = {"question": str(question["id"]), "is": list(ids[:count])}
    if not changed.get("claims") and question.get("claims"):
        changed["claims"] = question["claims"]
    return changed


def _count_named(blocker: Mapping[str, Any]) -> int:
    """Return how many answers a blocker names."""
    named = get_node(blocker, ("when", "is"))
    return len(named) if isinstance(named, list) else 1


def _add_blocker(entity: Entity, item: dict[str, TreeNode]) -> Iterable[Edit]:
    """Return the edit that adds a blocker, which holds the result at the lowest band."""
    there = [get_node(entity.tree, path) for path in iter_paths(entity.tree, ("blockers",))]
    bands = [get_node(entity.tree, path) for path in iter_paths(entity.tree, ("bands",))]
    lowest = next((get_text(each, "id") for each in bands if isinstance(each, Mapping)), "")
    name = make_unique_id(f"{entity.id} blocker", there)
    order = ("id", "when", "caps_at", "says", "lifted_by", "claims")
    whole = {"id": name, "caps_at": lowest, "says": "", "lifted_by": "", **item}
    tree: dict[str, TreeNode] = {key: whole[key] for key in order if key in whole}
    if isinstance(get_node(entity.tree, ("blockers",)), list):
        return (AddItem(READINESS_FILENAME, ("blockers",), tree),)
    return (SetKey(READINESS_FILENAME, ("blockers",), [tree]),)
