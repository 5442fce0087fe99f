"""The field for what each stage needs of a question: the least answer, chosen for one stage after another.

A stage for which nothing is chosen needs what the stage before it needs, in the form as in the file.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node
from assess.report.content.text import join_words
from assess.web.components.widgets import sanitise
from assess.web.rules_editor.documents import FormData
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths, list_choices, list_stages
from assess.web.rules_editor.entity_types.fields import ChoicePairs


class StageNeedView(NamedTuple):
    """The select of one stage."""

    name: str
    stage: str
    chosen: str
    blank: str
    """What the choice of nothing is called."""
    errors: tuple[str, ...]


class NeedsView(NamedTuple):
    """The selects of all stages, and the answers that they offer."""

    stages: tuple[StageNeedView, ...]
    answers: ChoicePairs
    """The answers that may be a need, and those that are chosen although they may not."""
    remark: str
    """Which answers are not offered, and why."""


def format_need_name(name: str, stage: str) -> str:
    """Return the name of the select of a stage."""
    return f"{name}-{stage}"


def read_needs(submitted: FormData, name: str, old: Any, tree: Any) -> dict[str, str] | None:
    """Return the answer that is chosen for each stage in a submitted form, or None if it did not have the field.

    A stage without a select keeps what the file says.
    """
    names = {stage: format_need_name(name, stage) for stage, _ in list_stages(tree)}
    if not any(each in submitted for each in names.values()):
        return None
    held = list_needs(old, tree)
    return {stage: "".join(submitted.get(each, (held[stage],))[:1]).strip() for stage, each in names.items()}


def list_needs(needs: Any, tree: Any) -> dict[str, str]:
    """Return the answer that the file names for each stage; an empty one where it names none."""
    named = needs if isinstance(needs, Mapping) else {}
    return {stage: str(named.get(stage) or "") for stage, _ in list_stages(tree)}


def dump_needs(chosen: Mapping[str, str], old: Any, tree: Any) -> TreeNode | None:
    """Return the needs to write to the file, or None for none."""
    if dict(chosen) == list_needs(old, tree):
        return old  # type: ignore[no-any-return]  # parsed from the file
    return {stage: option for stage, option in chosen.items() if option} or None


def describe_needs(question: Any, tree: Any) -> tuple[str, ...]:
    """Return a sentence for each stage for which the file names an answer."""
    item = question if isinstance(question, Mapping) else {}
    stages, texts = dict(list_stages(tree)), dict(list_choices(item, "options", "text"))
    return tuple(
        f"“{stages[stage]}”: at least “{texts.get(option, option)}”"
        for stage, option in list_needs(item.get("needs"), tree).items()
        if option
    )


def build_needs_view(
    name: str, question: Any, tree: Any, chosen: Mapping[str, str], errors: Mapping[str, list[str]]
) -> NeedsView:
    """Build the view of the field for a question: the stages at which it is asked, and those with something chosen."""
    item = question if isinstance(question, Mapping) else {}
    options = list_choices(item, "options", "text")
    blocked = _find_blocked(tree, get_text(item, "id"))
    enough = _find_enough(item, blocked)
    held = set(chosen.values())
    answers = tuple((option, sanitise(text)) for option, text in options if option in enough or option in held)
    lost = tuple((option, f"“{option}”, which is no answer") for option in sorted(held - {"", *dict(options)}))
    stages: list[StageNeedView] = []
    is_asked = not get_text(item, "from_stage")
    for stage, text in list_stages(tree):
        is_asked = is_asked or stage == get_text(item, "from_stage")
        if is_asked or chosen[stage]:
            field = format_need_name(name, stage)
            blank = "The same as the stage before" if stages else "Nothing"
            stages.append(StageNeedView(field, sanitise(text), chosen[stage], blank, tuple(errors.get(field, ()))))
    return NeedsView(tuple(stages), (*answers, *lost), _describe_left_out(options, enough))


def _find_enough(question: Any, blocked: set[str]) -> set[str]:
    """Return the answers that may be a need: not the first, with points, and not named by a blocker."""
    items = get_node(question, ("options",))
    found = [each for each in items if isinstance(each, Mapping)] if isinstance(items, list) else []
    return {get_text(each, "id") for each in found[1:] if get_text(each, "points") not in ("", "0")} - blocked


def _find_blocked(tree: Any, question: str) -> set[str]:
    """Return the answers of a question that a blocker names."""
    return {
        option
        for path in iter_paths(tree, ("blockers",))
        for condition in _iter_leaves(get_node(tree, (*path, "when")))
        if condition.get("question") == question and isinstance(condition.get("is"), list)
        for option in condition["is"]
        if isinstance(option, str)
    }


def _iter_leaves(condition: Any) -> list[Mapping[str, Any]]:
    """Return the conditions on one subject within a condition of the file."""
    if not isinstance(condition, Mapping):
        return []
    inner = [
        part for key in ("all", "any") for part in condition.get(key) or () if isinstance(condition.get(key), list)
    ]
    return [leaf for part in inner for leaf in _iter_leaves(part)] or [condition]


def _describe_left_out(options: ChoicePairs, enough: set[str]) -> str:
    """Describe which answers are not offered, and why."""
    left_out = [index for index, (option, _) in enumerate(options, 1) if option not in enough]
    if not left_out:
        return ""
    names = join_words([str(number) for number in left_out])
    subject = f"Answer {names} is" if len(left_out) == 1 else f"Answers {names} are"
    return f"{subject} not offered: the worst answer, one without points and one that a blocker names are never enough."
