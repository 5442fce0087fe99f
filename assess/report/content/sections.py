"""The section pages: the score, its shortfalls, what is in place and what to do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assess.core.model.result import NeedState, NotAskedReason, QuestionState, QuestionTrace, SectionScore
from assess.report.content import range_charts
from assess.report.content.citations import CitationUse
from assess.report.content.context import UNKNOWN_STATES, ReportContext, round_range
from assess.report.content.models import RecommendationContent, SectionPage
from assess.report.content.needs import describe_section_needs, explain_section_needs
from assess.report.content.recommendations import find_section
from assess.report.content.row_models import NotApplicable, QuestionRow
from assess.report.content.text import (
    STATE_LABELS,
    capitalise_first,
    curl_apostrophes,
    end_sentence,
    format_count,
    format_points,
    join_words,
    pluralise,
)

_URGENT = ("blocker", "warning")
_NEED_LABELS = {NeedState.MET: "In place", NeedState.MISSING: "Missing", NeedState.UNKNOWN: "Not known"}


def build_section_pages(
    context: ReportContext, recommendations: Sequence[RecommendationContent]
) -> tuple[SectionPage, ...]:
    """Return a page for each section, in the order of the rules."""
    by_section: dict[str, list[RecommendationContent]] = {}
    for recommendation in recommendations:
        by_section.setdefault(find_section(context, recommendation), []).append(recommendation)
    return tuple(
        _build_section_page(context, number, score, by_section.get(score.id, ()))
        for number, score in enumerate(context.result.now.sections, 1)
    )


def _build_section_page(
    context: ReportContext, number: int, score: SectionScore, recommendations: Sequence[RecommendationContent]
) -> SectionPage:
    """Return the page of one section."""
    rule = context.rulebook.sections[score.id]
    title = curl_apostrophes(rule.title)
    rows = [row for row in context.result.trace if row.section == score.id]
    now, could = round_range(score.score) if score.score else (0, 0)
    share = format_share(context, score)
    return SectionPage(
        number=number,
        id=score.id,
        title=title,
        why=context.citations.parse_prose(rule.why, CitationUse(title, f"s{number}")),
        score=_describe_score(score, now, could),
        share=share or "–",
        share_note=f"It counts for {share} of the score." if share else "It does not count towards the score now.",
        now=str(now) if score.score else "–",
        could=str(could) if score.score else "–",
        needs=describe_section_needs(context, score.id),
        needs_note=explain_section_needs(context, score.id),
        bar=range_charts.build_bar(title, now, could) if score.score else None,
        shortfalls=_build_shortfalls(context, rows),
        in_place=tuple(build_question_row(context, row) for row in rows if _has_best_answer(row)),
        excluded=tuple(_explain_excluded(context, score, rows)),
        recommendations=tuple(recommendations),
    )


def format_share(context: ReportContext, score: SectionScore) -> str:
    """Return the share of a section in the overall score as a percentage, empty if it has no score."""
    if score.score is None:
        return ""
    total = sum(other.weight for other in context.result.now.sections if other.score is not None)
    share = format_points(Fraction(100 * score.weight, total))
    return f"{share.removesuffix('.0')}%"


def _describe_score(score: SectionScore, now: int, could: int) -> str:
    """Return the range of a section as a sentence, or why it has none."""
    if score.score is None:
        return _explain_missing_score(score)
    further = f"; it could be as high as {could}" if could > now else ""
    return f"You can show {now} of 100 now{further}."


def _explain_missing_score(score: SectionScore) -> str:
    """Return why a section has no score."""
    if score.does_not_apply and score.does_not_apply == score.asked:
        return "None of its questions applies."
    return "Nothing is due yet." if score.later else "None of its questions is asked about this service."


def _has_best_answer(row: QuestionTrace) -> bool:
    """Return whether a question has its best answer."""
    return row.state is QuestionState.ANSWERED and row.points == row.highest


def _build_shortfalls(context: ReportContext, rows: Sequence[QuestionTrace]) -> tuple[QuestionRow, ...]:
    """Return the questions below their best answer.

    Blockers and warnings come first, then what the stage needs and is missing, then what is not known, each by what it
    could add.
    """
    incomplete = [
        row
        for row in rows
        if row.state in UNKNOWN_STATES or (row.state is QuestionState.ANSWERED and not _has_best_answer(row))
    ]
    incomplete.sort(key=lambda row: (_rank_shortfall(context, row), -calculate_gain(row)))
    return tuple(build_question_row(context, row) for row in incomplete)


def _rank_shortfall(context: ReportContext, row: QuestionTrace) -> int:
    """Return the place of a question among those below their best answer."""
    severity = _find_severity(context, row)
    if severity in _URGENT:
        return _URGENT.index(severity)
    if row.need_state is NeedState.MISSING:
        return len(_URGENT)
    return len(_URGENT) + (1 if row.state in UNKNOWN_STATES else 2)


def calculate_gain(row: QuestionTrace) -> Fraction:
    """Return what the overall score would gain from the best answer."""
    return row.worth - row.contribution.evidenced


def _find_severity(context: ReportContext, row: QuestionTrace) -> str:
    """Return which label a question carries."""
    if row.state in UNKNOWN_STATES:
        return "unknown"
    for findings, name in ((context.true_blockers, "blocker"), (context.true_warnings, "warning")):
        if any(row.question == question for finding in findings for question, _ in finding.because):
            return name
    return "plain"


def format_state(row: QuestionTrace) -> str:
    """Return the state of a question; for an answered one, how complete it is."""
    if row.state is not QuestionState.ANSWERED:
        return STATE_LABELS[row.state]
    return "In place" if row.points == row.highest else "Partly" if row.points else "Nothing yet"


def build_question_row(context: ReportContext, row: QuestionTrace) -> QuestionRow:
    """Return one question with its figures."""
    counts = row.share is not None
    return QuestionRow(
        number=context.question_numbers[row.question],
        id=row.question,
        section=curl_apostrophes(context.rulebook.sections[row.section].title),
        text=context.get_question_text(row.question),
        label=format_state(row),
        severity=_find_severity(context, row),
        answer=context.get_option_text(row.question, row.option),
        need_label=_NEED_LABELS[row.need_state] if row.need_state else "",
        need="" if row.need_state is NeedState.MET else context.get_option_text(row.question, row.need),
        ask=tuple(context.get_role(role).inline for role in context.get_question(row.question).ask),
        points=format_row_points(row),
        weight=row.weight,
        worth=format_points(row.worth) if counts else "–",
        now=format_points(row.contribution.evidenced) if counts else "–",
        could=format_points(row.contribution.possible) if counts else "–",
        adds=format_points(calculate_gain(row)) if counts else "–",
    )


def format_row_points(row: QuestionTrace) -> str:
    """Format the points of a question out of the highest possible: `1 of 3`, `? of 3` or a dash."""
    if row.share is None:
        return "–"
    return f"{'?' if row.points is None else row.points} of {row.highest}"


def _explain_excluded(context: ReportContext, score: SectionScore, rows: Sequence[QuestionTrace]) -> Iterator[str]:
    """Yield which questions do not count towards the score, and why."""
    if score.does_not_apply:
        numbers = join_words(
            [context.question_numbers[r.question] for r in rows if r.state is QuestionState.DOES_NOT_APPLY]
        )
        verb = pluralise(score.does_not_apply, "question does", "questions do")
        yield f"{capitalise_first(format_count(score.does_not_apply, verb, verb))} not apply: {numbers}."
    later = [context.question_numbers[row.question] for row in rows if row.not_asked is NotAskedReason.STAGE]
    if later:
        verb = pluralise(len(later), "question is", "questions are")
        yield (f"{capitalise_first(format_count(len(later), verb, verb))} due from a later stage: {join_words(later)}.")
    for row in rows:
        if row.not_asked is NotAskedReason.PROFILE:
            yield _explain_not_asked(context, row)


def _explain_not_asked(context: ReportContext, row: QuestionTrace) -> str:
    """Return that a question is not asked, and why."""
    reason = context.get_question(row.question).not_asked_because
    number = context.question_numbers[row.question]
    return end_sentence(
        f"{number} is not asked: {curl_apostrophes(reason)}" if reason else f"{number} is not asked here"
    )


def build_not_applicable(context: ReportContext) -> tuple[NotApplicable, ...]:
    """Return the questions marked as not applicable, with the reasons given."""
    answers = context.assessment.answers
    return tuple(
        NotApplicable(
            context.question_numbers[row.question],
            context.get_question_text(row.question),
            answers[row.question].does_not_apply,
        )
        for row in context.result.trace
        if row.state is QuestionState.DOES_NOT_APPLY
    )
