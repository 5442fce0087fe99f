"""Checks that the worked examples of the rules give the results they expect."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.interchange.answers_yaml import answers_mistakes, answers_of, profile_mistakes, profile_of
from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Example
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import rounded
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import listed
from assess.core.syntax.yaml_reader import Path


class Comparison(NamedTuple):
    """The expected and the actual result of a worked example."""

    place: int
    """Its index in the list of examples."""
    name: str
    expected: Mapping[str, Any]
    """The expected values, by key."""
    found: Mapping[str, Any]
    """The actual values, for every key that an example may have; None if there is no score."""

    @property
    def wrong(self) -> dict[str, Any]:
        """The expected values that differ from the actual ones, by key."""
        return {key: each for key, each in self.expected.items() if not agrees(key, each, self.found[key])}

    @property
    def right(self) -> dict[str, Any]:
        """The values to write instead, by key; None for a key to remove."""
        return {key: corrected(key, expected, self.found[key]) for key, expected in self.wrong.items()}


def comparisons(rulebook: Rulebook) -> tuple[Comparison, ...]:
    """Compare the expected and actual results of all worked examples whose inputs are valid."""
    examples = enumerate(rulebook.rules.examples)
    return tuple(compared(index, each, rulebook) for index, each in examples if not any(misread(index, each, rulebook)))


def compared(index: int, example: Example, rulebook: Rulebook) -> Comparison:
    """Compare the expected and actual result of one worked example."""
    result = evaluate(rulebook, profile_of(example.profile, rulebook), answers_of(example.answers))
    return Comparison(index, example.name, example.expect.model_dump(exclude_none=True), figures(result))


def example_mistakes(rulebook: Rulebook) -> Iterator[Mistake]:
    """Yield the mistakes of worked examples with invalid inputs or unexpected results."""
    for index, example in enumerate(rulebook.rules.examples):
        yield from list(misread(index, example, rulebook)) or untrue(compared(index, example, rulebook))


def misread(index: int, example: Example, rulebook: Rulebook) -> Iterator[Mistake]:
    """Yield the mistakes in the profile and answers of an example."""
    yield from profile_mistakes(example.profile, rulebook, ("examples", index, "profile"))
    yield from answers_mistakes(example.answers, rulebook, ("examples", index, "answers"))


def untrue(comparison: Comparison) -> Iterator[Mistake]:
    """Yield a mistake if the result of an example is not the expected one, with the values to write instead."""
    wrong, found = comparison.wrong, comparison.found
    if not wrong:
        return
    differences = "; ".join(
        f"`{key}` is {typed(wrong[key])}, but these rules give {typed(found[key])}" for key in wrong
    )
    sentence = f"The worked example `{comparison.name}` does not come true: {differences}."
    path: Path = ("examples", comparison.place, "expect", next(iter(wrong)))
    yield Mistake(path, f"{sentence} If the change was meant, {remedy(comparison.right)}.")


def remedy(right: Mapping[str, Any]) -> str:
    """Describe how to correct an example; a key without a value is to be removed."""
    to_type = [f"{key}: {typed(figure)}" for key, figure in right.items() if figure is not None]
    to_take_out = [key for key, figure in right.items() if figure is None]
    typing = [f"type {', '.join(to_type)}"] if to_type else []
    taking = [f"take {listed(to_take_out)} out"] if to_take_out else []
    return " and ".join(typing + taking)


def figures(result: Result) -> dict[str, Any]:
    """Return the actual value for every key that an example may expect."""
    now = result.now
    return {
        "evidenced": None if now.overall is None else rounded(now.overall.evidenced),
        "possible": None if now.overall is None else rounded(now.overall.possible),
        "band": None if now.bands is None else now.bands.evidenced,
        "possible_band": None if now.bands is None else now.bands.possible,
        "blockers": tuple(finding.id for finding in now.blockers if finding.state == "true"),
        "possible_blockers": tuple(finding.id for finding in now.blockers if finding.state == "possible"),
        "recommends": tuple(advice.id for advice in result.recommendations),
    }


def agrees(key: str, expected: Any, found: Any) -> bool:
    """Return whether an actual value is as expected; recommendations may include others."""
    if key == "recommends":
        return set(expected) <= set(found)
    return set(expected) == set(found) if isinstance(expected, tuple) else bool(expected == found)


def corrected(key: str, expected: Any, found: Any) -> Any:
    """Return the value to write instead; for recommendations, the expected ones that are present."""
    return tuple(name for name in expected if name in found) if key == "recommends" else found


def typed(value: Any) -> str:
    """Format a value as it is written in the file."""
    if value is None:
        return "no score"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
