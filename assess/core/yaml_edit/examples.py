"""Edits of the worked examples: turn an assessment into one, and update the results that they expect."""

from collections.abc import Collection
from typing import Any

from assess.core.interchange.answers_yaml import answers_mistakes, fact_mistakes
from assess.core.loading.examples import comparisons, figures
from assess.core.loading.loader import READINESS
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.yaml_reader import Tree
from assess.core.yaml_edit.diff import revision
from assess.core.yaml_edit.edits import AddItem, Edit, RemoveItem, SetValue

REASON = "As in the assessment that this example was made from"
"""Replaces the reason why a question does not apply, which may name somebody."""

EXPECTED = ("evidenced", "possible", "band", "possible_band", "blockers")
"""The results that a new worked example expects."""


def new_example(rulebook: Rulebook, name: str, profile: Profile, answers: Answers) -> AddItem:
    """Return the edit that makes a worked example of an assessment, with its result under the rules now.

    Council, service, notes, evidence and reasons are left out, and so is everything that the rules do not have.
    """
    facts: dict[str, Tree] = {
        fact.id: str(profile[fact.id])
        for fact in rulebook.rules.profile
        if fact.id in profile and not any(fact_mistakes(fact, str(profile[fact.id]), ()))
    }
    said = {question: without_notes(answers[question]) for question in rulebook.questions if question in answers}
    kept = {name: each for name, each in said.items() if each and not any(answers_mistakes({name: each}, rulebook, ()))}
    found = figures(evaluate(rulebook, profile, answers))
    expect = {key: as_tree(found[key]) for key in EXPECTED if found[key] is not None}
    tree: Tree = {"name": name, "profile": facts, "answers": kept, "expect": expect}
    return AddItem(READINESS, ("examples",), tree)


def without_notes(answer: Answer) -> Tree:
    """Return the chosen answer as it is written in the file, an empty mapping where nothing was chosen."""
    if answer.option is not None:
        return answer.option
    if answer.dont_know:
        return {"dont_know": "true"}
    return {"does_not_apply": REASON} if answer.does_not_apply else {}


def as_tree(figure: Any) -> Tree:
    """Return a figure as it is written in the file."""
    return list(figure) if isinstance(figure, tuple) else str(figure)


def expectations(rulebook: Rulebook, names: Collection[str] | None = None) -> tuple[Edit, ...]:
    """Return the edits that make worked examples, all or those named, expect the results of the rules.

    The rulebook is that of the file to be edited, loaded without checking its examples. Changes of text come first, so
    that they are made in one batch.
    """
    edits: list[Edit] = []
    for comparison in comparisons(rulebook):
        if names is None or comparison.name in names:
            for key, figure in comparison.right.items():
                path = ("examples", comparison.place, "expect", key)
                old = as_tree(comparison.expected[key])
                remove = [RemoveItem(READINESS, path)]
                edits += remove if figure is None else revision(READINESS, path, old, as_tree(figure))
    return tuple(sorted(edits, key=lambda edit: not isinstance(edit, SetValue)))
