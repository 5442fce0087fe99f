"""Worked examples under changed rules in an officer's words, for the page, the command line and the record."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from assess.core.comparison.impact_detail import explain_impact
from assess.core.comparison.rules import RuleDifference
from assess.core.examples.expectations import ExpectationCheck, find_differences, list_expected
from assess.core.examples.notices import ExampleComparison, NoticeKind
from assess.core.examples.outcomes import NAMED_KEYS, OUTCOME_KEYS, ExampleOutcome, answer_all, build_example_profile
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.citations import strip_references
from assess.report.content.text import format_count, format_number, pluralise

FIGURE_LABELS = {
    "evidenced": "Can be shown now",
    "possible": "Could be as high as",
    "band": "Band",
    "possible_band": "Band if all goes well",
    "blockers": "Blockers",
    "possible_blockers": "Possible blockers",
    "needs_missing": "Needed and missing",
    "recommends": "Recommends at least",
}
"""The label of each figure, by its key in `expect`."""

_MAX_REASONS = 3
"""The maximum number of changed rules that are named as the reason."""

_KIND_SENTENCES = {
    NoticeKind.REMOVED: "This example was removed.",
    NoticeKind.INPUTS: "Its facts or answers were changed.",
}
_NO_SCORE = "No score"
_NONE = "None"


class NoticeText(NamedTuple):
    """A notice on one worked example."""

    name: str
    sentences: tuple[str, ...]
    """What somebody changed in it, what it does not come out as, and which changed rules it comes from."""
    rows: tuple[tuple[str, str, str], ...]
    """The figures that change: label, before and after; the score last."""
    summary: str
    """The figures that change, on one line."""


def describe_notice(
    notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook], differences: tuple[RuleDifference, ...]
) -> NoticeText:
    """Describe a notice; `differences` are those between the two rulebooks."""
    rows = tuple(_build_rows(notice, rulebooks))
    sentences = (*_describe_edits(notice, rulebooks), *_explain_outcome(notice, rulebooks, differences))
    changes = [f"{label}: {before} → {after}" for label, before, after in rows]
    return NoticeText(notice.name, sentences, rows, "; ".join(changes).replace("\n", ", "))


def _build_rows(notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook]) -> Iterator[tuple[str, str, str]]:
    """Yield the figures that differ before and after, then the score."""
    recommended = {*(notice.old.expect.recommends or ()), *(notice.new.expect.recommends or ())}
    for key in (*OUTCOME_KEYS, *NAMED_KEYS):
        figures = [outcome.get(key) for outcome in (notice.before, notice.after)]
        if key == "recommends":
            figures = [tuple(name for name in each if name in recommended) for each in figures]
        texts = format_figures(rulebooks, key, (figures[0], figures[1]))
        if texts[0] != texts[1] or figures[0] != figures[1]:
            yield (FIGURE_LABELS[key], *texts)
    yield "Score", _format_score(notice.before), _format_score(notice.after)


def _describe_edits(notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook]) -> Iterator[str]:
    """Yield what somebody changed in an example, and what it expects in vain."""
    yield from (_KIND_SENTENCES[kind] for kind in notice.kinds if kind in _KIND_SENTENCES)
    if notice.was_added:
        yield "This example is new."
    if NoticeKind.EXPECTATION in notice.kinds:
        yield from _describe_expectations(notice, rulebooks)
    if NoticeKind.INPUTS in notice.kinds and notice.kept != notice.after:
        yield f"As it was before, the draft gives it {_describe_outcome(notice.kept, rulebooks)}."
    yield from _describe_unexpected(notice, rulebooks)
    if NoticeKind.UNKNOWN in notice.kinds:
        yield from (
            f"Anything that the rules do not have was left out when it was tried. {each}"
            for each in notice.unknown_inputs
        )


def _describe_expectations(notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook]) -> Iterator[str]:
    """Yield a sentence for each expected figure that somebody changed."""
    for key in (*OUTCOME_KEYS, *NAMED_KEYS):
        old, new = getattr(notice.old.expect, key), getattr(notice.new.expect, key)
        if old != new:
            texts = ["nothing" if each is None else _quote_figure(rulebooks, key, each) for each in (old, new)]
            yield f"What it expects under “{FIGURE_LABELS[key]}” was changed from {texts[0]} to {texts[1]}."


def _describe_unexpected(notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook]) -> Iterator[str]:
    """Yield a sentence for each figure that an example expects in vain, unless it did come about before."""
    expected = list_expected(notice.new.expect)
    for key in notice.unexpected:
        if find_differences({key: expected[key]}, notice.before):
            figures = expected[key], notice.after.get(key)
            yield f"It expects {_describe_difference(rulebooks, key, figures, 'the draft gives')}"


def _describe_difference(rulebooks: tuple[Rulebook, ...], key: str, figures: tuple[Any, Any], verb: str) -> str:
    """Describe an expected and an actual figure, as the rest of a sentence."""
    texts = [_quote_figure(rulebooks, key, figure) for figure in figures]
    return f"{texts[0]} under “{FIGURE_LABELS[key]}”, and {verb} {texts[1]}."


def describe_expectation(check: ExpectationCheck, rulebook: Rulebook) -> Iterator[str]:
    """Yield how a worked example does not come out as it expects, without scores, and what it says in vain."""
    for key in check.differences:
        figures = check.expected[key], check.outcome.get(key)
        yield f"“{check.name}” expects {_describe_difference((rulebook,), key, figures, 'these rules give')}"
    yield from (f"“{check.name}” names what these rules do not have. {each}" for each in check.unknown_inputs)


def _describe_outcome(outcome: ExampleOutcome, rulebooks: tuple[Rulebook, Rulebook]) -> str:
    """Describe the band, blockers and score of an outcome on one line."""
    blockers = format_count(len(outcome.blockers), "blocker")
    return f"{_quote_figure(rulebooks[1:], 'band', outcome.band)}, {blockers} and a score of {_format_score(outcome)}"


def _explain_outcome(
    notice: ExampleComparison, rulebooks: tuple[Rulebook, Rulebook], differences: tuple[RuleDifference, ...]
) -> Iterator[str]:
    """Yield the changed rules that the change of an outcome comes from."""
    if NoticeKind.OUTCOME not in notice.kinds:
        return
    before, after = rulebooks
    profile = {**build_example_profile(notice.old, before), **build_example_profile(notice.new, after)}
    answers = {**answer_all(notice.old, before), **answer_all(notice.new, after)}
    because = explain_impact(before, after, differences, profile, answers).because
    yield from (f"{each.sentence}." for each in because[:_MAX_REASONS])
    if len(because) > _MAX_REASONS:
        more = len(because) - _MAX_REASONS
        yield f"{format_count(more, 'more changed rule').capitalize()} {pluralise(more, 'affects', 'affect')} it."


def format_figures(rulebooks: tuple[Rulebook, Rulebook], key: str, figures: tuple[Any, Any]) -> tuple[str, str]:
    """Format a figure of an example under two rulebooks; of two lists that differ, what both have is only counted."""
    both = frozenset[str]()
    if isinstance(figures[0], tuple) and isinstance(figures[1], tuple) and set(figures[0]) != set(figures[1]):
        both = frozenset(figures[0]) & frozenset(figures[1])
    before, after = ((own, *rulebooks) for own in rulebooks)
    return _format_part(before, key, figures[0], both), _format_part(after, key, figures[1], both)


def _format_part(rulebooks: tuple[Rulebook, ...], key: str, figure: Any, counted: frozenset[str]) -> str:
    """Format a figure without the items that are only counted."""
    if not counted:
        return format_figure(rulebooks, key, figure)
    named = tuple(name for name in figure if name not in counted)
    others = f"The other {format_number(len(counted))}"
    return f"{format_figure(rulebooks, key, named)}\n{others}" if named else others


def format_figure(rulebooks: tuple[Rulebook, ...], key: str, figure: Any) -> str:
    """Format a figure of an example; an id is shown as the words of the first rulebook that has it, each on a line."""
    if figure is None:
        return _NO_SCORE
    titles = {name: title for rulebook in reversed(rulebooks) for name, title in _list_titles(rulebook, key).items()}
    if isinstance(figure, tuple):
        return "\n".join(titles.get(str(name), str(name)) for name in figure) or _NONE
    return titles.get(str(figure), str(figure))


def _quote_figure(rulebooks: tuple[Rulebook, ...], key: str, figure: Any) -> str:
    """Format a figure inside a sentence."""
    text = format_figure(rulebooks, key, figure)
    return text.lower() if text in (_NO_SCORE, _NONE) else ", ".join(f"“{line}”" for line in text.split("\n"))


def _list_titles(rulebook: Rulebook, key: str) -> Mapping[str, str]:
    """Return the words for the ids that a figure consists of."""
    if key in ("band", "possible_band"):
        texts = {name: band.label for name, band in rulebook.bands.items()}
    elif key in ("blockers", "possible_blockers"):
        texts = {name: blocker.says for name, blocker in rulebook.blockers.items()}
    elif key == "needs_missing":
        texts = {name: question.text for name, question in rulebook.questions.items()}
    else:
        texts = {name: advice.title for name, advice in rulebook.recommendations.items()}
    return {name: strip_references(text) for name, text in texts.items()}


def _format_score(outcome: ExampleOutcome) -> str:
    """Format the score of an outcome as `38 to 66`, or as one number if nothing is unknown."""
    if outcome.evidenced is None:
        return _NO_SCORE
    same = outcome.evidenced == outcome.possible
    return str(outcome.evidenced) if same else f"{outcome.evidenced} to {outcome.possible}"


def format_up_to(points: Fraction) -> str:
    """Format the largest of several distances in points, rounded up to one decimal: `2.1 points`."""
    tenths = ceil(points * 10)
    number = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return f"{number} {'point' if number == '1' else 'points'}"
