"""Recommendations that apply: what triggered each, what it lifts and adds, and their order."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from assess.core.model.result import Advice, Finding
from assess.core.model.rules import Recommendation
from assess.core.scoring.compiled import Tables
from assess.core.scoring.condition_cache import Case, Conditions
from assess.core.scoring.conditions import TRUE, leaves
from assess.core.scoring.findings import because
from assess.core.scoring.scores import ZERO, SectionTable, Sum, Whole, ratio
from assess.core.scoring.totals import Standing

EFFORT = {"days": 0, "weeks": 1, "months": 2}
"""The order of efforts, least first."""


class Cause(NamedTuple):
    """A recommendation that applies, and what triggered it."""

    id: str
    effort: int
    because: tuple[tuple[str, str], ...]
    gains: tuple[tuple[int, int], ...]
    """For each section of those questions: its position, and the parts that their best options would add there."""
    claims: tuple[str, ...]


Causes = Conditions[Cause | None]


def made_ready(tables: Tables, rules: Sequence[Recommendation]) -> Causes:
    """Compile recommendations."""
    return Conditions(tables, (rule.when for rule in rules), lambda place, case: cause_of(rules[place], case))


def cause_of(rule: Recommendation, case: Case) -> Cause | None:
    """Return the recommendation and what triggered it; None when its condition is not true."""
    if case.part.truth(case.situation) is not TRUE:
        return None
    set_off = because((leaf for leaf in leaves(case.part) if leaf.truth(case.situation) is TRUE), case.situation)
    return Cause(rule.id, EFFORT[rule.effort], set_off, gains_of([name for name, _ in set_off], case), rule.claims)


def gains_of(questions: Iterable[str], case: Case) -> tuple[tuple[int, int], ...]:
    """Return the position of each section of these questions with the parts that their best options would add."""
    gains: dict[int, int] = {}
    for place in map(case.tables.place.__getitem__, questions):
        mark = case.tables.marks[place][case.codes[place]]
        section = case.tables.section_at[place]
        gains[section] = gains.get(section, 0) + mark.full - mark.low
    return tuple(gains.items())


def recommendations(
    ready: Causes, standing: Standing, blockers: Iterable[Finding], warnings: Iterable[Finding]
) -> tuple[Advice, ...]:
    """Return the recommendations that apply: by blockers, then warnings lifted, then gain, effort and id."""
    causes = ready.found(standing.codes, ready.truths(standing.codes, standing.sums))
    lifts = Lifts(lifted_by(blockers), lifted_by(warnings))
    score = gaining(standing.tables.sections, standing.sums, standing.score)
    fired = []
    for cause in causes:
        if cause is not None:
            rank, lifted = lifts.of(cause.because)
            parts, adds = added(cause.gains, score)
            fired.append((rank, -parts, cause.effort, cause.id, lifted, adds, cause))
    fired.sort()
    return tuple([Advice(name, lifted, adds, cause.because, cause.claims) for *_, name, lifted, adds, cause in fired])


class Gaining(NamedTuple):
    """What one part of each section's sum is worth."""

    factors: tuple[int, ...]
    """In parts of the overall score."""
    points: tuple[tuple[int, int], ...]
    """In points out of 100, as a numerator and a denominator: many answers share the fraction of the two."""


def gaining(tables: Sequence[SectionTable], sums: Sequence[Sum], score: Whole) -> Gaining:
    """Return what one part of each section's sum is worth; 0 in a section without a score."""
    unit = score.full // score.weights if score.weights else 0
    pairs = list(zip(tables, sums, strict=True))
    return Gaining(
        tuple([table.weight * (unit // each.full) if each.full else 0 for table, each in pairs]),
        tuple([(100 * table.weight, score.weights * each.full) for table, each in pairs]),
    )


def added(gains: Iterable[tuple[int, int]], score: Gaining) -> tuple[int, Fraction]:
    """Return what gains add to the overall score: in its parts, which are compared, and in points."""
    parts, points = 0, None
    for section, gain in gains:
        parts += score.factors[section] * gain
        weight, full = score.points[section]
        more = ratio(weight * gain, full)
        points = more if points is None else points + more
    return parts, ZERO if points is None else points


Ids = tuple[str, ...]


class Lifts(NamedTuple):
    """The ids of the true blockers and warnings by each question that makes them true."""

    blockers: Mapping[str, Ids]
    warnings: Mapping[str, Ids]

    def of(self, because: tuple[tuple[str, str], ...]) -> tuple[int, Ids]:
        """Return a rank and the findings that better answers lift; 0 with a blocker, 1 with a warning, else 2."""
        stopped: Ids = ()
        warned: Ids = ()
        for question, _ in because:
            stopped += self.blockers.get(question, ())
            warned += self.warnings.get(question, ())
        if len(because) > 1:
            stopped, warned = tuple(sorted(set(stopped))), tuple(sorted(set(warned)))
        return 0 if stopped else 1 if warned else 2, stopped + warned


def lifted_by(findings: Iterable[Finding]) -> dict[str, Ids]:
    """Return the ids of the true findings, in order, by each question that makes them true."""
    by_question: dict[str, Ids] = {}
    for finding in findings:
        for question, _ in finding.because:
            by_question[question] = tuple(sorted((*by_question.get(question, ()), finding.id)))
    return by_question
