"""The rows of the list of services as text, both for the page and for its downloads."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.report.content.text import capitalise_first, curl_apostrophes, format_date, format_number
from assess.report.tables.models import Column
from assess.storage.service_records import NO_SCORE, ResultSummary, SectionScoreRange, SummaryRow

_DASH = "–"
_NOT_STARTED = "Not started"
TOO_EARLY = "Too early to score"


class ScoreCell(NamedTuple):
    """A score as text, with both of its ends for the bar."""

    text: str
    now: int
    could: int

    @property
    def has_score(self) -> bool:
        """Whether there is a score."""
        return self.now != NO_SCORE


class ServiceRow(NamedTuple):
    """The row of one assessment."""

    number: int
    council: str
    service: str
    name: str
    stage: str
    is_started: bool
    score: ScoreCell
    band: str
    blockers: str
    has_blockers: bool
    needs: str
    has_missing_needs: bool
    sections: tuple[ScoreCell, ...]
    changed: str
    version: str


def build_service_row(line: SummaryRow, rulebook: Rulebook) -> ServiceRow:
    """Build the row of an assessment, with its sections in rulebook order."""
    summary, ranges = line.summary, {each.section: each for each in line.summary.sections}
    missing = SectionScoreRange("", NO_SCORE, NO_SCORE)
    return ServiceRow(
        number=line.number,
        council=line.council,
        service=line.service,
        name=line.name,
        stage=summary.stage_says or _NOT_STARTED,
        is_started=bool(summary.stage),
        score=_build_score_cell(summary.evidenced, summary.possible),
        band=_describe_band(summary) or _DASH,
        blockers=_describe_blockers(summary.blockers, summary.possible_blockers) if summary.stage else _DASH,
        has_blockers=summary.blockers > 0,
        needs=_describe_needs(summary),
        has_missing_needs=summary.needs_missing > 0,
        sections=tuple(_build_score_cell(*ranges.get(section, missing)[1:]) for section in rulebook.sections),
        changed=format_date(_get_change_date(line)),
        version=line.version,
    )


def _build_score_cell(evidenced: int, possible: int) -> ScoreCell:
    """Build the cell of a score."""
    if evidenced == NO_SCORE:
        return ScoreCell(_DASH, NO_SCORE, NO_SCORE)
    text = str(evidenced) if evidenced == possible else f"{evidenced} to {possible}"
    return ScoreCell(text, evidenced, possible)


def _describe_band(summary: ResultSummary) -> str:
    """Return the band, or that it is too early for one; empty if there is none for another reason."""
    return TOO_EARLY if summary.is_too_early else summary.band_says


def _describe_blockers(true: int, possible: int) -> str:
    """Describe how many blockers there are."""
    if not true:
        return f"None known, {format_number(possible)} possible" if possible else "None"
    return capitalise_first(
        f"{format_number(true)}, {format_number(possible)} possible" if possible else format_number(true)
    )


def _describe_needs(summary: ResultSummary) -> str:
    """Describe how much of what the stage needs is missing or not known; a dash if the rules name nothing for it."""
    if not summary.needs:
        return _DASH
    counts = ((summary.needs_missing, "missing"), (summary.needs_unknown, "not known"))
    open_needs = ", ".join(f"{count} {state}" for count, state in counts if count)
    return f"{open_needs} of {summary.needs}" if open_needs else f"All {summary.needs} in place"


def _get_change_date(line: SummaryRow) -> date:
    """Return the day of an assessment's last change in the local time zone."""
    return line.changed_at.astimezone().date()


def build_columns(rulebook: Rulebook) -> tuple[Column, ...]:
    """Return the columns of the downloads, with two for each section of the rulebook."""
    sections = (curl_apostrophes(section.title) for section in rulebook.sections.values())
    return (
        Column("Council", 28),
        Column("Service", 28),
        Column("Assessment", 24),
        Column("Stage", 24),
        Column("Can show, of 100", 12, figures=True),
        Column("Could be as high as", 12, figures=True),
        Column("Band", 24),
        Column("Blockers", 10, figures=True),
        Column("Possible blockers", 10, figures=True),
        Column("Needs of the stage", 10, figures=True),
        Column("Needs missing", 10, figures=True),
        Column("Needs not known", 10, figures=True),
        Column("Questions due", 10, figures=True),
        Column("Answers known", 10, figures=True),
        *(Column(f"{title}: {end}", 12, figures=True) for title in sections for end in ("can show", "could be")),
        Column("Last changed", 12),
        Column("Rules", 10),
    )


def build_cells(line: SummaryRow, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the row of an assessment as the cells of a download."""
    summary = line.summary
    ranges: Mapping[str, SectionScoreRange] = {each.section: each for each in summary.sections}
    overall = (summary.evidenced, summary.possible)
    needs = (summary.needs, summary.needs_missing, summary.needs_unknown)
    counts = (summary.blockers, summary.possible_blockers, *needs, summary.asked, summary.answered)
    return (
        *(line.council, line.service, line.name, summary.stage_says or _NOT_STARTED),
        *map(_format_score, overall),
        _describe_band(summary),
        *(str(count) if summary.stage else "" for count in counts),
        *(_format_score(end) for section in rulebook.sections for end in _get_range_ends(ranges.get(section))),
        _get_change_date(line).isoformat(),
        line.version,
    )


def _get_range_ends(score_range: SectionScoreRange | None) -> Iterator[int]:
    """Yield both ends of a section's score."""
    yield from (NO_SCORE, NO_SCORE) if score_range is None else score_range[1:]


def _format_score(score: int) -> str:
    """Format a score as a cell; empty if there is none."""
    return "" if score == NO_SCORE else str(score)
