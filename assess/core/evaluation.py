"""From a rulebook, a profile and answers to the result: one pass, no clock and nothing kept but tables."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from assess.core.agenda import Agenda, Tables
from assess.core.answers import Answers, Profile
from assess.core.findings import blocker_of, findings, warning_of
from assess.core.model import Rulebook
from assess.core.recommendations import recommendations
from assess.core.result import Finding, Outcome, Result, Row
from assess.core.scores import Places, Sum, Whole, places_of, whole

TABLES: WeakKeyDictionary[Rulebook, Tables] = WeakKeyDictionary()
"""Each rulebook made ready, for as long as somebody holds the rulebook."""


class Standing(NamedTuple):
    """What the answers come to under one agenda, before it is put into words."""

    agenda: Agenda
    codes: list[int]
    sums: tuple[Sum, ...]
    score: Whole
    blockers: tuple[Finding, ...]


def tables_of(rulebook: Rulebook) -> Tables:
    """Give the rulebook made ready, once for each rulebook."""
    tables = TABLES.get(rulebook)
    if tables is None:
        tables = TABLES[rulebook] = Tables(rulebook.rules)
    return tables


def evaluate(rulebook: Rulebook, profile: Profile, answers: Answers) -> Result:
    """Give all that follows from the rulebook, the profile and the answers (docs: how readiness is worked out).

    What the rules lack is not looked at: an answer to no question, an option of no question, a fact of no profile.
    """
    tables = tables_of(rulebook)
    given = tables.codes(answers)
    agenda, later = tables.agendas(profile)
    now = standing(agenda, given)
    warnings = findings(agenda, tables.warnings, warning_of, now.codes)
    return Result(
        rulebook=rulebook.id,
        version=rulebook.version,
        hash=rulebook.hash,
        facts=agenda.facts.known,
        notices=agenda.notices,
        now=outcome_of(now),
        ahead=outcome_of(standing(later, given)),
        warnings=warnings,
        recommendations=recommendations(agenda, now.codes, now.score, now.blockers, warnings),
        trace=trace(now),
    )


def outcome(rulebook: Rulebook, profile: Profile, answers: Answers) -> Outcome:
    """Give scores, bands and blockers alone, for the stage that the profile names."""
    tables = tables_of(rulebook)
    return outcome_of(standing(tables.agendas(profile)[0], tables.codes(answers)))


def standing(agenda: Agenda, given: Sequence[int]) -> Standing:
    """Add up the answers to what is asked."""
    tables = agenda.tables
    codes = agenda.asked(given)
    tallies = [counted[code] for counted, code in zip(tables.tallies, codes, strict=True)]
    sums = tuple(table.sum(sum(tallies[table.span])) for table in tables.sections)
    blockers = findings(agenda, tables.blockers, blocker_of, codes)
    return Standing(agenda, codes, sums, whole(tables.sections, sums), blockers)


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
