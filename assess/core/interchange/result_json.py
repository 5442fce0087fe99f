"""Results as JSON values: whole numbers as displayed, and exact fractions as "n/d" in the trace."""

from fractions import Fraction
from math import floor
from typing import Any

from assess.core.model.result import (
    BandRange,
    Finding,
    NeedCounts,
    NextBandPath,
    NoPath,
    Outcome,
    QuestionTrace,
    Range,
    RecommendationResult,
    Result,
    SectionScore,
    UnknownKind,
    UnmetNeed,
    WeightSensitivity,
    WhatIf,
)
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.contradictions import find_roles_to_check_with

JsonObject = dict[str, Any]


def floor_score(score: Fraction) -> int:
    """Return a score as it is displayed: rounded down, so that it never contradicts the band."""
    return floor(score)


def floor_to_tenth(points: Fraction) -> float:
    """Return points gained as they are displayed: rounded down to one decimal place."""
    return floor(points * 10) / 10


def format_fraction(value: Fraction) -> str:
    """Return an exact value as "n/d"."""
    return f"{value.numerator}/{value.denominator}"


def result_to_json(rulebook: Rulebook, result: Result, what_if: WhatIf) -> JsonObject:
    """Return all figures of a result in the shape that `assess score --format json` prints.

    Rules with needs, contradictions or a least number of questions give version 2, others the unchanged version 1.
    """
    figures = _build_figures(rulebook, result, what_if)
    return _add_version_2(figures, rulebook, result, what_if) if rulebook.tells_needs else figures


def _build_figures(rulebook: Rulebook, result: Result, what_if: WhatIf) -> JsonObject:
    """Return the figures of version 1."""
    now, ahead = result.now, result.ahead
    return {
        "rulebook": {"id": result.rulebook, "version": result.version, "hash": result.hash},
        "stage": now.stage,
        "due": now.asked,
        "questions": now.questions,
        **range_to_json(now.overall),
        "band": bands_to_json(now.bands),
        "asked": now.asked,
        "looked_at": now.looked_at,
        "answered": now.answered,
        "sections": [_section_to_json(section) for section in now.sections],
        "ahead": _ahead_to_json(ahead),
        "blockers": [_finding_to_json(blocker) for blocker in now.blockers],
        "warnings": [_finding_to_json(warning) for warning in result.warnings],
        "notices": list(result.notices),
        "recommendations": [_recommendation_to_json(recommendation) for recommendation in result.recommendations],
        "find_out": [unknown.id for unknown in what_if.unknowns if unknown.kind is UnknownKind.QUESTION],
        "find_out_facts": [unknown.id for unknown in what_if.unknowns if unknown.kind is UnknownKind.FACT],
        "road": _next_band_to_json(what_if.next_band),
        "firmness": [_sensitivity_to_json(sensitivity) for sensitivity in what_if.sensitivity],
        "trace": _trace_to_json(rulebook, result),
    }


def _add_version_2(figures: JsonObject, rulebook: Rulebook, result: Result, what_if: WhatIf) -> JsonObject:
    """Return figures with those that version 2 adds: what the stage needs, and what contradicts itself."""
    recommendations = zip(figures["recommendations"], result.recommendations, strict=True)
    questions = zip(figures["trace"]["questions"], result.trace, strict=True)
    needs_cap = rulebook.rules.needs.cap if rulebook.rules.needs else None
    path = what_if.next_band
    trace = {
        "questions": [_add_need(each, row, result.now) for each, row in questions],
        "needs_cap": needs_cap if result.now.unmet else None,
    }
    return {
        **figures,
        **_outcome_needs_to_json(result.now),
        "sections": _add_section_needs(figures["sections"], result.now),
        "ahead": {
            **figures["ahead"],
            **_outcome_needs_to_json(result.ahead),
            "sections": _add_section_needs(figures["ahead"]["sections"], result.ahead),
        },
        "next_stage": result.next_stage
        and {
            "stage": result.next_stage.stage,
            "needs": [_unmet_need_to_json(need) for need in result.next_stage.needs],
        },
        "contradictions": [_contradiction_to_json(rulebook, name) for name in result.contradictions],
        "recommendations": [{**each, "meets": list(advice.meets)} for each, advice in recommendations],
        "road": {**figures["road"], "needs": _needs_to_json(path.needs)}
        if isinstance(path, NextBandPath)
        else figures["road"],
        "trace": {**figures["trace"], **trace},
    }


def _outcome_needs_to_json(outcome: Outcome) -> JsonObject:
    """Return what a stage needs, counted and listed, and whether it is too early for a score."""
    return {
        "too_early": outcome.is_too_early,
        "needs": _need_counts_to_json(outcome.needs),
        "unmet_needs": [_unmet_need_to_json(need) for need in outcome.unmet],
    }


def _need_counts_to_json(counts: NeedCounts) -> JsonObject:
    """Return counts of needs: those named, by state, and those that facts rule out."""
    return {
        "named": counts.named,
        "met": counts.met,
        "missing": counts.missing,
        "not_known": counts.unknown,
        "left_out": counts.left_out,
        "fact_blank": counts.assumed,
    }


def _unmet_need_to_json(need: UnmetNeed) -> JsonObject:
    """Return a need that is missing or not known."""
    return {"question": need.question, "option": need.option, "state": need.state.value}


def _needs_to_json(needs: tuple[tuple[str, str], ...]) -> list[JsonObject]:
    """Return questions and the least options that they need."""
    return [{"question": question, "option": option} for question, option in needs]


def _add_section_needs(sections: list[JsonObject], outcome: Outcome) -> list[JsonObject]:
    """Return sections with the counts of what the stage needs in each."""
    counts = outcome.section_needs or (NeedCounts(),) * len(sections)
    return [{**section, "needs": _need_counts_to_json(each)} for section, each in zip(sections, counts, strict=True)]


