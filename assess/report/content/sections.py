"""The section pages: the score, its shortfalls, what is in place and what to do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assess.core.model.result import NotAsked, Row, SectionScore, State
from assess.report.content import charts
from assess.report.content.citations import Use
from assess.report.content.context import UNKNOWN_STATES, Case, scores
from assess.report.content.models import Recommendation, SectionPage
from assess.report.content.recommendations import section_of
from assess.report.content.row_models import Apart, QuestionRow
from assess.report.content.text import LABELS, apostrophes, counted, joined, plural, points, sentence, starting


def sections(case: Case, recommendations: Sequence[Recommendation]) -> tuple[SectionPage, ...]:
    """Return a page for each section, in the order of the rules."""
    return tuple(
        section(case, number, score, recommendations) for number, score in enumerate(case.result.now.sections, 1)
    )


def section(case: Case, number: int, score: SectionScore, recommendations: Sequence[Recommendation]) -> SectionPage:
    """Return the page of one section."""
    rule = case.rulebook.sections[score.id]
    title = apostrophes(rule.title)
    rows = [row for row in case.result.trace if row.section == score.id]
    now, could = scores(score.score) if score.score else (0, 0)
    share = share_of_whole(case, score)
    return SectionPage(
        number=number,
        id=score.id,
        title=title,
        why=case.citations.prose(rule.why, Use(title, f"s{number}")),
        score=score_sentence(score, now, could),
        share=share or "–",
        share_says=f"It carries {share} of the whole." if share else "It does not count towards the whole now.",
        now=str(now) if score.score else "–",
        could=str(could) if score.score else "–",
        bar=charts.bar(title, now, could) if score.score else None,
        held=held(case, rows),
        in_place=tuple(question_row(case, row) for row in rows if in_place(row)),
        apart=tuple(apart(case, score, rows)),
        recommendations=tuple(r for r in recommendations if section_of(case, r) == score.id),
    )


def share_of_whole(case: Case, score: SectionScore) -> str:
    """Return the share of a section in the overall score as a percentage, empty if it has no score."""
    if score.score is None:
        return ""
    total = sum(other.weight for other in case.result.now.sections if other.score is not None)
    share = points(Fraction(100 * score.weight, total))
    return f"{share.removesuffix('.0')}%"


def score_sentence(score: SectionScore, now: int, could: int) -> str:
    """Return the range of a section as a sentence, or why it has none."""
    if score.score is None:
        return without_score(score)
    further = f"; it could be as high as {could}" if could > now else ""
    return f"You can show {now} of 100 now{further}."


def without_score(score: SectionScore) -> str:
    """Return why a section has no score."""
    if score.does_not_apply and score.does_not_apply == score.asked:
        return "None of its questions applies."
    return "Nothing is due yet." if score.later else "None of its questions is asked of this service."


def in_place(row: Row) -> bool:
    """Return whether a question has its best answer."""
    return row.state is State.ANSWERED and row.points == row.highest


def held(case: Case, rows: Sequence[Row]) -> tuple[QuestionRow, ...]:
    """Return the questions below their best answer: blockers, then warnings, then by what each could add."""
    short = [row for row in rows if row.state in UNKNOWN_STATES or (row.state is State.ANSWERED and not in_place(row))]
    order = {"blocker": 0, "warning": 1}
    short.sort(key=lambda row: (order.get(tag(case, row), 2), -could_add(row)))
    return tuple(question_row(case, row) for row in short)


def could_add(row: Row) -> Fraction:
    """Return what the overall score would gain from the best answer."""
    return row.worth - row.brings.evidenced


def tag(case: Case, row: Row) -> str:
    """Return which label a question carries."""
    if row.state in UNKNOWN_STATES:
        return "unknown"
    for findings, name in ((case.true_blockers, "blocker"), (case.true_warnings, "warning")):
        if any(row.question == question for found in findings for question, _ in found.because):
            return name
    return "plain"


def state_label(row: Row) -> str:
    """Return the state of a question; for an answered one, how complete it is."""
    if row.state is not State.ANSWERED:
        return LABELS[row.state]
    return "In place" if row.points == row.highest else "Partly" if row.points else "Nothing yet"


def question_row(case: Case, row: Row) -> QuestionRow:
    """Return one question with its figures."""
    counts = row.share is not None
    return QuestionRow(
        number=case.question_numbers[row.question],
        id=row.question,
        section=apostrophes(case.rulebook.sections[row.section].title),
        text=case.text(row.question),
        label=state_label(row),
        tag=tag(case, row),
        answer=case.chosen(row.question, row.option),
        ask=tuple(case.role(role).within for role in case.question(row.question).ask),
        points=points_of(row),
        weight=row.weight,
        worth=points(row.worth) if counts else "–",
        now=points(row.brings.evidenced) if counts else "–",
        could=points(row.brings.possible) if counts else "–",
        adds=points(could_add(row)) if counts else "–",
    )


def points_of(row: Row) -> str:
    """Format the points of a question out of the highest possible: `1 of 3`, `? of 3` or a dash."""
    if row.share is None:
        return "–"
    return f"{'?' if row.points is None else row.points} of {row.highest}"


def apart(case: Case, score: SectionScore, rows: Sequence[Row]) -> Iterator[str]:
    """Yield which questions do not count towards the score, and why."""
    if score.does_not_apply:
        numbers = joined([case.question_numbers[r.question] for r in rows if r.state is State.DOES_NOT_APPLY])
        verb = plural(score.does_not_apply, "question does", "questions do")
        yield f"{starting(counted(score.does_not_apply, verb, verb))} not apply: {numbers}."
    later = [case.question_numbers[row.question] for row in rows if row.not_asked is NotAsked.STAGE]
    if later:
        verb = plural(len(later), "question is", "questions are")
        yield f"{starting(counted(len(later), verb, verb))} asked from a later stage on: {joined(later)}."
    for row in rows:
        if row.not_asked is NotAsked.PROFILE:
            yield not_asked(case, row)


def not_asked(case: Case, row: Row) -> str:
    """Return that a question is not asked, and why."""
    reason = case.question(row.question).not_asked_because
    number = case.question_numbers[row.question]
    return sentence(f"{number} is not asked: {apostrophes(reason)}" if reason else f"{number} is not asked here")


def does_not_apply(case: Case) -> tuple[Apart, ...]:
    """Return the questions marked as not applicable, with the reasons given."""
    answers = case.assessment.answers
    return tuple(
        Apart(case.question_numbers[row.question], case.text(row.question), answers[row.question].does_not_apply)
        for row in case.result.trace
        if row.state is State.DOES_NOT_APPLY
    )
