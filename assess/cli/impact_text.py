"""The impact of changed rules as text for people and as JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assess.core.comparison.impact import Severity
from assess.core.model.rulebook import Rulebook
from assess.releases.impact_models import AssessmentImpact, OutcomeSummary
from assess.report.content.text import capitalise_first, curl_apostrophes, format_count, join_words, pluralise

_HEADINGS = {
    Severity.BAND: "The band changes",
    Severity.BLOCKERS: "A blocker changes",
    Severity.NEEDS: "Something that the stage needs changes",
    Severity.SCORE: "Only the score changes",
    Severity.NONE: "Nothing changes",
}
_MAX_ASSESSMENTS = 100
"""The maximum number of assessments under a heading; JSON lists them all."""


class ImpactReport(NamedTuple):
    """The impact of changed rules on a set of assessments."""

    before: Rulebook
    after: Rulebook
    changes: tuple[str, ...]
    """The differences between the rules, in sentences."""
    examined: int
    not_started: int
    affected: tuple[AssessmentImpact, ...]
    reasons: dict[str, tuple[str, ...]]
    """The changed rules that a result uses, by name; empty for stored assessments."""


def format_impact(report: ImpactReport) -> Iterator[str]:
    """Describe the impact, the most severe first."""
    yield f"From version {report.before.version} to version {report.after.version} of the rules:"
    yield from (f"  {change}." for change in report.changes or ("Only comments or layout differ",))
    yield ""
    yield _format_totals(report)
    for reach in (Severity.BAND, Severity.BLOCKERS, Severity.NEEDS, Severity.SCORE):
        impacts = [each for each in report.affected if each.severity is reach]
        if impacts:
            yield ""
            yield f"{_HEADINGS[reach]} ({len(impacts):,})"
            yield from (line for each in impacts[:_MAX_ASSESSMENTS] for line in _format_assessment(report, each))
            if len(impacts) > _MAX_ASSESSMENTS:
                yield f"  and {len(impacts) - _MAX_ASSESSMENTS:,} more: --format json lists them all"


def _format_totals(report: ImpactReport) -> str:
    """Describe how many were examined and how many change."""
    changed = _count_by_severity(report.affected)
    parts = [
        f"{changed[Severity.BAND]:,} {pluralise(changed[Severity.BAND], 'changes', 'change')} the band",
        f"{changed[Severity.BLOCKERS]:,} only a blocker",
        *([f"{changed[Severity.NEEDS]:,} only a need"] if changed[Severity.NEEDS] else []),
        f"{changed[Severity.SCORE]:,} only the score",
        f"{report.examined - report.not_started - _count_changed(changed):,} nothing",
    ]
    not_started = (
        f" {capitalise_first(format_count(report.not_started, 'assessment'))} "
        f"{pluralise(report.not_started, 'has', 'have')} not started."
    )
    return f"Of {report.examined:,} assessments, {join_words(parts)}.{not_started if report.not_started else ''}"


def _count_changed(counts: Mapping[Severity, int]) -> int:
    """Return how many change in any way."""
    return sum(number for reach, number in counts.items() if reach is not Severity.NONE)


def _count_by_severity(affected: Sequence[AssessmentImpact]) -> dict[Severity, int]:
    """Count the assessments by severity."""
    return {reach: sum(each.severity is reach for each in affected) for reach in Severity}


def _format_assessment(report: ImpactReport, impact: AssessmentImpact) -> Iterator[str]:
    """Describe an assessment before and after the change, with the reasons."""
    yield f"  {_format_name(impact)}"
    yield f"    before: {_format_outcome(report.before, impact.before)}"
    yield f"    after:  {_format_outcome(report.after, impact.after)}"
    yield from (f"    {change}." for change in _format_blocker_changes(impact))
    yield from (f"    because: {sentence}." for sentence in report.reasons.get(impact.identity.name, ()))


def _format_name(impact: AssessmentImpact) -> str:
    """Return the name of an assessment with its service and number."""
    identity = impact.identity
    service = f"{identity.council}: {identity.service}" if identity.service else ""
    number = f"number {identity.number}" if identity.number else ""
    details = ", ".join(part for part in (service, number) if part)
    return f"{identity.name} ({details})" if details else identity.name


def _format_outcome(rulebook: Rulebook, outcome: OutcomeSummary) -> str:
    """Describe a score and its band."""
    if outcome.evidenced is None or outcome.band is None or outcome.possible_band is None:
        return "nothing is asked"
    score = (
        f"{outcome.evidenced}"
        if outcome.evidenced == outcome.possible
        else f"{outcome.evidenced} to {outcome.possible}"
    )
    band, possible = (curl_apostrophes(rulebook.bands[each].label) for each in (outcome.band, outcome.possible_band))
    return f"{score}, {band}" if band == possible else f"{score}, {band}, perhaps {possible}"


def _format_blocker_changes(impact: AssessmentImpact) -> Iterator[str]:
    """Yield which blockers were added, removed or became certain."""
    old, new = dict(impact.before.blockers), dict(impact.after.blockers)
    for blocker in {**new, **old}:
        before, after = old.get(blocker, "not there"), new.get(blocker, "not there")
        if before != after:
            yield f"the blocker {blocker} was {before} and is {after}"


def impact_to_json(report: ImpactReport) -> dict[str, Any]:
    """Return the impact as a JSON object."""
    changed = _count_by_severity(report.affected)
    return {
        "before": {"version": report.before.version, "hash": report.before.hash},
        "after": {"version": report.after.version, "hash": report.after.hash},
        "changes": list(report.changes),
        "looked_at": report.examined,
        "not_begun": report.not_started,
        "changed": {reach.name.lower(): changed[reach] for reach in Severity if reach is not Severity.NONE},
        "assessments": [
            each.identity._asdict()
            | {
                "reach": each.severity.name.lower(),
                "before": _outcome_to_json(each.before),
                "after": _outcome_to_json(each.after),
                "because": list(report.reasons.get(each.identity.name, ())),
            }
            for each in report.affected
        ],
    }


def _outcome_to_json(outcome: OutcomeSummary) -> dict[str, Any]:
    """Return an outcome as a JSON object."""
    return {
        "evidenced": outcome.evidenced,
        "possible": outcome.possible,
        "band": {"evidenced": outcome.band, "possible": outcome.possible_band},
        "blockers": [{"id": blocker, "state": state} for blocker, state in outcome.blockers],
    }
