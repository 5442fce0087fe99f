"""Totals of an assessment: sums, the overall score, blockers, and the bands under their caps."""

from operator import getitem
from typing import NamedTuple

from assess.core.model.result import Finding, Headline, Outcome, QuestionTrace
from assess.core.scoring.compiled import CompiledRulebook
from assess.core.scoring.conditions import TRUE
from assess.core.scoring.findings import compile_findings
from assess.core.scoring.scores import BandIndexes, OverallScore, SectionSum, compute_overall, find_band_indexes


class _BlockerEffect(NamedTuple):
    """The combined effect of the blockers."""

    caps: BandIndexes
    """The highest bands allowed."""
    states: tuple[tuple[str, str], ...]
    """The id of each true or possible blocker with that state, the true ones first."""


class CompiledBlockers:
    """The compiled blockers of a rulebook."""

    def __init__(self, rulebook: CompiledRulebook) -> None:
        rules = rulebook.rules
        band_indexes = {band.id: index for index, band in enumerate(rules.bands)}
        self.top_band = len(rules.bands) - 1
        self.caps = tuple((blocker.id, band_indexes[blocker.caps_at]) for blocker in rules.blockers)
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
                true.append((name, "true"))
            else:
                doubtful.append((name, "possible"))
        return _BlockerEffect(BandIndexes(evidenced, possible), (*true, *doubtful))


class Totals(NamedTuple):
    """The totals of answers under one profile, before they are turned into a result."""

    rulebook: CompiledRulebook
    codes: list[int]
    """Those of all questions as far as they are asked, then those of the facts."""
    sums: tuple[SectionSum, ...]
    score: OverallScore
    truths: bytes
    """The truth of each blocker."""


def compute_totals(rulebook: CompiledRulebook, blockers: CompiledBlockers, codes: list[int]) -> Totals:
    """Add up the answers to the questions asked."""
    tallies = list(map(getitem, rulebook.tallies, codes))
    sums = tuple([table.compute_sum(sum(tallies[table.span])) for table in rulebook.sections])
    return Totals(
        rulebook, codes, sums, compute_overall(rulebook.sections, sums), blockers.findings.evaluate(codes, sums)
    )


def build_outcome(totals: Totals, blockers: CompiledBlockers, findings: tuple[Finding, ...], stage: str) -> Outcome:
    """Return the outcome: the overall range and the bands before and after caps, with these blockers."""
    rulebook = totals.rulebook
    bands = rulebook.rules.bands
    uncapped_bands = _find_uncapped_bands(totals)
    sections = tuple(
        [table.compute_score(each.packed) for table, each in zip(rulebook.sections, totals.sums, strict=True)]
    )
    return Outcome(
        stage=stage,
        overall=totals.score.range,
        uncapped=uncapped_bands and uncapped_bands.to_bands(bands),
        bands=uncapped_bands and uncapped_bands.capped_at(blockers.compute_effect(totals.truths).caps).to_bands(bands),
        sections=sections,
        blockers=findings,
        asked=sum(section.asked for section in sections),
        looked_at=sum(section.looked_at for section in sections),
        answered=sum(section.answered for section in sections),
        questions=len(rulebook.questions),
    )


def build_headline(totals: Totals, blockers: CompiledBlockers) -> Headline:
    """Return the overall range, the bands and the states of the blockers alone."""
    effect = blockers.compute_effect(totals.truths)
    bands, uncapped_bands = totals.rulebook.rules.bands, _find_uncapped_bands(totals)
    return Headline(
        totals.score.range, uncapped_bands and uncapped_bands.capped_at(effect.caps).to_bands(bands), effect.states
    )


def _find_uncapped_bands(totals: Totals) -> BandIndexes | None:
    """Return the bands of both ends before any cap; None where there is no score."""
    return find_band_indexes(totals.score, totals.rulebook.rules.bands) if totals.score.full else None


def build_trace(totals: Totals) -> tuple[QuestionTrace, ...]:
    """Return the trace of each question, in the order of the file."""
    weights = totals.score.weights
    rulebook = totals.rulebook
    return tuple(
        [
            table.compute_trace(position, code, each.full, weights)
            for table, each in zip(rulebook.sections, totals.sums, strict=True)
            for position, code in enumerate(totals.codes[table.span])
        ]
    )
