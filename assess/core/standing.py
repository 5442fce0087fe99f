"""Where answers stand under one profile: sums, the overall score, blockers, and the bands under their caps."""

from collections.abc import Sequence
from typing import NamedTuple

from assess.core.agenda import Agenda
from assess.core.findings import Findings, findings
from assess.core.result import Finding, Outcome, Row
from assess.core.scores import Places, Sum, Whole, places_of, whole


class Standing(NamedTuple):
    """What answers come to under one agenda, before it is put into words."""

    agenda: Agenda
    codes: list[int]
    sums: tuple[Sum, ...]
    score: Whole
    blockers: tuple[Finding, ...]


def standing(agenda: Agenda, blockers: Findings, given: Sequence[int]) -> Standing:
    """Add up the answers to what is asked."""
    tables = agenda.tables
    codes = agenda.asked(given)
    tallies = [counted[code] for counted, code in zip(tables.tallies, codes, strict=True)]
    sums = tuple([table.sum(sum(tallies[table.span])) for table in tables.sections])
    return Standing(agenda, codes, sums, whole(tables.sections, sums), findings(blockers, agenda, codes))


def outcome_of(standing: Standing) -> Outcome:
    """Give the overall range, and the bands before and after caps."""
    bands = standing.agenda.tables.rules.bands
    places = places_of(standing.score, bands) if standing.score.full else None
    sections = tuple(each.score for each in standing.sums)
    return Outcome(
        stage=standing.agenda.stage,
        overall=standing.score.range,
        uncapped=places and places.named(bands),
        bands=places and places.under(caps(standing)).named(bands),
        sections=sections,
        blockers=standing.blockers,
        asked=sum(section.asked for section in sections),
        looked_at=sum(section.looked_at for section in sections),
        answered=sum(section.answered for section in sections),
        questions=len(standing.codes),
    )


def caps(standing: Standing) -> Places:
    """Give the highest bands allowed: a true blocker caps both ends, a possible one the evidenced end only."""
    tables = standing.agenda.tables
    possible = evidenced = len(tables.rules.bands) - 1
    for blocker in standing.blockers:
        evidenced = min(evidenced, tables.caps[blocker.id])
        if blocker.state == "true":
            possible = min(possible, tables.caps[blocker.id])
    return Places(evidenced, possible)


def trace(standing: Standing) -> tuple[Row, ...]:
    """Give a row for each question, in the order of the file."""
    weights = standing.score.weights
    tables = standing.agenda.tables
    return tuple(
        [
            table.row(place, code, each.full, weights)
            for table, each in zip(tables.sections, standing.sums, strict=True)
            for place, code in enumerate(standing.codes[table.span])
        ]
    )
