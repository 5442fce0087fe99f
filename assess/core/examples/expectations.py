"""Whether the worked examples of a rulebook come out as they expect."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from assess.core.examples.outcomes import SCORE_KEYS, ExampleOutcome, find_unknown_inputs, run_example
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import ExpectedResult, WorkedExample
from assess.core.syntax.yaml_reader import NodePath


class ExpectationCheck(NamedTuple):
    """What a worked example expects, and what comes of it."""

    path: NodePath
    """Where the example is in the file."""
    name: str
    expected: Mapping[str, Any]
    """The expected figures, by key."""
    outcome: ExampleOutcome
    unknown_inputs: tuple[str, ...]
    """What the example says and the rules do not have, in sentences."""

    @property
    def differences(self) -> tuple[str, ...]:
        """The keys of the expected figures that differ, other than scores."""
        return tuple(key for key in find_differences(self.expected, self.outcome) if key not in SCORE_KEYS)

    @property
    def moved_scores(self) -> tuple[str, ...]:
        """The keys of the expected scores that differ."""
        return tuple(key for key in find_differences(self.expected, self.outcome) if key in SCORE_KEYS)

    @property
    def corrections(self) -> dict[str, Any]:
        """The figures to write instead, by key; None for a key to remove."""
        wrong = find_differences(self.expected, self.outcome)
        return {key: _correct_figure(key, self.expected[key], self.outcome) for key in wrong}


def check_expectations(rulebook: Rulebook) -> tuple[ExpectationCheck, ...]:
    """Run every worked example of a rulebook, in the order of the file."""
    return tuple(_check_example(index, each, rulebook) for index, each in enumerate(rulebook.rules.examples))


def _check_example(index: int, example: WorkedExample, rulebook: Rulebook) -> ExpectationCheck:
    """Run one worked example."""
    outcome, unknown = run_example(example, rulebook), find_unknown_inputs(example, rulebook)
    path = ("examples", index)
    return ExpectationCheck(path, example.name, list_expected(example.expect), outcome, unknown)


def list_expected(expect: ExpectedResult) -> dict[str, Any]:
    """Return the figures that an example expects, by key."""
    return expect.model_dump(exclude_none=True)


def find_differences(expected: Mapping[str, Any], outcome: ExampleOutcome) -> tuple[str, ...]:
    """Return the keys of the expected figures that differ from an outcome."""
    return tuple(key for key, value in expected.items() if not _is_as_expected(key, value, outcome.get(key)))


def _is_as_expected(key: str, expected: Any, actual: Any) -> bool:
    """Return whether a figure is as expected; recommendations may include others."""
    if key == "recommends":
        return set(expected) <= set(actual)
    return set(expected) == set(actual) if isinstance(expected, tuple) else bool(expected == actual)


def _correct_figure(key: str, expected: Any, outcome: ExampleOutcome) -> Any:
    """Return the figure to write instead; for recommendations, the expected ones that are made."""
    actual = outcome.get(key)
    return tuple(name for name in expected if name in actual) if key == "recommends" else actual
