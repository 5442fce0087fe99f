"""Where the range comes from: how much of it the unknown answers of each section account for."""

from collections.abc import Iterator
from fractions import Fraction

from assess.core.model.result import QuestionTrace
from assess.report.content import range_charts
from assess.report.content.context import ReportContext
from assess.report.content.models import RangeBreakdown, RangeBreakdownRow
from assess.report.content.text import curl_apostrophes, format_count, format_points, join_words

_MAIN_SHARE = Fraction(2, 3)
"""The least share of the range that the sections named as its main source account for together."""

_MAX_NAMED = 3
"""Largest number of sections that are named; if it takes more, the range is described as spread."""


def build_range_breakdown(context: ReportContext) -> RangeBreakdown | None:
    """Return the sections whose unknown answers make up the range, largest first, or None if fewer than two do."""
    overall = context.result.now.overall
    if overall is None:
        return None
    rows_by_section: dict[str, list[QuestionTrace]] = {}
    for row in context.unknown_rows:
        if _calculate_width(row):
            rows_by_section.setdefault(row.section, []).append(row)
    if len(rows_by_section) < 2:
        return None
    order = sorted(rows_by_section, key=lambda section: -_sum_widths(rows_by_section[section]))
    rows = tuple(
        _build_breakdown_rows(context, [(section, rows_by_section[section]) for section in order], overall.evidenced)
    )
    return RangeBreakdown(
        _describe_breakdown(context, [(section, _sum_widths(rows_by_section[section])) for section in order]), rows
    )


def _calculate_width(row: QuestionTrace) -> Fraction:
    """Return how much of the range a question accounts for."""
    return row.contribution.possible - row.contribution.evidenced


def _sum_widths(rows: list[QuestionTrace]) -> Fraction:
    """Return how much of the range the questions account for together."""
    return sum(map(_calculate_width, rows), Fraction(0))


def _build_breakdown_rows(
    context: ReportContext, rows_by_section: list[tuple[str, list[QuestionTrace]]], start: Fraction
) -> Iterator[RangeBreakdownRow]:
    """Yield a row for each section, its bar beginning where the previous one ends."""
    for section, rows in rows_by_section:
        title, holds = curl_apostrophes(context.rulebook.sections[section].title), _sum_widths(rows)
        step = range_charts.build_range_segment(title, format_points(holds), (start, start + holds))
        yield RangeBreakdownRow(title, str(len(rows)), format_points(holds), step)
        start += holds


def _describe_breakdown(context: ReportContext, widths: list[tuple[str, Fraction]]) -> str:
    """Return which sections account for most of the range."""
    total, so_far, names = sum((holds for _, holds in widths), Fraction(0)), Fraction(0), []
    for section, holds in widths:
        names.append(f"“{curl_apostrophes(context.rulebook.sections[section].title)}”")
        so_far += holds
        if so_far >= _MAIN_SHARE * total:
            break
    spread = (
        f"The range is {format_points(total)} points wide, because "
        f"{format_count(len(context.unknown_rows), 'answer')} are not known."
    )
    if len(names) > _MAX_NAMED or len(names) == len(widths):
        return f"{spread} It is spread over {format_count(len(widths), 'barrier')}."
    return f"{spread} Most of it comes from {join_words(names)}."
