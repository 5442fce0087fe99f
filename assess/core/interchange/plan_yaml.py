"""The plan in a file of answers: an action for each recommendation that has been decided on."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assess.core.interchange.answers_validation import check_mapping, check_text
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState, Plan
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.dates import has_short_year, parse_written_date
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import join_with_or, suggest_correction
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.messages import describe_value

_TEXT_KEYS = ("owner", "reason", "carried_from")
ACTION_KEYS = ("owner", "due", "state", "reason", "carried_from")


def build_plan_tree(plan: Plan) -> Mapping[str, Any]:
    """Return the tree of a plan in a file of answers, each action in its shortest form."""
    return {recommendation: _build_action_tree(action) for recommendation, action in plan.items()}


def _build_action_tree(action: Action) -> Mapping[str, str]:
    """Return the fields of an action that are set; the state of one that is not started is left out."""
    texts = {
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "state": "" if action.state is ActionState.NOT_STARTED else action.state.value,
        "reason": action.reason,
        "carried_from": action.carried_from,
    }
    return {key: text for key, text in texts.items() if text}


def build_plan(tree: Mapping[str, Any]) -> Plan:
    """Build the plan of a valid tree."""
    return {recommendation: _build_action(action or {}) for recommendation, action in tree.items()}


def _build_action(tree: Mapping[str, Any]) -> Action:
    """Build one action of a valid tree."""
    return Action(
        owner=str(tree.get("owner", "")),
        due=_read_date(tree.get("due")),
        state=ActionState(tree.get("state") or ActionState.NOT_STARTED),
        reason=str(tree.get("reason", "")),
        carried_from=str(tree.get("carried_from", "")),
    )


def _read_date(value: Any) -> date | None:
    """Return the date that a text holds as people write it; None if it does not hold one."""
    return parse_written_date(value) if isinstance(value, str) else None


def check_plan(tree: Any, rulebook: Rulebook, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistakes in a plan, at its path in a file."""
    yield from check_mapping(tree, path)
    for name, action in (tree if isinstance(tree, dict) else {}).items():
        if name not in rulebook.recommendations:
            sentence = f"There is no recommendation `{name}`. {suggest_correction(name, rulebook.recommendations)}"
            yield Mistake((*path, name), sentence, key=True)
        else:
            yield from check_mapping(action, (*path, name))
            yield from _check_action(action if isinstance(action, dict) else {}, (*path, name))


def _check_action(tree: Mapping[str, Any], path: NodePath) -> Iterator[Mistake]:
    """Yield the mistakes in one action."""
    for key, value in tree.items():
        at = (*path, key)
        if key in _TEXT_KEYS:
            yield from check_text(value, at)
        elif key == "due":
            yield from _check_due(value, at)
        elif key == "state":
            yield from _check_state(value, at)
        else:
            yield Mistake(at, f"`{key}` is not a key of an action. {suggest_correction(key, ACTION_KEYS)}", key=True)


def _check_due(value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a value that is not a date, or whose year must be a typing error."""
    if value == "":
        return
    due = _read_date(value)
    if due is None:
        examples = "such as 2027-03-31, 31/03/2027 or 31 March 2027"
        is_short = isinstance(value, str) and has_short_year(value)
        wanted = "The year of `due` must include 4 numbers" if is_short else "`due` must be a real date"
        yield Mistake(path, f"{wanted}, {examples}, but here it is {describe_value(value)}.")
        return
    if not FIRST_DAY <= due <= LAST_DAY:
        years = f"from {FIRST_DAY.year} to {LAST_DAY.year}"
        yield Mistake(path, f"The year of `due` must be {years}, but here it is `{value}`.")


def _check_state(value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a state that an action cannot have."""
    states = [state.value for state in ActionState]
    if value != "" and value not in states:
        yield Mistake(path, f"`state` must be {join_with_or(states)}, but here it is {describe_value(value)}.")
