"""Recommendations that fire: what set each off, what it lifts and adds, and in which order they stand."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assess.core.agenda import Agenda, Key
from assess.core.conditions import TRUE, leaves
from assess.core.findings import because
from assess.core.result import Advice, Finding
from assess.core.scores import Whole, ratio

EFFORT = {"days": 0, "weeks": 1, "months": 2}
"""The order of efforts, least first."""


class Cause(NamedTuple):
    """What set a recommendation off."""

    because: tuple[tuple[str, str], ...]
    gains: tuple[tuple[int, int], ...]
    """For each of those questions: the position of its section, and the parts its best option would add there."""


def cause_of(agenda: Agenda, place: int, key: Key) -> Cause | None:
    """Give what sets off the recommendation at this position of the rules, none when it does not fire."""
    asking = agenda.tables.recommendations[place]
    situation = agenda.situation(asking, key)
    if asking.part.truth(situation) is not TRUE:
        return None
    true = (leaf for leaf in leaves(asking.part) if leaf.truth(situation) is TRUE)
    set_off = because(true, situation)
    codes = dict(asking.codes(key))
    places = [agenda.tables.place[question] for question, _ in set_off]
    return Cause(set_off, tuple(gain_of(agenda, place, codes[place]) for place in places))


def gain_of(agenda: Agenda, place: int, code: int) -> tuple[int, int]:
    """Give the position of the question's section and the parts that its best option would add there."""
    mark = agenda.tables.marks[place][code]
    return agenda.tables.section_at[place], mark.full - mark.low


def recommendations(
    agenda: Agenda, codes: Sequence[int], score: Whole, blockers: Iterable[Finding], warnings: Iterable[Finding]
) -> tuple[Advice, ...]:
    """Give the recommendations that fire: lifting a blocker, a warning, then by what they add, effort and id."""
    kept = agenda.keep(cause_of)
    stops, warns = lifted_by(blockers), lifted_by(warnings)
    fired = []
    for place, (rule, asking) in enumerate(agenda.tables.advice):
        cause = kept(place, asking.key(codes))
        if cause is not None:
            adds = sum(score.factors[section] * parts for section, parts in cause.gains)
            stopped, warned = lifts(cause, stops), lifts(cause, warns)
            rank = 0 if stopped else 1 if warned else 2
            found = (rule.id, stopped + warned, ratio(100 * adds, score.full or 1), cause.because, rule.claims)
            fired.append((rank, -adds, EFFORT[rule.effort], rule.id, found))
    fired.sort()
    return tuple(Advice(*found) for *_, found in fired)


def lifted_by(findings: Iterable[Finding]) -> dict[str, set[str]]:
    """Give the ids of the true findings by each question that makes them true."""
    by_question: dict[str, set[str]] = {}
    for finding in findings:
        for question, _ in finding.because:
            by_question.setdefault(question, set()).add(finding.id)
    return by_question


def lifts(cause: Cause, by_question: dict[str, set[str]]) -> tuple[str, ...]:
    """Give the ids of the findings that the questions which set a recommendation off make true as well."""
    found = [by_question[question] for question, _ in cause.because if question in by_question]
    return tuple(sorted(set().union(*found))) if found else ()
