"""How each question changed since an earlier assessment, in words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from assess.core.comparison.questions import Course, Move
from assess.core.comparison.results import QuestionChange
from assess.core.model.result import NotAsked, Row, State
from assess.core.model.rulebook import Rulebook
from assess.report.content.change_models import Group, QuestionMove
from assess.report.content.sections import state_label
from assess.report.content.text import LABELS, MINUS, apostrophes, counted, joined, number, plural, points, starting

Rulebooks = tuple[Rulebook, Rulebook]
"""The earlier and the current rulebook."""

NO_FIGURE = "–"
POINTS = "Change is in points of the 100 of the overall score."
HEADINGS = {
    Course.BETTER: ("What got better", "The answer can show more than before. The most improved first."),
    Course.WORSE: (
        "What got worse or is worrying",
        (
            "The answer can show less than before, shows that nothing is in place, or is not known any more. "
            "The most worrying first."
        ),
    ),
    Course.NEW: ("Asked now and not before", "These count now, or came with the rules. Those worth most first."),
    Course.GONE: ("Not asked any more", "These counted before and do not now, or went with the rules."),
    Course.RULES: (
        "Counted otherwise by the rules",
        "The answers are the same; only what the rules make of them changed.",
    ),
    Course.ALIKE: ("Answered otherwise, with no difference to the score", "The answers differ and count for the same."),
}
COUNTS = {
    Course.BETTER: ("got better", "got better"),
    Course.WORSE: ("got worse or is worrying", "got worse or are worrying"),
    Course.NEW: ("is new", "are new"),
    Course.GONE: ("is not asked any more", "are not asked any more"),
    Course.RULES: ("is counted otherwise", "are counted otherwise"),
    Course.ALIKE: ("was answered otherwise with no difference", "were answered otherwise with no difference"),
    Course.SAME: ("is as it was", "are as they were"),
}


def groups(rulebooks: Rulebooks, moves: Sequence[Move]) -> Iterator[Group]:
    """Yield the questions grouped by kind of change, without those that are unchanged."""
    numbers = {question: f"Q{place}" for place, question in enumerate(rulebooks[1].questions, 1)}
    for course, found in groupby(moves, key=lambda move: move.course):
        if course in HEADINGS:
            rows = tuple(question_move(rulebooks, move, numbers.get(move.change.question, "–")) for move in found)
            heading, says = HEADINGS[course]
            is_moved = any(each.moved != NO_FIGURE for each in rows)
            yield Group(course.value, heading, f"{says} {POINTS}" if is_moved else says, is_moved, rows)


def counts(moves: Sequence[Move]) -> str:
    """Return how many questions changed in which way."""
    totals = [(sum(move.course is course for move in moves), words) for course, words in COUNTS.items()]
    said = [(count, plural(count, *words)) for count, words in totals if count]
    first = f"{counted(said[0][0], 'question')} {said[0][1]}" if said else "no question is asked"
    return f"{starting(joined([first, *(f'{number(count)} {words}' for count, words in said[1:])]))}."


def question_move(rulebooks: Rulebooks, move: Move, shown_number: str) -> QuestionMove:
    """Return one question before and now."""
    change = move.change
    rules = rulebooks[1] if change.after else rulebooks[0]
    return QuestionMove(
        number=shown_number,
        question=change.question,
        text=apostrophes(rules.questions[change.question].text),
        section=apostrophes(rules.section_of[change.question].title),
        before=answer_words(rulebooks[0], change.before),
        now=answer_words(rulebooks[1], change.after),
        moved=moved(change, move.gained),
        remark=remark(rulebooks, change),
    )


def answer_words(rulebook: Rulebook, row: Row | None) -> str:
    """Return the state of a question and, if it was answered, its answer."""
    if row is None:
        return "Not in the rules"
    if row.state is State.ANSWERED:
        options = rulebook.questions[row.question].options
        return f"{state_label(row)}: {next(apostrophes(each.text) for each in options if each.id == row.option)}"
    if row.state is State.NOT_ASKED:
        return "Not due yet" if row.not_asked is NotAsked.STAGE else "Not asked of this service"
    return LABELS[row.state]


def moved(change: QuestionChange, gained: Fraction) -> str:
    """Return what a question gained or lost of the overall score; a dash if it does not count both times."""
    rows = (change.before, change.after)
    return signed(gained) if all(row is not None and row.share is not None for row in rows) else NO_FIGURE


def signed(gain: Fraction) -> str:
    """Format points gained or lost with their sign, rounded towards zero."""
    size = points(abs(gain))
    return size if size == "0.0" else f"{'+' if gain > 0 else MINUS}{size}"


def remark(rulebooks: Rulebooks, change: QuestionChange) -> str:
    """Return what the rules changed about a question that both versions contain."""
    before, now = change.before, change.after
    if before is None or now is None:
        return ""
    said = []
    if before.weight != now.weight:
        said.append(f"weight {now.weight}, was {before.weight}")
    if before.option == now.option and (before.points, before.highest) != (now.points, now.highest):
        said.append(f"points {points_words(now)}, were {points_words(before)}")
    elif before.highest != now.highest:
        said.append(f"most points {now.highest}, were {before.highest}")
    if before.section != now.section:
        said.append(f"was under “{apostrophes(rulebooks[0].sections[before.section].title)}”")
    return f"Rules changed: {joined(said)}." if said else ""


def points_words(row: Row) -> str:
    """Return the points of an answer out of the highest possible."""
    return f"{'?' if row.points is None else row.points} of {row.highest}"
