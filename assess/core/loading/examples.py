"""Check that the worked examples of the rules come true."""

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
    """A worked example beside what the rules give."""

    place: int
    """Its place in the list, from 0."""
    name: str
    expected: Mapping[str, Any]
    """What the example says, by key."""
    found: Mapping[str, Any]
    """What the rules give, for every key that an example may have; none where there is no score."""

    @property
    def wrong(self) -> dict[str, Any]:
        """What the example says that does not come true, by key."""
        return {key: each for key, each in self.expected.items() if not agrees(key, each, self.found[key])}

    @property
    def right(self) -> dict[str, Any]:
        """What is to be said in its place, by key; none for what is to be left out."""
        return {key: corrected(key, expected, self.found[key]) for key, expected in self.wrong.items()}


def comparisons(rulebook: Rulebook) -> tuple[Comparison, ...]:
    """Give every worked example that can be read beside what the rules give."""
    examples = enumerate(rulebook.rules.examples)
    return tuple(compared(index, each, rulebook) for index, each in examples if not any(misread(index, each, rulebook)))


def compared(index: int, example: Example, rulebook: Rulebook) -> Comparison:
    """Give one worked example beside what the rules give."""
    result = evaluate(rulebook, profile_of(example.profile, rulebook), answers_of(example.answers))
    return Comparison(index, example.name, example.expect.model_dump(exclude_none=True), figures(result))


def example_mistakes(rulebook: Rulebook) -> Iterator[Mistake]:
    """Give a mistake for each worked example that cannot be read or does not come true."""
    for index, example in enumerate(rulebook.rules.examples):
        yield from list(misread(index, example, rulebook)) or untrue(compared(index, example, rulebook))


def misread(index: int, example: Example, rulebook: Rulebook) -> Iterator[Mistake]:
    """Give the mistakes that keep an example from being tried."""
    yield from profile_mistakes(example.profile, rulebook, ("examples", index, "profile"))
    yield from answers_mistakes(example.answers, rulebook, ("examples", index, "answers"))


def untrue(comparison: Comparison) -> Iterator[Mistake]:
    """Give the mistake of an example whose result is not what it expects, with the figures to type."""
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
    """Say what to type so that the example comes true; a figure that there is not is taken out."""
    to_type = [f"{key}: {typed(figure)}" for key, figure in right.items() if figure is not None]
    to_take_out = [key for key, figure in right.items() if figure is None]
    typing = [f"type {', '.join(to_type)}"] if to_type else []
    taking = [f"take {listed(to_take_out)} out"] if to_take_out else []
    return " and ".join(typing + taking)


def figures(result: Result) -> dict[str, Any]:
    """Give what the result is for every key that an example may expect."""
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
    """Tell whether what was found is what was expected: of recommendations, at least those."""
    if key == "recommends":
        return set(expected) <= set(found)
    return set(expected) == set(found) if isinstance(expected, tuple) else bool(expected == found)


def corrected(key: str, expected: Any, found: Any) -> Any:
    """Give what to type instead: of recommendations, those expected that are there."""
    return tuple(name for name in expected if name in found) if key == "recommends" else found


def typed(value: Any) -> str:
    """Give a figure as it is typed in the file."""
    if value is None:
        return "no score"
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
