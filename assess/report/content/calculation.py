"""How the score was calculated: the sum, the trace of every question and the sensitivity of the band."""

from collections.abc import Iterator

from assess.core.model.result import SectionScore, WeightSensitivity
from assess.report.content.context import ReportContext, round_range
from assess.report.content.row_models import Calculation, SectionSumRow, WeightLimitRow
from assess.report.content.sections import build_question_row, format_share
from assess.report.content.text import curl_apostrophes, format_points, pluralise


def build_calculation(context: ReportContext) -> Calculation:
    """Build the calculation chapter."""
    return Calculation(
        says=tuple(_explain_score(context)),
        rows=tuple(_build_section_sum(context, score) for score in context.result.now.sections),
        total=_build_total(context),
        trace=tuple(build_question_row(context, row) for row in context.result.trace),
        sensitivity=_describe_sensitivity(context),
        weight_limits=_build_weight_limits(context),
    )


def _explain_score(context: ReportContext) -> Iterator[str]:
    """Yield the paragraphs that explain how the score and the band are calculated."""
    now = context.result.now
    yield (
        "Each barrier adds its own score times its share of the overall score. A barrier in which nothing is due or "
        "applies has no score and no share. Figures are worked out exactly and rounded down where they are shown, so "
        "the rounded figures may add up to slightly less than the total."
    )
    yield (
        "Weights, points, needs and bands are judgements. The documentation of this tool says what its rules were "
        "tried on and how much that proves (docs/validity.md)."
    )
    if now.uncapped is None or now.bands is None:
        yield "No barrier has a score at this stage."
        return
    band = context.rulebook.bands[now.uncapped.evidenced]
    top = min((other.from_ - 1 for other in context.rulebook.bands.values() if other.from_ > band.from_), default=100)
    yield f"What can be shown now is looked up in the bands: {band.from_} to {top} is “{curl_apostrophes(band.label)}”."
    if context.cap is not None:
        count = len(context.true_blockers)
        lets = pluralise(count, "The blocker lets", "The blockers let")
        yield f"{lets} it rise no further than “{curl_apostrophes(context.cap.label)}”."
    policy = context.rulebook.rules.needs
    if policy is not None and now.needs.missing:
        yield f"What is missing lets it rise no higher than “{context.get_band_label(policy.cap)}”."
    elif context.cap is None and now.bands.evidenced != now.uncapped.evidenced:
        cause = "Possible blockers hold" if any(now.blockers) else "What this stage needs and is not known holds"
        wait = "until they are looked into" if any(now.blockers) else "until it is known"
        yield f"{cause} it at “{context.get_band_label(now.bands.evidenced)}” {wait}."


def _build_section_sum(context: ReportContext, score: SectionScore) -> SectionSumRow:
    """Return the row of one section in the sum."""
    title = curl_apostrophes(context.rulebook.sections[score.id].title)
    if score.score is None:
        return SectionSumRow(title, "–", "–", "–", "–", "–")
    brings = [row.contribution for row in context.result.trace if row.section == score.id]
    return SectionSumRow(
        title=title,
        now=format_points(score.score.evidenced),
        could=format_points(score.score.possible),
        share=format_share(context, score),
        adds_now=format_points(sum((part.evidenced for part in brings), start=brings[0].evidenced * 0)),
        adds_could=format_points(sum((part.possible for part in brings), start=brings[0].possible * 0)),
    )


def _build_total(context: ReportContext) -> SectionSumRow | None:
    """Return the last row of the sum, or None if there is no score."""
    overall = context.result.now.overall
    if overall is None:
        return None
    now, could = round_range(overall)
    return SectionSumRow(
        "Total", str(now), str(could), "100%", format_points(overall.evidenced), format_points(overall.possible)
    )


def _describe_sensitivity(context: ReportContext) -> str:
    """Return a paragraph on how far the band depends on the weights."""
    now = context.result.now
    if now.bands is None:
        return ""
    band = context.get_band_label(now.bands.evidenced)
    if not any(_has_limit(limits) for limits in context.what_if.sensitivity):
        stays = f"The band stays “{band}” whatever the weight of any one barrier"
        return f"{stays}: it does not depend on our choice of weights."
    return (
        f"The weights are our choice. The band stays “{band}” as long as the weight of one barrier, with the others "
        "held, is within the limits shown here. A narrow limit means that the band depends on that choice."
    )


def _build_weight_limits(context: ReportContext) -> tuple[WeightLimitRow, ...]:
    """Return the weight limits of each section, or nothing if no weight is limited."""
    limits = context.what_if.sensitivity
    return (
        tuple(_build_weight_limit(context, each) for each in limits) if any(_has_limit(each) for each in limits) else ()
    )


def _has_limit(limits: WeightSensitivity) -> bool:
    """Return whether a weight has any limit."""
    return not limits.any_weight and (limits.lowest > 1 or limits.highest is not None)


def _build_weight_limit(context: ReportContext, limits: WeightSensitivity) -> WeightLimitRow:
    """Return the weight limits of one section."""
    section = context.rulebook.sections[limits.section]
    most = f"{limits.lowest} or more" if limits.highest is None else f"{limits.lowest} to {limits.highest}"
    return WeightLimitRow(curl_apostrophes(section.title), section.weight, most if _has_limit(limits) else "any weight")
