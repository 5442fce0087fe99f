"""Check that the worked examples of the rules come true."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assess.core.answer_file import answers_mistakes, answers_of, profile_mistakes, profile_of
from assess.core.evaluation import evaluate
from assess.core.mistakes import Mistake
from assess.core.model import Example, Rulebook
from assess.core.nearest import listed
from assess.core.result import Result
from assess.core.yaml_source import Path


def example_mistakes(rulebook: Rulebook) -> Iterator[Mistake]:
    """Give a mistake for each worked example that cannot be read or does not come true."""
    for index, example in enumerate(rulebook.rules.examples):
        path: Path = ("examples", index)
        written = [
            *profile_mistakes(example.profile, rulebook, (*path, "profile")),
            *answers_mistakes(example.answers, rulebook, (*path, "answers")),
        ]
        yield from written or untrue(example, rulebook, path)


def untrue(example: Example, rulebook: Rulebook, path: Path) -> Iterator[Mistake]:
    """Give the mistake of an example whose result is not what it expects, with the figures to type."""
    result = evaluate(rulebook, profile_of(example.profile, rulebook), answers_of(example.answers))
    found = figures(result)
    wrong = {key: expected for key, expected in said(example).items() if not agrees(key, expected, found[key])}
    if not wrong:
        return
    differences = "; ".join(
        f"`{key}` is {typed(wrong[key])}, but these rules give {typed(found[key])}" for key in wrong
    )
    sentence = f"The worked example `{example.name}` does not come true: {differences}."
    yield Mistake((*path, "expect", next(iter(wrong))), f"{sentence} If the change was meant, {remedy(wrong, found)}.")


def remedy(wrong: dict[str, Any], found: dict[str, Any]) -> str:
    """Say what to type so that the example comes true; a figure that there is not is taken out."""
    to_type = {key: corrected(key, expected, found[key]) for key, expected in wrong.items() if found[key] is not None}
    to_take_out = [key for key in wrong if found[key] is None]
    typing = [f"type {', '.join(f'{key}: {typed(figure)}' for key, figure in to_type.items())}"] if to_type else []
    taking = [f"take {listed(to_take_out)} out"] if to_take_out else []
    return " and ".join(typing + taking)


def said(example: Example) -> dict[str, Any]:
    """Give what the example expects, by key."""
    return example.expect.model_dump(exclude_none=True)


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


def rounded(score: Fraction) -> int:
    """Give a score as it is shown: rounded down to a whole number."""
    return score.numerator // score.denominator


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
