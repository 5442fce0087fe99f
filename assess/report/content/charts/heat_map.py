"""The heat map: every question with its points and what the stage needs of it."""

from collections.abc import Iterable

from assess.core.model.result import NeedState, NotAskedReason, QuestionTrace
from assess.report.content.chart_models import HeatCell, HeatMap, HeatRow
from assess.report.content.context import UNKNOWN_STATES, ReportContext
from assess.report.content.needs import describe_section_needs
from assess.report.content.text import capitalise_first, curl_apostrophes, format_count, format_number, join_words

_WORDS = {"blocker": "blocker", "missing": "missing", "unknown": "unknown", "met": "in place", "plain": ""}
_NEED_KINDS = {NeedState.MISSING: "missing", NeedState.UNKNOWN: "unknown", NeedState.MET: "met"}
_MAX_NAMED = 3
"""Largest number of barriers that the sentence names."""


def build_heat_map(context: ReportContext) -> HeatMap:
    """Build the heat map, without rows if no question counts."""
    rows = tuple(_build_row(context, score.id) for score in context.result.now.sections)
    if all(row.share is None for row in context.result.trace):
        return HeatMap("No question counts at this stage.", ())
    return HeatMap(_describe_needs(context), rows)


def select_heat_rows(heat_map: HeatMap, sections: Iterable[str]) -> HeatMap:
    """Return the heat map with the rows of these sections alone, and without its sentence if some are left out."""
    rows = tuple(row for row in heat_map.rows if row.section in set(sections))
    return heat_map if len(rows) == len(heat_map.rows) else HeatMap("", rows)


def _build_row(context: ReportContext, section: str) -> HeatRow:
    """Return the row of one section."""
    return HeatRow(
        section=section,
        title=curl_apostrophes(context.rulebook.sections[section].title),
        needs=describe_section_needs(context, section),
        cells=tuple(_build_cell(context, row) for row in context.result.trace if row.section == section),
    )


def _build_cell(context: ReportContext, row: QuestionTrace) -> HeatCell:
    """Return the cell of one question."""
    number = context.question_numbers[row.question]
    if row.share is None:
        return HeatCell(number, row.question, "", 0, "off", _explain_not_counted(row))
    kind = find_kind(context, row)
    if row.points is None:
        return HeatCell(number, row.question, "?", 0, kind, _WORDS[kind])
    return HeatCell(
        number,
        row.question,
        f"{row.points}/{row.highest}",
        _count_twelfths(row.points, row.highest),
        kind,
        _WORDS[kind],
    )


def _count_twelfths(points: int, highest: int) -> int:
    """Return how many twelfths of a bar are solid: none and all only for no points and for the most."""
    if points in (0, highest):
        return 12 if points else 0
    return min(max(round(12 * points / highest), 1), 11)


def _explain_not_counted(row: QuestionTrace) -> str:
    """Return in a word why a question does not count."""
    return "later" if row.not_asked is NotAskedReason.STAGE else "n/a"


def find_kind(context: ReportContext, row: QuestionTrace) -> str:
    """Return the mark of a question that counts: a blocker, a need by its state, or neither."""
    is_blocker = any(row.question == question for found in context.true_blockers for question, _ in found.because)
    return "blocker" if is_blocker else _NEED_KINDS[row.need_state] if row.need_state else "plain"


def _describe_needs(context: ReportContext) -> str:
    """Return how many needs are not met, and in which barriers."""
    needs = context.result.now.needs
    if not needs.named:
        return _describe_answers(context)
    unmet = needs.missing + needs.unknown
    if needs.named == 1:
        return f"The one thing that this stage needs is {'not ' if unmet else ''}in place."
    if not unmet:
        return f"All {needs.named} things that this stage needs are in place."
    verb = "is" if unmet == 1 else "are"
    count = capitalise_first(format_number(unmet))
    return f"{count} of the {needs.named} things that this stage needs {verb} not in place, {_list_barriers(context)}."


def _list_barriers(context: ReportContext) -> str:
    """Return in which barriers needs are not met: by name if they are few."""
    sections = {row.section for row in context.result.trace if row.need_state not in (None, NeedState.MET)}
    if len(sections) > _MAX_NAMED:
        return f"in {format_number(len(sections))} of the {format_count(len(context.rulebook.sections), 'barrier')}"
    titles = [
        f"“{curl_apostrophes(section.title)}”"
        for section in context.rulebook.sections.values()
        if section.id in sections
    ]
    return f"in {join_words(titles)}"


def _describe_answers(context: ReportContext) -> str:
    """Return how many of the questions that count are not known, where no need is named."""
    counted = [row for row in context.result.trace if row.share is not None]
    unknown = sum(row.state in UNKNOWN_STATES for row in counted)
    if not unknown:
        return "Every question that counts has an answer."
    if unknown == len(counted):
        return "No question that counts has an answer."
    verb = "is" if unknown == 1 else "are"
    return f"{unknown} of the {format_count(len(counted), 'question')} that count {verb} not known."
