"""Totals of an assessment: sums, the overall score, blockers, and the bands under their caps."""

from collections.abc import Iterable
from operator import getitem
from typing import NamedTuple

from assess.core.model.result import (
    Finding,
    FindingState,
    Headline,
    NeedCounts,
    NeedState,
    Outcome,
    QuestionTrace,
    UnmetNeed,
)
from assess.core.scoring.compiled import CompiledProfile, CompiledRulebook
from assess.core.scoring.conditions import TRUE
from assess.core.scoring.findings import compile_findings
from assess.core.scoring.scores import (
    NO_SCORE,
    BandIndexes,
    OverallScore,
    SectionSum,
    compute_overall,
    find_band_indexes,
)


class _BlockerEffect(NamedTuple):
    """The combined effect of the blockers."""

    caps: BandIndexes
    """The highest bands allowed."""
    states: tuple[tuple[str, FindingState], ...]
    """The id of each true or possible blocker with that state, the true ones first."""


class CompiledBlockers:
    """The compiled blockers of a rulebook."""

    def __init__(self, rulebook: CompiledRulebook) -> None:
        rules = rulebook.rules
        band_indexes = {band.id: index for index, band in enumerate(rules.bands)}
        self.top_band = len(rules.bands) - 1
        self.caps = tuple((blocker.id, band_indexes[blocker.caps_at]) for blocker in rules.blockers)
        self.needs_cap = band_indexes[rules.needs.cap] if rules.needs else self.top_band
        """The highest band while something that the stage needs is missing or not known."""
        self.findings = compile_findings(rulebook, rules.blockers)

    def compute_effect(self, truths: bytes) -> _BlockerEffect:
        """Return the effect of the blockers' truths: true caps both ends, possible the evidenced end only."""
        active = [(name, cap, truth) for (name, cap), truth in zip(self.caps, truths, strict=True) if truth]
        evidenced = possible = self.top_band
        true, doubtful = [], []
        for name, cap, truth in active:
            evidenced = min(evidenced, cap)
            if truth == TRUE:
                possible = min(possible, cap)
                true.append((name, FindingState.TRUE))
            else:
                doubtful.append((name, FindingState.POSSIBLE))
        return _BlockerEffect(BandIndexes(evidenced, possible), (*true, *doubtful))

    def find_caps(self, effect: _BlockerEffect, unmet: tuple[UnmetNeed, ...]) -> BandIndexes:
        """Return the highest bands allowed: the lowest caps of blockers and needs."""
        return effect.caps.capped_at(self._cap_needs(unmet)) if unmet else effect.caps

    def _cap_needs(self, unmet: Iterable[UnmetNeed]) -> BandIndexes:
        """Return the caps of needs: one that is missing caps both ends, one not known the evidenced end only."""
        states = {need.state for need in unmet}
        return BandIndexes(self.needs_cap, self.needs_cap if NeedState.MISSING in states else self.top_band)


class Totals(NamedTuple):
    """The totals of answers under one profile, before they are turned into a result."""

    rulebook: CompiledRulebook
    codes: list[int]
    """Those of all questions as far as they are asked, then those of the facts."""
    sums: tuple[SectionSum, ...]
    score: OverallScore
    truths: bytes
    """The truth of each blocker."""
    unmet: tuple[UnmetNeed, ...]
    """What the stage needs and is missing or not known."""
    is_too_early: bool
    """Whether fewer questions are asked than the rules need for an overall score."""


def build_totals(rulebook: CompiledRulebook, codes: list[int], sums: tuple[SectionSum, ...], truths: bytes) -> Totals:
    """Return the totals with these sums and these truths of the blockers."""
    too_early = _is_too_early(rulebook, sums)
    score = NO_SCORE if too_early else compute_overall(rulebook.sections, sums)
    return Totals(rulebook, codes, sums, score, truths, rulebook.list_unmet_needs(codes), too_early)


def _is_too_early(rulebook: CompiledRulebook, sums: Iterable[SectionSum]) -> bool:
    """Return whether fewer questions are asked than the rules need for an overall score."""
    least = rulebook.score_from
    if least is None:
        return False
    pairs = zip(rulebook.sections, sums, strict=True)
    return sum([table.compute_score(each.packed).asked for table, each in pairs]) < least


def compute_totals(rulebook: CompiledRulebook, blockers: CompiledBlockers, codes: list[int]) -> Totals:
    """Add up the answers to the questions asked."""
    tallies = list(map(getitem, rulebook.stage_tallies[codes[rulebook.stage_position]], codes))
    sums = tuple([table.compute_sum(sum(tallies[table.span])) for table in rulebook.sections])
    return build_totals(rulebook, codes, sums, blockers.findings.evaluate(codes, sums))


def build_outcome(
    totals: Totals, blockers: CompiledBlockers, findings: tuple[Finding, ...], profile: CompiledProfile
) -> Outcome:
    """Return the outcome: the overall range and the bands before and after caps, with these blockers."""
    rulebook = totals.rulebook
    bands = rulebook.rules.bands
    caps = blockers.find_caps(blockers.compute_effect(totals.truths), totals.unmet)
    uncapped_bands = _find_uncapped_bands(totals)
    sections = tuple(
        [table.compute_score(each.packed) for table, each in zip(rulebook.sections, totals.sums, strict=True)]
    )
    return Outcome(
        stage=profile.stage,
        overall=totals.score.range,
        uncapped=uncapped_bands and uncapped_bands.to_bands(bands),
        bands=uncapped_bands and uncapped_bands.capped_at(caps).to_bands(bands),
        sections=sections,
        blockers=findings,
        asked=sum(section.asked for section in sections),
        looked_at=sum(section.looked_at for section in sections),
        answered=sum(section.answered for section in sections),
        questions=len(rulebook.questions),
        is_too_early=totals.is_too_early,
        section_needs=_count_needs(totals, profile) if rulebook.has_needs else (),
        unmet=totals.unmet,
        assumed=profile.assumed_questions,
    )


def _count_needs(totals: Totals, profile: CompiledProfile) -> tuple[NeedCounts, ...]:
    """Return what the stage needs, counted for each section."""
    parts = zip(totals.rulebook.sections, totals.sums, profile.assumed_needs, strict=True)
    return tuple([table.compute_needs(each.packed, assumed) for table, each, assumed in parts])


def build_headline(totals: Totals, blockers: CompiledBlockers) -> Headline:
    """Return the overall range, the bands and the states of the blockers alone."""
    effect = blockers.compute_effect(totals.truths)
    caps = blockers.find_caps(effect, totals.unmet)
    bands, uncapped_bands = totals.rulebook.rules.bands, _find_uncapped_bands(totals)
    return Headline(
        totals.score.range,
        uncapped_bands and uncapped_bands.capped_at(caps).to_bands(bands),
        effect.states,
        tuple([(need.question, need.state) for need in totals.unmet]),
    )


def _find_uncapped_bands(totals: Totals) -> BandIndexes | None:
    """Return the bands of both ends before any cap; None where there is no score."""
    return find_band_indexes(totals.score, totals.rulebook.rules.bands) if totals.score.full else None


def build_trace(totals: Totals) -> tuple[QuestionTrace, ...]:
    """Return the trace of each question, in the order of the file."""
    weights = totals.score.weights
    rulebook = totals.rulebook
    stage = totals.codes[rulebook.stage_position]
    return tuple(
        [
            table.compute_trace(position, code, each.full, weights, stage)
            for table, each in zip(rulebook.sections, totals.sums, strict=True)
            for position, code in enumerate(totals.codes[table.span])
        ]
    )
