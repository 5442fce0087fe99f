"""How the score was calculated: the sum, the trace of every question and the sensitivity of the band."""

from collections.abc import Iterator

from assess.core.model.result import Firmness, SectionScore
from assess.report.content.context import Case, scores
from assess.report.content.row_models import FirmRow, SumRow, Workings
from assess.report.content.sections import question_row, share_of_whole
from assess.report.content.text import apostrophes, plural, points


def workings(case: Case) -> Workings:
    """Build the calculation chapter."""
    return Workings(
        says=tuple(says(case)),
        rows=tuple(sum_row(case, score) for score in case.result.now.sections),
        total=total(case),
        trace=tuple(question_row(case, row) for row in case.result.trace),
        firm=firm(case),
        firmness=firmness(case),
    )


def says(case: Case) -> Iterator[str]:
    """Yield the paragraphs that explain how the score and the band are calculated."""
    now = case.result.now
    yield (
        "Each barrier adds its score times its share of the whole. A barrier in which nothing is due or applies has no "
        "score and no share. Figures are worked out exactly and rounded down where they are shown, so the rounded ones "
        "may add up to slightly less than the total."
    )
    if now.uncapped is None or now.bands is None:
        yield "At this stage no barrier has a score."
        return
    band = case.rulebook.bands[now.uncapped.evidenced]
    top = min((other.from_ - 1 for other in case.rulebook.bands.values() if other.from_ > band.from_), default=100)
    yield f"What can be shown now is looked up in the bands: {band.from_} to {top} is “{apostrophes(band.label)}”."
    if case.cap is not None:
        count = len(case.true_blockers)
        lets = plural(count, "The blocker lets", "The blockers let")
        yield f"{lets} it rise no further than “{apostrophes(case.cap.label)}”."
    elif now.bands.evidenced != now.uncapped.evidenced:
        yield f"Possible blockers hold it at “{case.band(now.bands.evidenced)}” until they are looked into."


def sum_row(case: Case, score: SectionScore) -> SumRow:
    """Return the row of one section in the sum."""
    title = apostrophes(case.rulebook.sections[score.id].title)
    if score.score is None:
        return SumRow(title, "–", "–", "–", "–", "–")
    brings = [row.brings for row in case.result.trace if row.section == score.id]
    return SumRow(
        title=title,
        now=points(score.score.evidenced),
        could=points(score.score.possible),
        share=share_of_whole(case, score),
        adds_now=points(sum((part.evidenced for part in brings), start=brings[0].evidenced * 0)),
        adds_could=points(sum((part.possible for part in brings), start=brings[0].possible * 0)),
    )


def total(case: Case) -> SumRow | None:
    """Return the last row of the sum, or None if there is no score."""
    overall = case.result.now.overall
    if overall is None:
        return None
    now, could = scores(overall)
    return SumRow("Whole", str(now), str(could), "100%", points(overall.evidenced), points(overall.possible))


def firm(case: Case) -> str:
    """Return a paragraph on how far the band depends on the weights."""
    now = case.result.now
    if now.bands is None:
        return ""
    band = case.band(now.bands.evidenced)
    if not any(limited(limits) for limits in case.outlook.firmness):
        stays = f"The band stays “{band}” whatever the weight of any one barrier"
        return f"{stays}: it does not rest on our choice of weights."
    return (
        f"The weights are our choice. The band stays “{band}” as long as the weight of one barrier, with the others "
        "held, lies within its limits here. A narrow limit means that the band rests on that choice."
    )


def firmness(case: Case) -> tuple[FirmRow, ...]:
    """Return the weight limits of each section, or nothing if no weight is limited."""
    limits = case.outlook.firmness
    return tuple(firm_row(case, each) for each in limits) if any(limited(each) for each in limits) else ()


def limited(limits: Firmness) -> bool:
    """Return whether a weight has any limit."""
    return not limits.any and (limits.lowest > 1 or limits.highest is not None)


def firm_row(case: Case, limits: Firmness) -> FirmRow:
    """Return the weight limits of one section."""
    section = case.rulebook.sections[limits.section]
    most = f"{limits.lowest} or more" if limits.highest is None else f"{limits.lowest} to {limits.highest}"
    return FirmRow(apostrophes(section.title), section.weight, most if limited(limits) else "any weight")
