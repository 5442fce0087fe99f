"""The rows of the list of services as text, both for the page and for its downloads."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.report.content.text import apostrophes, day, number, starting
from assess.report.tables.models import Column
from assess.storage.service_records import NO_SCORE, Ends, Line

NONE = "–"
NOT_BEGUN = "Not begun"


class Range(NamedTuple):
    """A score as text, with both of its ends for the bar."""

    words: str
    now: int
    could: int

    @property
    def is_score(self) -> bool:
        """Whether there is a score."""
        return self.now != NO_SCORE


class Shown(NamedTuple):
    """The row of one assessment."""

    number: int
    council: str
    service: str
    name: str
    stage: str
    is_begun: bool
    score: Range
    band: str
    blockers: str
    has_blockers: bool
    sections: tuple[Range, ...]
    changed: str
    version: str


def shown(line: Line, rulebook: Rulebook) -> Shown:
    """Build the row of an assessment, with its sections in rulebook order."""
    figures, ends = line.overview, {each.section: each for each in line.overview.sections}
    missing = Ends("", NO_SCORE, NO_SCORE)
    return Shown(
        number=line.number,
        council=line.council,
        service=line.service,
        name=line.name,
        stage=figures.stage_says or NOT_BEGUN,
        is_begun=bool(figures.stage),
        score=range_of(figures.evidenced, figures.possible),
        band=figures.band_says or NONE,
        blockers=blocker_words(figures.blockers, figures.possible_blockers) if figures.stage else NONE,
        has_blockers=figures.blockers > 0,
        sections=tuple(range_of(*ends.get(section, missing)[1:]) for section in rulebook.sections),
        changed=day(changed_on(line)),
        version=line.version,
    )


def range_of(evidenced: int, possible: int) -> Range:
    """Build the cell of a score."""
    if evidenced == NO_SCORE:
        return Range(NONE, NO_SCORE, NO_SCORE)
    words = str(evidenced) if evidenced == possible else f"{evidenced} to {possible}"
    return Range(words, evidenced, possible)


def blocker_words(true: int, possible: int) -> str:
    """Describe how many blockers there are."""
    if not true:
        return f"None known, {number(possible)} possible" if possible else "None"
    return starting(f"{number(true)}, {number(possible)} possible" if possible else number(true))


def changed_on(line: Line) -> date:
    """Return the day of an assessment's last change in the local time zone."""
    return line.changed_at.astimezone().date()


def columns(rulebook: Rulebook) -> tuple[Column, ...]:
    """Return the columns of the downloads, with two for each section of the rulebook."""
    sections = (apostrophes(section.title) for section in rulebook.sections.values())
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
        Column("Questions due", 10, figures=True),
        Column("Answers known", 10, figures=True),
        *(Column(f"{title}: {end}", 12, figures=True) for title in sections for end in ("can show", "could be")),
        Column("Last changed", 12),
        Column("Rules", 10),
    )


def cells(line: Line, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the row of an assessment as the cells of a download."""
    figures = line.overview
    ends: Mapping[str, Ends] = {each.section: each for each in figures.sections}
    whole = (figures.evidenced, figures.possible)
    counts = (figures.blockers, figures.possible_blockers, figures.asked, figures.answered)
    return (
        *(line.council, line.service, line.name, figures.stage_says or NOT_BEGUN),
        *map(figure, whole),
        figures.band_says,
        *(str(count) if figures.stage else "" for count in counts),
        *(figure(end) for section in rulebook.sections for end in both(ends.get(section))),
        changed_on(line).isoformat(),
        line.version,
    )


def both(ends: Ends | None) -> Iterator[int]:
    """Yield both ends of a section's score."""
    yield from (NO_SCORE, NO_SCORE) if ends is None else ends[1:]


def figure(score: int) -> str:
    """Format a score as a cell; empty if there is none."""
    return "" if score == NO_SCORE else str(score)
