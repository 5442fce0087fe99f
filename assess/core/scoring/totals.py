"""Totals of an assessment: sums, the overall score, blockers, and the bands under their caps."""

from operator import getitem
from typing import NamedTuple

from assess.core.model.result import Finding, Headline, Outcome, Row
from assess.core.scoring.compiled import Tables
from assess.core.scoring.conditions import TRUE
from assess.core.scoring.findings import made_ready
from assess.core.scoring.scores import Places, Sum, Whole, places_of, whole


class Blocked(NamedTuple):
    """The combined effect of the blockers."""

    caps: Places
    """The highest bands allowed."""
    states: tuple[tuple[str, str], ...]
    """The id of each true or possible blocker with that state, the true ones first."""


class Blockers:
    """The compiled blockers of a rulebook."""

    def __init__(self, tables: Tables) -> None:
        rules = tables.rules
        places = {band.id: place for place, band in enumerate(rules.bands)}
        self.top = len(rules.bands) - 1
        self.caps = tuple((blocker.id, places[blocker.caps_at]) for blocker in rules.blockers)
        self.findings = made_ready(tables, rules.blockers)

    def blocked(self, truths: bytes) -> Blocked:
        """Return the effect of the blockers' truths: true caps both ends, possible the evidenced end only."""
        standing = [(name, cap, truth) for (name, cap), truth in zip(self.caps, truths, strict=True) if truth]
        evidenced = possible = self.top
        true, doubtful = [], []
        for name, cap, truth in standing:
            evidenced = min(evidenced, cap)
            if truth == TRUE:
                possible = min(possible, cap)
                true.append((name, "true"))
            else:
                doubtful.append((name, "possible"))
        return Blocked(Places(evidenced, possible), (*true, *doubtful))


class Standing(NamedTuple):
    """The totals of answers under one profile, before they are turned into a result."""

    tables: Tables
    codes: list[int]
    """Those of all questions as far as they are asked, then those of the facts."""
    sums: tuple[Sum, ...]
    score: Whole
    truths: bytes
    """The truth of each blocker."""


def standing(tables: Tables, blockers: Blockers, codes: list[int]) -> Standing:
    """Add up the answers to the questions asked."""
    tallies = list(map(getitem, tables.tallies, codes))
    sums = tuple([table.sum(sum(tallies[table.span])) for table in tables.sections])
    return Standing(tables, codes, sums, whole(tables.sections, sums), blockers.findings.truths(codes, sums))


def outcome_of(standing: Standing, blockers: Blockers, found: tuple[Finding, ...], stage: str) -> Outcome:
    """Return the outcome: the overall range and the bands before and after caps, with these blockers."""
    tables = standing.tables
    bands = tables.rules.bands
    places = uncapped(standing)
    sections = tuple([table.score(each.packed) for table, each in zip(tables.sections, standing.sums, strict=True)])
    return Outcome(
        stage=stage,
        overall=standing.score.range,
        uncapped=places and places.named(bands),
        bands=places and places.under(blockers.blocked(standing.truths).caps).named(bands),
        sections=sections,
        blockers=found,
        asked=sum(section.asked for section in sections),
        looked_at=sum(section.looked_at for section in sections),
        answered=sum(section.answered for section in sections),
        questions=len(tables.questions),
    )


def headline_of(standing: Standing, blockers: Blockers) -> Headline:
    """Return the overall range, the bands and the states of the blockers alone."""
    blocked = blockers.blocked(standing.truths)
    bands, places = standing.tables.rules.bands, uncapped(standing)
    return Headline(standing.score.range, places and places.under(blocked.caps).named(bands), blocked.states)


def uncapped(standing: Standing) -> Places | None:
    """Return the bands of both ends before any cap; None where there is no score."""
    return places_of(standing.score, standing.tables.rules.bands) if standing.score.full else None


def trace(standing: Standing) -> tuple[Row, ...]:
    """Return the trace of each question, in the order of the file."""
    weights = standing.score.weights
    tables = standing.tables
    return tuple(
        [
            table.row(place, code, each.full, weights)
            for table, each in zip(tables.sections, standing.sums, strict=True)
            for place, code in enumerate(standing.codes[table.span])
        ]
    )
