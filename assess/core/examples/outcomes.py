"""What comes of a worked example under a rulebook, which may lack what the example names."""

from typing import Any, NamedTuple

from assess.core.interchange.answers_yaml import build_answers, build_profile, check_answers, check_fact, check_profile
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.result import FindingState, NeedState, Range, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import WorkedExample
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import round_down

SCORE_KEYS = ("evidenced", "possible")
"""The figures that are brought up to date when the rules are published."""

OUTCOME_KEYS = ("band", "possible_band", "blockers", "needs_missing")
"""The figures of which every change is for a person to confirm."""

NAMED_KEYS = ("possible_blockers", "recommends")
"""The figures of which a change is for a person to confirm if the example names them."""

_OTHER_OPTIONS = {"best": -1, "worst": 0}
"""The index of the option that stands for each question not named."""


class ExampleOutcome(NamedTuple):
    """The figures of a worked example under one rulebook, named as in `expect`; None where there is no score."""

    evidenced: int | None
    possible: int | None
    band: str | None
    possible_band: str | None
    blockers: tuple[str, ...]
    possible_blockers: tuple[str, ...]
    needs_missing: tuple[str, ...]
    recommends: tuple[str, ...]
    score: Range | None
    """The exact score."""

    def get(self, key: str) -> Any:
        """Return the figure that a key of `expect` names."""
        return getattr(self, key)


def run_example(example: WorkedExample, rulebook: Rulebook) -> ExampleOutcome:
    """Return the outcome of a worked example; what the rulebook does not have is left out."""
    return build_outcome(evaluate(rulebook, build_example_profile(example, rulebook), answer_all(example, rulebook)))


def build_outcome(result: Result) -> ExampleOutcome:
    """Return the figures of a result that an example may expect."""
    now = result.now
    return ExampleOutcome(
        evidenced=None if now.overall is None else round_down(now.overall.evidenced),
        possible=None if now.overall is None else round_down(now.overall.possible),
        band=None if now.bands is None else now.bands.evidenced,
        possible_band=None if now.bands is None else now.bands.possible,
        blockers=tuple(finding.id for finding in now.blockers if finding.state is FindingState.TRUE),
        possible_blockers=tuple(finding.id for finding in now.blockers if finding.state is FindingState.POSSIBLE),
        needs_missing=tuple(need.question for need in now.unmet if need.state is NeedState.MISSING),
        recommends=tuple(advice.id for advice in result.recommendations),
        score=now.overall,
    )


def build_example_profile(example: WorkedExample, rulebook: Rulebook) -> Profile:
    """Return the facts of an example that the rulebook has, with values that it allows."""
    known = {
        name: value
        for name, value in example.profile.items()
        if name in rulebook.facts and not any(check_fact(rulebook.facts[name], value, ()))
    }
    return build_profile(known, rulebook)


def answer_all(example: WorkedExample, rulebook: Rulebook) -> Answers:
    """Return the answers of an example that the rulebook allows, with those that `others` gives to the rest."""
    known = {
        name: answer
        for name, answer in example.answers.items()
        if name in rulebook.questions and not any(check_answers({name: answer}, rulebook, ()))
    }
    index = _OTHER_OPTIONS.get(example.others)
    if index is None:
        return build_answers(known)
    unnamed = (question for name, question in rulebook.questions.items() if name not in example.answers)
    return {**build_answers(known), **{each.id: Answer(option=each.options[index].id) for each in unnamed}}


def find_unknown_inputs(example: WorkedExample, rulebook: Rulebook) -> tuple[str, ...]:
    """Return in sentences what an example says and the rulebook does not have, or needs and the example lacks."""
    mistakes = (
        *check_profile(dict(example.profile), rulebook, ()),
        *check_answers(dict(example.answers), rulebook, ()),
    )
    return tuple(mistake.message for mistake in mistakes)