def _add_need(question: JsonObject, row: QuestionTrace, now: Outcome) -> JsonObject:
    """Return a question of the trace with its need, and whether it is asked only because a fact is blank."""
    return {
        **question,
        "need": row.need,
        "need_state": row.need_state and row.need_state.value,
        "fact_blank": row.question in now.assumed,
    }


def range_to_json(score: Range | None) -> JsonObject:
    """Return both ends as displayed, None where there is no score."""
    return {
        "evidenced": None if score is None else floor_score(score.evidenced),
        "possible": None if score is None else floor_score(score.possible),
    }


def bands_to_json(bands: BandRange | None) -> JsonObject:
    """Return the band of both ends, None where there is no score."""
    return {"evidenced": bands and bands.evidenced, "possible": bands and bands.possible}


def _section_to_json(section: SectionScore) -> JsonObject:
    """Return a section's weight and score."""
    return {"id": section.id, "weight": section.weight, **range_to_json(section.score)}


def _ahead_to_json(ahead: Outcome) -> JsonObject:
    """Return the outcome as of the last stage."""
    return {
        "stage": ahead.stage,
        "due": ahead.asked,
        **range_to_json(ahead.overall),
        "band": bands_to_json(ahead.bands),
        "sections": [_section_to_json(section) for section in ahead.sections],
        "blockers": [_finding_to_json(blocker) for blocker in ahead.blockers],
    }


def _finding_to_json(finding: Finding) -> JsonObject:
    """Return a blocker or a warning with its state, "true" or "possible"."""
    return {"id": finding.id, "state": finding.state}


def _contradiction_to_json(rulebook: Rulebook, name: str) -> JsonObject:
    """Return a contradiction with the roles to check with."""
    roles = find_roles_to_check_with(rulebook, rulebook.contradictions[name].when)
    return {"id": name, "check_with": list(roles)}


def _recommendation_to_json(recommendation: RecommendationResult) -> JsonObject:
    """Return a recommendation with its causes and what it lifts and adds."""
    return {
        "id": recommendation.id,
        "lifts": list(recommendation.lifts),
        "adds": floor_to_tenth(recommendation.adds),
        "because": _causes_to_json(recommendation.because),
        "claims": list(recommendation.claims),
    }


def _causes_to_json(because: tuple[tuple[str, str], ...]) -> list[JsonObject]:
    """Return questions and the options chosen."""
    return [{"question": question, "option": option} for question, option in because]


def _next_band_to_json(path: NextBandPath | NoPath | None) -> JsonObject | None:
    """Return the path to the next band, or the blockers that no answer lifts.

    None in the top band and where nothing is asked.
    """
    if isinstance(path, NextBandPath):
        return {"questions": list(path.questions), "adds": floor_to_tenth(path.adds), "band": path.band}
    return {"questions": None, "blockers": list(path.blockers)} if path is not None and path.blockers else None


def _sensitivity_to_json(sensitivity: WeightSensitivity) -> JsonObject:
    """Return the weights for which the band stays the same; `to` is None without a limit."""
    return {
        "section": sensitivity.section,
        "from": sensitivity.lowest,
        "to": sensitivity.highest,
        "any": sensitivity.any_weight,
    }


def _trace_to_json(rulebook: Rulebook, result: Result) -> JsonObject:
    """Return every step from answer to band, and from answer to source, with exact values."""
    now = result.now
    return {
        "questions": [_question_trace_to_json(row) for row in result.trace],
        "sections": [
            {"id": section.id, "weight": section.weight, **_exact_range_to_json(section.score)}
            for section in now.sections
        ],
        "overall": _exact_range_to_json(now.overall),
        "band_before_caps": bands_to_json(now.uncapped),
        "band": bands_to_json(now.bands),
        "blockers": [
            {**_finding_trace_to_json(blocker), "caps_at": rulebook.blockers[blocker.id].caps_at}
            for blocker in now.blockers
        ],
        "warnings": [_finding_trace_to_json(warning) for warning in result.warnings],
        "recommendations": [
            _recommendation_trace_to_json(rulebook, recommendation) for recommendation in result.recommendations
        ],
    }


def _exact_range_to_json(score: Range | None) -> JsonObject:
    """Return both ends exactly, None where there is no score."""
    return {
        "evidenced": None if score is None else format_fraction(score.evidenced),
        "possible": None if score is None else format_fraction(score.possible),
    }


def _question_trace_to_json(trace: QuestionTrace) -> JsonObject:
    """Return one question from its answer to what it adds to the overall score."""
    return {
        "question": trace.question,
        "section": trace.section,
        "state": trace.state.value,
        "not_asked": trace.not_asked and trace.not_asked.value,
        "option": trace.option,
        "points": trace.points,
        "highest": trace.highest,
        "weight": trace.weight,
        "share": _exact_range_to_json(trace.share),
        "worth": format_fraction(trace.worth),
        "brings": _exact_range_to_json(trace.contribution),
    }


def _finding_trace_to_json(finding: Finding) -> JsonObject:
    """Return a blocker or a warning with its causes and what it waits for."""
    return {
        **_finding_to_json(finding),
        "because": _causes_to_json(finding.because),
        "waits_for": list(finding.waits_for),
    }


def _recommendation_trace_to_json(rulebook: Rulebook, recommendation: RecommendationResult) -> JsonObject:
    """Return a recommendation from the answers that trigger it to its sources."""
    return {
        "id": recommendation.id,
        "because": _causes_to_json(recommendation.because),
        "adds": format_fraction(recommendation.adds),
        "claims": [{"id": claim, "source": rulebook.claims[claim].source} for claim in recommendation.claims],
    }
