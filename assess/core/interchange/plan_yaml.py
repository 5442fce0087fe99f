"""The plan in a file of answers: an action for each recommendation that has been decided on."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assess.core.interchange.answers_validation import group_mistakes, text_mistakes
from assess.core.model.fields import day
from assess.core.model.plan import FIRST_DAY, LAST_DAY, Action, ActionState, Plan
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import alternatives, suggestion
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.messages import shown

WORDS = ("owner", "reason", "carried_from")
KEYS = ("owner", "due", "state", "reason", "carried_from")


def written_plan(plan: Plan) -> Mapping[str, Any]:
    """Return the tree of a plan in a file of answers, each action in its shortest form."""
    return {recommendation: written(action) for recommendation, action in plan.items()}


def written(action: Action) -> Mapping[str, str]:
    """Return the fields of an action that are set; the state of one that is not started is left out."""
    said = {
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "state": "" if action.state is ActionState.NOT_STARTED else action.state.value,
        "reason": action.reason,
        "carried_from": action.carried_from,
    }
    return {key: text for key, text in said.items() if text}


def plan_of(tree: Mapping[str, Any]) -> Plan:
    """Build the plan of a valid tree."""
    return {recommendation: action_of(said or {}) for recommendation, said in tree.items()}


def action_of(said: Mapping[str, Any]) -> Action:
    """Build one action of a valid tree."""
    return Action(
        owner=str(said.get("owner", "")),
        due=date.fromisoformat(said["due"]) if said.get("due") else None,
        state=ActionState(said.get("state") or ActionState.NOT_STARTED),
        reason=str(said.get("reason", "")),
        carried_from=str(said.get("carried_from", "")),
    )


def plan_mistakes(tree: Any, rulebook: Rulebook, path: Path) -> Iterator[Mistake]:
    """Yield the mistakes in a plan, at its path in a file."""
    yield from group_mistakes(tree, path)
    for name, said in (tree if isinstance(tree, dict) else {}).items():
        if name not in rulebook.recommendations:
            sentence = f"There is no recommendation `{name}`. {suggestion(name, rulebook.recommendations)}"
            yield Mistake((*path, name), sentence, key=True)
        else:
            yield from group_mistakes(said, (*path, name))
            yield from action_mistakes(said if isinstance(said, dict) else {}, (*path, name))


def action_mistakes(said: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """Yield the mistakes in one action."""
    for key, value in said.items():
        at = (*path, key)
        if key in WORDS:
            yield from text_mistakes(value, at)
        elif key == "due":
            yield from due_mistakes(value, at)
        elif key == "state":
            yield from state_mistakes(value, at)
        else:
            yield Mistake(at, f"`{key}` is not a key of an action. {suggestion(key, KEYS)}", key=True)


def due_mistakes(value: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in a value that is not a date, or whose year must be a typing error."""
    if value == "":
        return
    try:
        due = date.fromisoformat(day(value))
    except ValueError:
        sentence = f"`due` must be a date as year-month-day, such as 2027-03-31, but here it is {shown(value)}."
        yield Mistake(path, sentence)
        return
    if not FIRST_DAY <= due <= LAST_DAY:
        years = f"from {FIRST_DAY.year} to {LAST_DAY.year}"
        yield Mistake(path, f"The year of `due` must be {years}, but here it is `{value}`.")


def state_mistakes(value: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in a state that an action cannot have."""
    states = [state.value for state in ActionState]
    if value != "" and value not in states:
        yield Mistake(path, f"`state` must be {alternatives(states)}, but here it is {shown(value)}.")
