"""How each question changed since an earlier assessment, in words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from assess.core.comparison.questions import ChangeKind, QuestionDelta
from assess.core.comparison.results import QuestionChange
from assess.core.model.result import NotAskedReason, QuestionState, QuestionTrace
from assess.core.model.rulebook import Rulebook
from assess.report.content.change_models import QuestionChangeGroup, QuestionChangeRow
from assess.report.content.sections import format_state
from assess.report.content.text import (
    MINUS,
    STATE_LABELS,
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_number,
    format_points,
    join_words,
    pluralise,
)


class RulebookPair(NamedTuple):
    """The earlier and the current rulebook."""

    old: Rulebook
    new: Rulebook


_NO_FIGURE = "–"
_POINTS_NOTE = "Changes are in points of the overall score, out of 100."
_HEADINGS = {
    ChangeKind.BETTER: ("What got better", "These answers can show more than before. The most improved come first."),
    ChangeKind.WORSE: (
        "What got worse or needs attention",
        (
            "These answers can show less than before, show that nothing is in place, or are no longer known. "
            "The most serious come first."
        ),
    ),
    ChangeKind.NEW: ("New questions", "These are now due, or are new in the rules. Those worth most come first."),
    ChangeKind.GONE: ("No longer asked", "These counted before and no longer do, or are no longer in the rules."),
    ChangeKind.RULES: (
        "Counted differently by the rules",
        "The answers are the same; only the rules have changed.",
    ),
    ChangeKind.NO_EFFECT: (
        "Answered differently, with no effect on the score",
        "The answers differ but count the same.",
    ),
}
_COUNT_PHRASES = {
    ChangeKind.BETTER: ("got better", "got better"),
    ChangeKind.WORSE: ("got worse or needs attention", "got worse or need attention"),
    ChangeKind.NEW: ("is new", "are new"),
    ChangeKind.GONE: ("is no longer asked", "are no longer asked"),
    ChangeKind.RULES: ("is counted differently", "are counted differently"),
    ChangeKind.NO_EFFECT: ("was answered differently with no effect", "were answered differently with no effect"),
    ChangeKind.SAME: ("is unchanged", "are unchanged"),
}


def build_question_groups(rulebooks: RulebookPair, deltas: Sequence[QuestionDelta]) -> Iterator[QuestionChangeGroup]:
    """Yield the questions grouped by kind of change, without those that are unchanged."""
    numbers = {question: f"Q{place}" for place, question in enumerate(rulebooks.new.questions, 1)}
    for course, group in groupby(deltas, key=lambda move: move.kind):
        if course in _HEADINGS:
            rows = tuple(
                _build_question_change(rulebooks, move, numbers.get(move.change.question, "–")) for move in group
            )
            heading, says = _HEADINGS[course]
            is_moved = any(each.change != _NO_FIGURE for each in rows)
            yield QuestionChangeGroup(
                course.value, heading, f"{says} {_POINTS_NOTE}" if is_moved else says, is_moved, rows
            )


def describe_counts(deltas: Sequence[QuestionDelta]) -> str:
    """Return how many questions changed in which way."""
    totals = [(sum(move.kind is course for move in deltas), words) for course, words in _COUNT_PHRASES.items()]
    phrases = [(count, pluralise(count, *words)) for count, words in totals if count]
    first = f"{format_count(phrases[0][0], 'question')} {phrases[0][1]}" if phrases else "no question is asked"
    others = (f"{format_number(count)} {words}" for count, words in phrases[1:])
    return f"{capitalise_first(join_words([first, *others]))}."


def _build_question_change(rulebooks: RulebookPair, delta: QuestionDelta, number_text: str) -> QuestionChangeRow:
    """Return one question before and now."""
    change = delta.change
    rules = rulebooks.new if change.after else rulebooks.old
    return QuestionChangeRow(
        number=number_text,
        question=change.question,
        text=curl_apostrophes(rules.questions[change.question].text),
        section=curl_apostrophes(rules.sections_by_question[change.question].title),
        before=_describe_answer(rulebooks.old, change.before),
        now=_describe_answer(rulebooks.new, change.after),
        change=_format_gain(change, delta.gain),
        remark=_describe_rule_changes(rulebooks, change),
    )


def _describe_answer(rulebook: Rulebook, row: QuestionTrace | None) -> str:
    """Return the state of a question and, if it was answered, its answer."""
    if row is None:
        return "Not in the rules"
    if row.state is QuestionState.ANSWERED:
        options = rulebook.questions[row.question].options
        return f"{format_state(row)}: {next(curl_apostrophes(each.text) for each in options if each.id == row.option)}"
    if row.state is QuestionState.NOT_ASKED:
        return "Not due yet" if row.not_asked is NotAskedReason.STAGE else "Not asked about this service"
    return STATE_LABELS[row.state]


def _format_gain(change: QuestionChange, gained: Fraction) -> str:
    """Return what a question gained or lost of the overall score; a dash if it does not count both times."""
    rows = (change.before, change.after)
    return (
        _format_signed_points(gained) if all(row is not None and row.share is not None for row in rows) else _NO_FIGURE
    )


def _format_signed_points(gain: Fraction) -> str:
    """Format points gained or lost with their sign, rounded towards zero."""
    size = format_points(abs(gain))
    return size if size == "0.0" else f"{'+' if gain > 0 else MINUS}{size}"


def _describe_rule_changes(rulebooks: RulebookPair, change: QuestionChange) -> str:
    """Return what the rules changed about a question that both versions contain."""
    before, now = change.before, change.after
    if before is None or now is None:
        return ""
    remarks = []
    if before.weight != now.weight:
        remarks.append(f"weight {now.weight}, was {before.weight}")
    option = rulebooks.new.renames.options.get((now.question, before.option or ""), before.option)
    if option == now.option and (before.points, before.highest) != (now.points, now.highest):
        remarks.append(f"points {_format_row_points(now)}, were {_format_row_points(before)}")
    elif before.highest != now.highest:
        remarks.append(f"most points {now.highest}, were {before.highest}")
    if before.section != now.section:
        remarks.append(f"was under “{curl_apostrophes(rulebooks.old.sections[before.section].title)}”")
    return f"Rules changed: {join_words(remarks)}." if remarks else ""


def _format_row_points(row: QuestionTrace) -> str:
    """Return the points of an answer out of the highest possible."""
    return f"{'?' if row.points is None else row.points} of {row.highest}"
