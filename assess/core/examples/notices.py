"""What changed rules do to worked examples: notices for whoever publishes, never mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assess.core.examples.expectations import find_differences, list_expected
from assess.core.examples.outcomes import (
    OUTCOME_KEYS,
    SCORE_KEYS,
    ExampleOutcome,
    find_unknown_inputs,
    run_example,
)
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import WorkedExample


class NoticeKind(StrEnum):
    """Why a worked example is for a person to look at."""

    REMOVED = "removed"
    INPUTS = "inputs"
    """Its facts or answers were changed."""
    EXPECTATION = "expectation"
    """What it expects, other than scores, was changed."""
    OUTCOME = "outcome"
    """The same facts and answers come out differently."""
    UNEXPECTED = "unexpected"
    """It does not come out as it expects."""
    UNKNOWN = "unknown"
    """It names what the rules do not have, and did not before."""


@dataclass(frozen=True, slots=True)
class ExampleComparison:
    """One worked example under two rulebooks, each with the examples of its own."""

    old: WorkedExample
    """The example of the earlier rulebook, or of the later one if it was added."""
    new: WorkedExample
    """The example of the later rulebook, or of the earlier one if it was removed."""
    before: ExampleOutcome
    """The outcome of the old example under the earlier rulebook."""
    after: ExampleOutcome
    """The outcome of the new example under the later rulebook."""
    kept: ExampleOutcome
    """The outcome of the old example under the later rulebook: as `after`, unless its facts or answers changed."""
    kinds: tuple[NoticeKind, ...]
    """Why a person has to look at it; empty if nothing has changed but scores."""
    unexpected: tuple[str, ...]
    """The keys of what the later rulebook expects and does not come about, other than scores."""
    unknown_inputs: tuple[str, ...]
    """What the example says and the later rules do not have, in sentences."""
    was_added: bool

    @property
    def name(self) -> str:
        """The name, by which the examples of two rulebooks are matched."""
        return self.new.name

    @property
    def score_move(self) -> Fraction:
        """By how many points the end of the score moves that moves most; 0 unless both have a score."""
        return _measure_score_move(self.before, self.after)


def compare_examples(before: Rulebook, after: Rulebook) -> tuple[ExampleComparison, ...]:
    """Compare the worked examples of two rulebooks, in the order of the later one, removed examples last."""
    old = {example.name: example for example in before.rules.examples}
    new = {example.name: example for example in after.rules.examples}
    kept = (_compare_example(old.get(name), example, before, after) for name, example in new.items())
    removed = (_compare_removed_example(example, before, after) for name, example in old.items() if name not in new)
    return (*kept, *removed)


def _compare_example(
    old: WorkedExample | None, new: WorkedExample, before: Rulebook, after: Rulebook
) -> ExampleComparison:
    """Compare a worked example that the later of two rulebooks has."""
    first = old or new
    outcomes = run_example(first, before), run_example(new, after), run_example(first, after)
    differs = is_outcome_changed(first, outcomes[0], outcomes[2]) or is_outcome_changed(
        new, run_example(new, before), outcomes[1]
    )
    unexpected = _find_unexpected(new, outcomes[1])
    unknown = find_unknown_inputs(new, after)
    kinds = (
        *find_edits(first, new),
        *((NoticeKind.OUTCOME,) if differs else ()),
        *((NoticeKind.UNEXPECTED,) if unexpected else ()),
        *((NoticeKind.UNKNOWN,) if set(unknown) - set(find_unknown_inputs(old, before) if old else ()) else ()),
    )
    return ExampleComparison(first, new, *outcomes, kinds, unexpected, unknown, was_added=old is None)


def _compare_removed_example(example: WorkedExample, before: Rulebook, after: Rulebook) -> ExampleComparison:
    """Compare a worked example that only the earlier of two rulebooks has."""
    was, would_be = run_example(example, before), run_example(example, after)
    differs = is_outcome_changed(example, was, would_be)
    kinds = (NoticeKind.REMOVED, *((NoticeKind.OUTCOME,) if differs else ()))
    return ExampleComparison(example, example, was, would_be, would_be, kinds, (), (), was_added=False)


def find_edits(old: WorkedExample, new: WorkedExample) -> Iterator[NoticeKind]:
    """Yield how somebody changed an example."""
    if not have_same_inputs(old, new):
        yield NoticeKind.INPUTS
    if _list_outcomes_expected(old) != _list_outcomes_expected(new):
        yield NoticeKind.EXPECTATION


def have_same_inputs(old: WorkedExample, new: WorkedExample) -> bool:
    """Return whether two examples have the same facts and answers."""
    return (old.profile, old.answers, old.others) == (new.profile, new.answers, new.others)


def _list_outcomes_expected(example: WorkedExample) -> dict[str, object]:
    """Return what an example expects, except scores; the order of ids has no meaning."""
    expected = list_expected(example.expect).items()
    return {
        key: frozenset(each) if isinstance(each, tuple) else each for key, each in expected if key not in SCORE_KEYS
    }


def is_outcome_changed(example: WorkedExample, before: ExampleOutcome, after: ExampleOutcome) -> bool:
    """Return whether two outcomes of an example differ in more than scores and figures that it does not name."""
    expected = example.expect
    named = set(expected.recommends or ())
    keys = (*OUTCOME_KEYS, *(() if expected.possible_blockers is None else ("possible_blockers",)))
    return named & set(before.recommends) != named & set(after.recommends) or any(
        _unordered(before.get(key)) != _unordered(after.get(key)) for key in keys
    )


def _unordered(figure: object) -> object:
    """Return a figure in which the order of ids has no meaning."""
    return frozenset(figure) if isinstance(figure, tuple) else figure


def _find_unexpected(example: WorkedExample, outcome: ExampleOutcome) -> tuple[str, ...]:
    """Return the keys of what an example expects and an outcome is not, other than scores."""
    return tuple(key for key in find_differences(list_expected(example.expect), outcome) if key not in SCORE_KEYS)


def _measure_score_move(before: ExampleOutcome, after: ExampleOutcome) -> Fraction:
    """Return by how many points the end of the score moves that moves most; 0 unless both have a score."""
    if before.score is None or after.score is None:
        return Fraction(0)
    return max(abs(after.score.evidenced - before.score.evidenced), abs(after.score.possible - before.score.possible))


def measure_drift(base: Rulebook, rulebook: Rulebook) -> tuple[Fraction, ...]:
    """Return by how many points the score of each worked example of a rulebook has moved since another rulebook."""
    return tuple(
        _measure_score_move(run_example(each, base), run_example(each, rulebook)) for each in rulebook.rules.examples
    )
