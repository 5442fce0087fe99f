"""Where the range comes from: how much of it each unknown answer accounts for, on the scale of the gap itself."""

from fractions import Fraction
from typing import NamedTuple

from assess.core.model.result import QuestionTrace, Range
from assess.report.content.chart_models import Drawing, RangeCauseRow, RangeCauses, Shape
from assess.report.content.context import ReportContext, round_range
from assess.report.content.text import (
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_number,
    format_points,
    join_words,
    pluralise,
)

_MAX_ANSWERS = 10
"""Largest number of answers with a row each; if there are more, the rows are barriers."""

_MAX_NAMED = 3
"""Largest number of barriers that the sentence names."""

_WIDTH, _HEIGHT, _BAR_HEIGHT = 288.0, 24.0, 12.0
_LEAST_WIDTH = 1.4


class _Cause(NamedTuple):
    """An unknown answer or the unknown answers of a section, with what they account for."""

    number: str
    text: str
    section: str
    holds: Fraction


def build_range_causes(context: ReportContext) -> RangeCauses | None:
    """Build the chart of what the range comes from, largest part first; None if it is a single figure."""
    overall, rows = context.result.now.overall, [row for row in context.unknown_rows if _calculate_width(row)]
    if overall is None or not rows:
        return None
    gap = _describe_gap(overall)
    if len(rows) == 1:
        number = context.question_numbers[rows[0].question]
        return RangeCauses(f"One unknown answer, {number}, accounts for the whole {gap}.", "", ())
    causes = _list_answers(context, rows) if len(rows) <= _MAX_ANSWERS else _list_sections(context, rows)
    causes.sort(key=lambda cause: cause.holds, reverse=True)
    return RangeCauses(_describe_causes(context, causes, gap), _describe_scale(overall), _build_rows(causes))


def _calculate_width(row: QuestionTrace) -> Fraction:
    """Return how much of the range a question accounts for."""
    return row.contribution.possible - row.contribution.evidenced


def _list_answers(context: ReportContext, rows: list[QuestionTrace]) -> list[_Cause]:
    """Return each unknown answer."""
    return [
        _Cause(
            context.question_numbers[row.question],
            context.get_question_text(row.question),
            row.section,
            _calculate_width(row),
        )
        for row in rows
    ]


def _list_sections(context: ReportContext, rows: list[QuestionTrace]) -> list[_Cause]:
    """Return the unknown answers of each section together."""
    by_section: dict[str, list[Fraction]] = {}
    for row in rows:
        by_section.setdefault(row.section, []).append(_calculate_width(row))
    return [
        _Cause("", f"{_get_title(context, name)}: {format_count(len(each), 'answer')}", name, sum(each, Fraction(0)))
        for name, each in by_section.items()
    ]


def _get_title(context: ReportContext, section: str) -> str:
    """Return the title of a section."""
    return curl_apostrophes(context.rulebook.sections[section].title)


def _build_rows(causes: list[_Cause]) -> tuple[RangeCauseRow, ...]:
    """Return a row for each cause, its bar beginning where the previous one ends."""
    total, start, rows = sum((cause.holds for cause in causes), Fraction(0)), Fraction(0), []
    for cause in causes:
        left, width = (float(part / total) * _WIDTH for part in (start, cause.holds))
        top, width = (_HEIGHT - _BAR_HEIGHT) / 2, max(width, _LEAST_WIDTH)
        shapes = (
            Shape("track", 0, top, _WIDTH, _BAR_HEIGHT),
            Shape("outline", min(left, _WIDTH - width), top, width, _BAR_HEIGHT),
        )
        title = f"Accounts for {format_points(cause.holds)} of {format_points(total)} points."
        rows.append(
            RangeCauseRow(cause.number, cause.text, format_points(cause.holds), Drawing(title, _WIDTH, _HEIGHT, shapes))
        )
        start += cause.holds
    return tuple(rows)


def _describe_gap(overall: Range) -> str:
    """Return the gap between both ends, by its width if they are shown as one figure."""
    now, could = round_range(overall)
    if now == could:
        return f"gap of {format_points(overall.possible - overall.evidenced)} points"
    return f"gap between {now} and {could}"


def _describe_scale(overall: Range) -> str:
    """Return what the drawings show from left to right."""
    now, could = round_range(overall)
    return f"From {now} on the left to {could} on the right" if now != could else "The gap from left to right"


def _describe_causes(context: ReportContext, causes: list[_Cause], gap: str) -> str:
    """Return the fewest causes that account for more than half of the gap."""
    total, held = sum((cause.holds for cause in causes), Fraction(0)), Fraction(0)
    main: list[_Cause] = []
    while 2 * held <= total:
        main.append(causes[len(main)])
        held += main[-1].holds
    if len(main) == len(causes):
        what = "answer" if causes[0].number else "barrier"
        return f"The {gap} is spread over {format_count(len(causes), what)}."
    return f"{_name_causes(context, main)} for more than half of the {gap}."


def _name_causes(context: ReportContext, causes: list[_Cause]) -> str:
    """Return the beginning of a sentence on these causes."""
    if causes[0].number:
        sections = {cause.section for cause in causes}
        where = f" in “{_get_title(context, *sections)}”" if len(sections) == 1 else ""
        count = capitalise_first(format_count(len(causes), "unknown answer"))
        return f"{count}{where} {pluralise(len(causes), 'accounts', 'account')}"
    if len(causes) > _MAX_NAMED:
        return f"The unknown answers in {format_number(len(causes))} barriers account"
    names = [f"“{_get_title(context, cause.section)}”" for cause in causes]
    return f"The unknown answers in {join_words(names)} account"
