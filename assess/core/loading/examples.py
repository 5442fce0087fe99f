"""Checks that the worked examples of the rules give the results they expect."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.interchange.answers_yaml import build_answers, build_profile, check_answers, check_profile
from assess.core.model.result import FindingState, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import WorkedExample
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import round_down
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import join_with_and
from assess.core.syntax.yaml_reader import NodePath


class ExampleComparison(NamedTuple):
    """The expected and the actual result of a worked example."""

    example_index: int
    """Its index in the list of examples."""
    name: str
    expected: Mapping[str, Any]
    """The expected values, by key."""
    actual: Mapping[str, Any]
    """The actual values, for every key that an example may have; None if there is no score."""

    @property
    def mismatches(self) -> dict[str, Any]:
        """The expected values that differ from the actual ones, by key."""
        return {key: each for key, each in self.expected.items() if not _is_as_expected(key, each, self.actual[key])}

    @property
    def corrections(self) -> dict[str, Any]:
        """The values to write instead, by key; None for a key to remove."""
        return {key: _correct_value(key, expected, self.actual[key]) for key, expected in self.mismatches.items()}


def compare_worked_examples(rulebook: Rulebook) -> tuple[ExampleComparison, ...]:
    """Compare the expected and actual results of all worked examples whose inputs are valid."""
    examples = enumerate(rulebook.rules.examples)
    return tuple(
        _compare_worked_example(index, each, rulebook)
        for index, each in examples
        if not any(_check_example_inputs(index, each, rulebook))
    )


def _compare_worked_example(index: int, example: WorkedExample, rulebook: Rulebook) -> ExampleComparison:
    """Compare the expected and actual result of one worked example."""
    result = evaluate(rulebook, build_profile(example.profile, rulebook), build_answers(example.answers))
    return ExampleComparison(index, example.name, example.expect.model_dump(exclude_none=True), extract_figures(result))


def check_examples(rulebook: Rulebook) -> Iterator[Mistake]:
    """Yield the mistakes of worked examples with invalid inputs or unexpected results."""
    for index, example in enumerate(rulebook.rules.examples):
        yield from list(_check_example_inputs(index, example, rulebook)) or _check_expected_result(
            _compare_worked_example(index, example, rulebook)
        )


def _check_example_inputs(index: int, example: WorkedExample, rulebook: Rulebook) -> Iterator[Mistake]:
    """Yield the mistakes in the profile and answers of an example."""
    yield from check_profile(example.profile, rulebook, ("examples", index, "profile"))
    yield from check_answers(example.answers, rulebook, ("examples", index, "answers"))


def _check_expected_result(comparison: ExampleComparison) -> Iterator[Mistake]:
    """Yield a mistake if the result of an example is not the expected one, with the values to write instead."""
    mismatches, actual = comparison.mismatches, comparison.actual
    if not mismatches:
        return
    differences = "; ".join(
        f"`{key}` is {_format_figure(mismatches[key])}, but these rules give {_format_figure(actual[key])}"
        for key in mismatches
    )
    sentence = f"The worked example `{comparison.name}` does not come true: {differences}."
    path: NodePath = ("examples", comparison.example_index, "expect", next(iter(mismatches)))
    yield Mistake(path, f"{sentence} If the change was meant, {_describe_corrections(comparison.corrections)}.")


def _describe_corrections(corrections: Mapping[str, Any]) -> str:
    """Describe how to correct an example; a key without a value is to be removed."""
    additions = [f"{key}: {_format_figure(figure)}" for key, figure in corrections.items() if figure is not None]
    removals = [key for key, figure in corrections.items() if figure is None]
    typing = [f"type {', '.join(additions)}"] if additions else []
    taking = [f"take {join_with_and(removals)} out"] if removals else []
    return " and ".join(typing + taking)


def extract_figures(result: Result) -> dict[str, Any]:
    """Return the actual value for every key that an example may expect."""
    now = result.now
    return {
        "evidenced": None if now.overall is None else round_down(now.overall.evidenced),
        "possible": None if now.overall is None else round_down(now.overall.possible),
        "band": None if now.bands is None else now.bands.evidenced,
        "possible_band": None if now.bands is None else now.bands.possible,
        "blockers": tuple(finding.id for finding in now.blockers if finding.state is FindingState.TRUE),
        "possible_blockers": tuple(finding.id for finding in now.blockers if finding.state is FindingState.POSSIBLE),
        "recommends": tuple(advice.id for advice in result.recommendations),
    }


def _is_as_expected(key: str, expected: Any, actual: Any) -> bool:
    """Return whether an actual value is as expected; recommendations may include others."""
    if key == "recommends":
        return set(expected) <= set(actual)
    return set(expected) == set(actual) if isinstance(expected, tuple) else bool(expected == actual)


def _correct_value(key: str, expected: Any, actual: Any) -> Any:
    """Return the value to write instead; for recommendations, the expected ones that are present."""
    return tuple(name for name in expected if name in actual) if key == "recommends" else actual


def _format_figure(value: Any) -> str:
    """Format a value as it is written in the file."""
    if value is None:
        return "no score"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
