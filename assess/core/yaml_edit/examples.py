"""Edits of the worked examples: turn an assessment into one, and update the results that they expect."""

from typing import Any

from assess.core.examples.expectations import check_expectations
from assess.core.examples.outcomes import build_outcome
from assess.core.interchange.answers_yaml import check_answers, check_fact
from assess.core.loading.loader import READINESS_FILENAME
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.yaml_edit.diff import diff_values
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetValue

PLACEHOLDER_REASON = "As in the assessment that this example was made from"
"""Replaces the reason why a question does not apply, which may name somebody."""

_EXPECTED_KEYS = ("evidenced", "possible", "band", "possible_band", "blockers")
"""The results that a new worked example expects."""


def build_example(rulebook: Rulebook, name: str, profile: Profile, answers: Answers) -> AddItem:
    """Return the edit that makes a worked example of an assessment, with its result under the rules now.

    Council, service, notes, evidence and reasons are left out, and so is everything that the rules do not have.
    """
    facts: dict[str, TreeNode] = {
        fact.id: str(profile[fact.id])
        for fact in rulebook.rules.profile
        if fact.id in profile and not any(check_fact(fact, str(profile[fact.id]), ()))
    }
    chosen = {question: _build_answer_tree(answers[question]) for question in rulebook.questions if question in answers}
    valid = {name: each for name, each in chosen.items() if each and not any(check_answers({name: each}, rulebook, ()))}
    outcome = build_outcome(evaluate(rulebook, profile, answers))
    keys = (*_EXPECTED_KEYS, *(("needs_missing",) if rulebook.rules.needs else ()))
    expect = {key: _to_tree(outcome.get(key)) for key in keys if outcome.get(key) is not None}
    tree: TreeNode = {"name": name, "profile": facts, "answers": valid, "expect": expect}
    return AddItem(READINESS_FILENAME, ("examples",), tree)


def _build_answer_tree(answer: Answer) -> TreeNode:
    """Return the chosen answer as it is written in the file, an empty mapping where nothing was chosen."""
    if answer.option is not None:
        return answer.option
    if answer.dont_know:
        return {"dont_know": "true"}
    return {"does_not_apply": PLACEHOLDER_REASON} if answer.does_not_apply else {}


def _to_tree(figure: Any) -> TreeNode:
    """Return a figure as it is written in the file."""
    return list(figure) if isinstance(figure, tuple) else str(figure)


def revise_expectations(rulebook: Rulebook) -> tuple[Edit, ...]:
    """Return the edits that make every worked example expect the result of the rules.

    The rulebook is that of the file to be edited. Changes of text come first, so that they are made in one batch.
    """
    edits: list[Edit] = []
    for check in check_expectations(rulebook):
        for key, figure in check.corrections.items():
            path = (*check.path, "expect", key)
            old = _to_tree(check.expected[key])
            remove = [RemoveItem(READINESS_FILENAME, path)]
            edits += remove if figure is None else diff_values(READINESS_FILENAME, path, old, _to_tree(figure))
    return tuple(sorted(edits, key=lambda edit: not isinstance(edit, SetValue)))
