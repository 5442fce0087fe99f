"""Results as JSON values: whole numbers as displayed, and exact fractions as "n/d" in the trace."""

from fractions import Fraction
from math import floor
from typing import Any

from assess.core.model.result import (
    Advice,
    Bands,
    Finding,
    Firmness,
    NoRoad,
    Outcome,
    Outlook,
    Range,
    Result,
    Road,
    Row,
    SectionScore,
)
from assess.core.model.rulebook import Rulebook

Json = dict[str, Any]


def whole(score: Fraction) -> int:
    """Return a score as it is displayed: rounded down, so that it never contradicts the band."""
    return floor(score)


def tenths(points: Fraction) -> float:
    """Return points gained as they are displayed: rounded down to one decimal place."""
    return floor(points * 10) / 10


def exact(value: Fraction) -> str:
    """Return an exact value as "n/d"."""
    return f"{value.numerator}/{value.denominator}"


def figures(rulebook: Rulebook, result: Result, outlook: Outlook) -> Json:
    """Return all figures of a result in the shape that `assess score --format json` prints."""
    now, ahead = result.now, result.ahead
    return {
        "rulebook": {"id": result.rulebook, "version": result.version, "hash": result.hash},
        "stage": now.stage,
        "due": now.asked,
        "questions": now.questions,
        **shown_range(now.overall),
        "band": shown_bands(now.bands),
        "asked": now.asked,
        "looked_at": now.looked_at,
        "answered": now.answered,
        "sections": [shown_section(section) for section in now.sections],
        "ahead": shown_ahead(ahead),
        "blockers": [shown_finding(blocker) for blocker in now.blockers],
        "warnings": [shown_finding(warning) for warning in result.warnings],
        "notices": list(result.notices),
        "recommendations": [shown_advice(advice) for advice in result.recommendations],
        "find_out": [unknown.id for unknown in outlook.find_out if unknown.kind == "question"],
        "find_out_facts": [unknown.id for unknown in outlook.find_out if unknown.kind == "fact"],
        "road": shown_road(outlook.road),
        "firmness": [shown_firmness(firmness) for firmness in outlook.firmness],
        "trace": trace(rulebook, result),
    }


def shown_range(score: Range | None) -> Json:
    """Return both ends as displayed, None where there is no score."""
    return {
        "evidenced": None if score is None else whole(score.evidenced),
        "possible": None if score is None else whole(score.possible),
    }


def shown_bands(bands: Bands | None) -> Json:
    """Return the band of both ends, None where there is no score."""
    return {"evidenced": bands and bands.evidenced, "possible": bands and bands.possible}


def shown_section(section: SectionScore) -> Json:
    """Return a section's weight and score."""
    return {"id": section.id, "weight": section.weight, **shown_range(section.score)}


def shown_ahead(ahead: Outcome) -> Json:
    """Return the outcome as of the last stage."""
    return {
        "stage": ahead.stage,
        "due": ahead.asked,
        **shown_range(ahead.overall),
        "band": shown_bands(ahead.bands),
        "sections": [shown_section(section) for section in ahead.sections],
        "blockers": [shown_finding(blocker) for blocker in ahead.blockers],
    }


def shown_finding(finding: Finding) -> Json:
    """Return a blocker or a warning with its state, "true" or "possible"."""
    return {"id": finding.id, "state": finding.state}


def shown_advice(advice: Advice) -> Json:
    """Return a recommendation with its causes and what it lifts and adds."""
    return {
        "id": advice.id,
        "lifts": list(advice.lifts),
        "adds": tenths(advice.adds),
        "because": shown_because(advice.because),
        "claims": list(advice.claims),
    }


def shown_because(because: tuple[tuple[str, str], ...]) -> list[Json]:
    """Return questions and the options chosen."""
    return [{"question": question, "option": option} for question, option in because]


def shown_road(road: Road | NoRoad | None) -> Json | None:
    """Return the path to the next band, or the blockers that no answer lifts.

    None in the top band and where nothing is asked.
    """
    if isinstance(road, Road):
        return {"questions": list(road.questions), "adds": tenths(road.adds), "band": road.band}
    return {"questions": None, "blockers": list(road.blockers)} if road is not None and road.blockers else None


def shown_firmness(firmness: Firmness) -> Json:
    """Return the weights for which the band stays the same; `to` is None without a limit."""
    return {"section": firmness.section, "from": firmness.lowest, "to": firmness.highest, "any": firmness.any}


def trace(rulebook: Rulebook, result: Result) -> Json:
    """Return every step from answer to band, and from answer to source, with exact values."""
    now = result.now
    return {
        "questions": [traced_row(row) for row in result.trace],
        "sections": [
            {"id": section.id, "weight": section.weight, **traced_range(section.score)} for section in now.sections
        ],
        "overall": traced_range(now.overall),
        "band_before_caps": shown_bands(now.uncapped),
        "band": shown_bands(now.bands),
        "blockers": [
            {**traced_finding(blocker), "caps_at": rulebook.blockers[blocker.id].caps_at} for blocker in now.blockers
        ],
        "warnings": [traced_finding(warning) for warning in result.warnings],
        "recommendations": [traced_advice(rulebook, advice) for advice in result.recommendations],
    }


def traced_range(score: Range | None) -> Json:
    """Return both ends exactly, None where there is no score."""
    return {
        "evidenced": None if score is None else exact(score.evidenced),
        "possible": None if score is None else exact(score.possible),
    }


def traced_row(row: Row) -> Json:
    """Return one question from its answer to what it adds to the overall score."""
    return {
        "question": row.question,
        "section": row.section,
        "state": row.state.value,
        "not_asked": row.not_asked and row.not_asked.value,
        "option": row.option,
        "points": row.points,
        "highest": row.highest,
        "weight": row.weight,
        "share": traced_range(row.share),
        "worth": exact(row.worth),
        "brings": traced_range(row.brings),
    }


def traced_finding(finding: Finding) -> Json:
    """Return a blocker or a warning with its causes and what it waits for."""
    return {
        **shown_finding(finding),
        "because": shown_because(finding.because),
        "waits_for": list(finding.waits_for),
    }


def traced_advice(rulebook: Rulebook, advice: Advice) -> Json:
    """Return a recommendation from the answers that trigger it to its sources."""
    return {
        "id": advice.id,
        "because": shown_because(advice.because),
        "adds": exact(advice.adds),
        "claims": [{"id": claim, "source": rulebook.claims[claim].source} for claim in advice.claims],
    }
