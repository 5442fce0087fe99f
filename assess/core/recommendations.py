"""Recommendations that fire: what set each off, what it lifts and adds, and in which order they stand."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from assess.core.agenda import Tables
from assess.core.asking import Case, Conditions
from assess.core.conditions import TRUE, leaves
from assess.core.findings import because
from assess.core.model import Recommendation
from assess.core.result import Advice, Finding
from assess.core.scores import ZERO, Whole, ratio
from assess.core.standing import Standing

EFFORT = {"days": 0, "weeks": 1, "months": 2}
"""The order of efforts, least first."""


class Cause(NamedTuple):
    """What set a recommendation off."""

    because: tuple[tuple[str, str], ...]
    gains: tuple[tuple[int, int], ...]
    """For each of those questions: the position of its section, and the parts its best option would add there."""


Causes = Conditions[Cause | None]


def made_ready(tables: Tables, rules: Sequence[Recommendation]) -> Causes:
    """Make recommendations ready."""
    return Conditions(tables, (rule.when for rule in rules), lambda _, case: cause_of(case))


def cause_of(case: Case) -> Cause | None:
    """Give what sets a recommendation off, none when it does not fire."""
    if case.part.truth(case.situation) is not TRUE:
        return None
    set_off = because((leaf for leaf in leaves(case.part) if leaf.truth(case.situation) is TRUE), case.situation)
    places = [case.tables.place[question] for question, _ in set_off]
    return Cause(set_off, tuple(gain_of(case.tables, place, case.codes[place]) for place in places))


def gain_of(tables: Tables, place: int, code: int) -> tuple[int, int]:
    """Give the position of the question's section and the parts that its best option would add there."""
    mark = tables.marks[place][code]
    return tables.section_at[place], mark.full - mark.low


class Fired(NamedTuple):
    """A recommendation that fires, with what it is sorted by before all else."""

    rank: int
    """0 when it lifts a blocker, 1 when it lifts a warning, else 2."""
    loses: int
    """What its best options would add, in parts of the overall score and below 0, so that the most comes first."""
    effort: int
    id: str
    adds: Fraction
    lifts: tuple[str, ...]
    because: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]


def recommendations(ready: Causes, standing: Standing, warnings: Iterable[Finding]) -> tuple[Advice, ...]:
    """Give the recommendations that fire: lifting a blocker, a warning, then by what they add, effort and id."""
    causes = ready.found(standing.agenda, standing.codes)
    stops, warns = lifted_by(standing.blockers), lifted_by(warnings)
    fired = [
        fire(rule, cause, standing.score, lifts(cause, stops), lifts(cause, warns))
        for rule, cause in zip(standing.agenda.tables.rules.recommendations, causes, strict=True)
        if cause
    ]
    fired.sort()
    return tuple([Advice(each.id, each.lifts, each.adds, each.because, each.claims) for each in fired])


def fire(rule: Recommendation, cause: Cause, score: Whole, stopped: tuple[str, ...], warned: tuple[str, ...]) -> Fired:
    """Put a recommendation beside what it lifts and adds."""
    loses, adds = 0, None
    for section, parts in cause.gains:
        loses -= score.factors[section] * parts
        weight, full = score.points[section]
        gain = ratio(weight * parts, full)
        adds = gain if adds is None else adds + gain
    rank = 0 if stopped else 1 if warned else 2
    lifted = stopped + warned
    return Fired(rank, loses, EFFORT[rule.effort], rule.id, adds or ZERO, lifted, cause.because, rule.claims)


def lifted_by(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Give the ids of the true findings by each question that makes them true."""
    by_question: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        for question, _ in finding.because:
            by_question[question] = (*by_question.get(question, ()), finding.id)
    return by_question


def lifts(cause: Cause, by_question: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the ids of the findings that the questions which set a recommendation off make true as well."""
    found: tuple[str, ...] = ()
    for question, _ in cause.because:
        found += by_question.get(question, ())
    return tuple(sorted(set(found))) if found else found
