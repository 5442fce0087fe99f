"""The rows of the list of assessments, and what is left to do in the one that was changed last."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.report.content.text import format_date, pluralise
from assess.storage.records import AssessmentEntry
from assess.storage.service_records import NO_SCORE, ResultSummary
from assess.web.services.rows import TOO_EARLY
from assess.web.shared.pagination import Pagination

_DASH = "–"
ORDER_LABELS = {"changed": "Last changed", "service": "Service", "stage": "Stage"}
_ORDER_PHRASES = {
    "changed": "the last changed first",
    "service": "in the order of council and service",
    "stage": "the earliest stage first",
}


class AssessmentRow(NamedTuple):
    """An assessment in the list."""

    entry: AssessmentEntry
    stage: str
    answered: str
    verdict: str
    """The band, or why there is none."""
    note: str
    """The score and the blockers, or what is missing for a score."""
    changed: str


def build_assessment_rows(
    entries: tuple[AssessmentEntry, ...], summaries: Mapping[int, ResultSummary]
) -> list[AssessmentRow]:
    """Build the rows of these assessments; one that was deleted meanwhile has no summary and no row."""
    return [_build_row(entry, summaries[entry.id]) for entry in entries if entry.id in summaries]


def _build_row(entry: AssessmentEntry, summary: ResultSummary) -> AssessmentRow:
    """Build the row of an assessment."""
    verdict, note = _describe_outcome(entry, summary)
    return AssessmentRow(
        entry,
        stage=summary.stage_says or _DASH,
        answered=f"{summary.looked_at} of {summary.asked}" if summary.stage else _DASH,
        verdict=verdict,
        note=note,
        changed=format_date(entry.changed_at.astimezone().date()),
    )


def _describe_outcome(entry: AssessmentEntry, summary: ResultSummary) -> tuple[str, str]:
    """Return the band and the score with the blockers, or why there is none and what is missing."""
    if not entry.is_started:
        return "Not started", "No answer given yet"
    if not summary.stage:
        return "No score yet", "The stage is not given"
    if summary.is_too_early:
        due = f"{summary.asked} {pluralise(summary.asked, 'question is', 'questions are')} due at this stage"
        return TOO_EARLY, _join_notes(due, summary)
    if summary.evidenced == NO_SCORE:
        return "No score", _join_notes("No question that is due applies", summary)
    score = f"{summary.evidenced} to {summary.possible}" if summary.possible > summary.evidenced else summary.evidenced
    return summary.band_says, _join_notes(str(score), summary)


def _join_notes(note: str, summary: ResultSummary) -> str:
    """Join a note and how many blockers there are."""
    return f"{note}. {summary.blockers} {pluralise(summary.blockers, 'blocker')}" if summary.blockers else note


def describe_rest(summary: ResultSummary) -> str:
    """Describe what is left to do in an assessment."""
    if not summary.stage:
        return "begin with the facts about the service"
    rest = summary.asked - summary.looked_at
    return f"{rest} {pluralise(rest, 'question')} to answer" if rest else "every question due now is answered"


def describe_list(pages: Pagination, order: str, text: str) -> str:
    """Describe which assessments a page of the list has, and their order."""
    if not pages.total:
        return "No council, service or assessment has this in its name."
    shown = f"{pages.first_line:,} to {pages.last_line:,} of " if pages.last > 1 else ""
    found = f"{shown}{pages.total:,} {pluralise(pages.total, 'assessment')}{' with this in a name' if text else ''}"
    return f"{found}, {_ORDER_PHRASES[order]}." if pages.total > 1 else f"{found}."
