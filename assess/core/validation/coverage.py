"""Coverage report of a rulebook: best and worst scores, how each rule can be reached, and missing authority."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assess.core.analysis.weakest_ready import WeakestReady, find_weakest_ready
from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.evidence import Source
from assess.core.model.result import Outcome
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import round_down
from assess.core.validation.labels import word_for
from assess.core.validation.needs_coverage import describe_options_without_advice
from assess.core.validation.reachability import Witness, WitnessSearch, iter_conditions
from assess.core.validation.stage_coverage import StageCoverage, format_shares, format_stages, measure_stages

_REPORTED_KINDS = ("notices", "blockers", "warnings", "recommendations")
"""The kinds of rule for which the report has a witness."""


class BestWorst(NamedTuple):
    """A section's scores with the worst and the best answers; None if no question is asked."""

    section: str
    worst: int | None
    best: int | None


class ReachableItem(NamedTuple):
    """A recommendation, blocker, warning or notice that can come true, and one way in which it does."""

    kind: str
    id: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage report of a rulebook."""

    title: str
    version: str
    counts: Mapping[str, int]
    extremes: tuple[BestWorst, ...]
    """Computed at the last stage with all other facts blank, so that no question is ruled out."""
    reachable: tuple[ReachableItem, ...]
    without_claim: tuple[str, ...]
    """Ids of questions without claims."""
    not_cited: tuple[str, ...]
    """Ids of claims that are never cited."""
    superseded: tuple[str, ...]
    proposed: tuple[str, ...]
    stale: tuple[str, ...]
    """Ids of sources last checked more than a year before the date of the report."""
    stages: tuple[StageCoverage, ...] = ()
    by_stage: tuple[str, ...] = ()
    """Lines on what each stage asks and needs."""
    shares: tuple[str, ...] = ()
    """Lines on what each section and question counts for at each stage."""
    weakest: tuple[WeakestReady, ...] = ()
    """The weakest answers in the top band at each stage, for the worked example with the most facts known."""
    weakest_example: str = ""
    """The name of that example; empty if there is none, and then nothing else is known of the service."""


def measure_coverage(rulebook: Rulebook, as_of: date) -> Coverage:
    """Compute the coverage report of a rulebook; the date determines which sources are stale."""
    sources = rulebook.evidence.sources
    cited_ids = _find_cited_claims(rulebook)
    example, facts = _find_fullest_example(rulebook)
    stages = measure_stages(rulebook)
    return Coverage(
        title=rulebook.rules.rulebook.title,
        version=rulebook.version,
        counts=_count_items(rulebook),
        extremes=tuple(_find_extremes(rulebook)),
        reachable=tuple(_find_reachable(rulebook)),
        without_claim=tuple(question.id for question in rulebook.questions.values() if not question.claims),
        not_cited=tuple(claim for claim in rulebook.claims if claim not in cited_ids),
        superseded=tuple(source.id for source in sources if source.status == "superseded" or source.superseded_by),
        proposed=tuple(source.id for source in sources if source.status == "proposed"),
        stale=tuple(source.id for source in sources if _is_stale(source, as_of)),
        stages=stages,
        by_stage=tuple(_describe_stages(rulebook, stages)),
        shares=tuple(format_shares(rulebook, stages)),
        weakest=tuple(find_weakest_ready(rulebook, {**facts, STAGE: stage}) for stage in rulebook.stages),
        weakest_example=example,
    )


def _find_fullest_example(rulebook: Rulebook) -> tuple[str, Profile]:
    """Return the name and the facts of the first worked example with the most facts known."""
    fullest = max(rulebook.rules.examples, key=lambda each: len(each.profile), default=None)
    return (fullest.name, fullest.profile) if fullest else ("", {})


def _describe_stages(rulebook: Rulebook, stages: tuple[StageCoverage, ...]) -> Iterator[str]:
    """Yield the lines on what each stage asks and needs."""
    yield from format_stages(stages, {stage: option.short_text for stage, option in rulebook.stages.items()})
    if rulebook.rules.needs:
        yield describe_options_without_advice(rulebook)


def _is_stale(source: Source, as_of: date) -> bool:
    """Return whether a source was last checked more than a year before a date."""
    if source.checked_on is None:
        return False
    year, day = source.checked_on.split("-", 1)
    return as_of.isoformat() > f"{int(year) + 1:04}-{day}"


def _count_items(rulebook: Rulebook) -> Mapping[str, int]:
    """Count the items of each kind, in the order in which they are reported."""
    kinds = ("sections", "questions", "blockers", "warnings", "recommendations", "claims", "sources")
    counts = {f"{word_for(kind[:-1])}s": len(getattr(rulebook, kind)) for kind in kinds}
    return counts | {"worked examples": len(rulebook.rules.examples)}


def _find_extremes(rulebook: Rulebook) -> Iterator[BestWorst]:
    """Yield each section's scores with the worst and the best answers to all questions."""
    profile: Profile = {"stage": list(rulebook.stages)[-1]}
    worst, best = (evaluate(rulebook, profile, _answer_all(rulebook, place)).now for place in (0, -1))
    for low, high in zip(worst.sections, best.sections, strict=True):
        yield BestWorst(low.id, _round_section_score(worst, low.id), _round_section_score(best, high.id))


def _answer_all(rulebook: Rulebook, option_index: int) -> Answers:
    """Answer every question with its option at the given index."""
    return {question.id: Answer(option=question.options[option_index].id) for question in rulebook.questions.values()}


def _round_section_score(outcome: Outcome, section: str) -> int | None:
    """Return a section's evidenced score, rounded for display."""
    score = next(each.score for each in outcome.sections if each.id == section)
    return None if score is None else round_down(score.evidenced)


def _find_reachable(rulebook: Rulebook) -> Iterator[ReachableItem]:
    """Yield each recommendation, blocker, warning and notice with a witness; loading ensures that there is one."""
    search = WitnessSearch(rulebook.rules)
    conditions = [each for each in iter_conditions(rulebook.rules) if each.kind in _REPORTED_KINDS]
    witnesses = ((target, search.find_witness(target.condition)) for target in conditions)
    return (
        ReachableItem(target.kind[:-1], target.id, witness)
        for target, witness in witnesses
        if isinstance(witness, Witness)
    )


def _find_cited_claims(rulebook: Rulebook) -> frozenset[str]:
    """Return the ids of all claims that are cited, in a list of claims or within a text."""
    written = rulebook.rules.model_dump_json() + rulebook.evidence.model_dump_json(
        include={"claims": {"__all__": {"finding", "dated"}}}
    )
    return frozenset(claim for claim in rulebook.claims if f'"{claim}"' in written or f"{{{claim}}}" in written)


def format_coverage(coverage: Coverage, *, with_witnesses: bool = False) -> str:
    """Format a coverage report as text; with `with_witnesses`, including how each rule can be reached."""
    lines = [
        _format_headline(coverage),
        "",
        *_format_sections(coverage),
        "",
        *_format_reachable(coverage, with_witnesses=with_witnesses),
        "",
        *_format_authority(coverage),
        "",
        *coverage.by_stage,
        *(("", *coverage.shares, "", *_format_weakest(coverage)) if with_witnesses else ()),
    ]
    return "\n".join(lines) + "\n"


def _format_headline(coverage: Coverage) -> str:
    """Format the first line: the rulebook checked and its numbers of items."""
    amounts = ", ".join(f"{amount} {kind if amount != 1 else kind[:-1]}" for kind, amount in coverage.counts.items())
    return f"{coverage.title} {coverage.version} is sound: {amounts}."


def _format_sections(coverage: Coverage) -> Iterator[str]:
    """Yield a line for each section's best and worst score."""
    yield (
        "Best answers give 100 in every barrier and worst answers 0:" if _is_sound(coverage) else "Scores at the ends:"
    )
    width = max(len(each.section) for each in coverage.extremes)
    for each in coverage.extremes:
        scores = "nothing is asked" if each.best is None else f"best {each.best}, worst {each.worst}"
        yield f"  {each.section:<{width}}  {scores}"


def _is_sound(coverage: Coverage) -> bool:
    """Return whether every section with questions asked ranges from 0 to 100."""
    return all((each.worst, each.best) in ((0, 100), (None, None)) for each in coverage.extremes)


def _format_reachable(coverage: Coverage, *, with_witnesses: bool) -> Iterator[str]:
    """Yield a line with the number of reachable rules and, if requested, one for each witness."""
    yield f"Each of {len(coverage.reachable)} blockers, warnings, recommendations and notices can be reached."
    if not with_witnesses:
        yield "Add --show to see how."
        return
    for each in coverage.reachable:
        yield f"  {each.kind} {each.id}: {_format_witness(each.witness)}"


def _format_witness(witness: Witness) -> str:
    """Format a witness as facts and answers."""
    named = [f"{name} is {value}" for name, value in (*witness.facts.items(), *witness.options.items())]
    return ", ".join(named) if named else "a blank profile"


def _format_weakest(coverage: Coverage) -> Iterator[str]:
    """Yield a heading and a line for each stage on the weakest answers that reach the top band."""
    of = (
        f"the worked example “{coverage.weakest_example}”" if coverage.weakest_example else "a service with blank facts"
    )
    yield f"The weakest answers that still reach the top band, for the facts of {of}:"
    for each in coverage.weakest:
        yield f"  {each.stage}: {each.due} questions due. {describe_weakest(each)}"
        yield f"    At their worst: {', '.join(each.at_worst) or 'none'}."
        held = ", ".join(f"{question} ({option})" for question, option in each.held.items())
        yield f"    Only just good enough: {held or 'none'}."


def describe_weakest(weakest: WeakestReady) -> str:
    """Return what was found for one stage."""
    if weakest.unclear:
        verb = "depends" if len(weakest.unclear) == 1 else "depend"
        return f"Not worked out: {' and '.join(weakest.unclear)} {verb} on facts or on several answers."
    if weakest.short_by is not None:
        short = float(round(weakest.short_by, 3))
        return (
            f"Answers that only just meet every need miss the top band by {short} even with all others at their best."
        )
    if weakest.score is None:
        return "Too early to score."
    count = len(weakest.at_worst)
    worst = f"{count} of them can be at their worst" if count else "None of them can be at its worst"
    return f"{worst}, and {len(weakest.held)} only just good enough: the score is {float(round(weakest.score, 3))}."


def _format_authority(coverage: Coverage) -> Iterator[str]:
    """Yield lines on missing authority and on sources to review."""
    for what, ids in (
        ("Questions without a finding", coverage.without_claim),
        ("Findings that are not used", coverage.not_cited),
        ("Sources that are superseded", coverage.superseded),
        ("Sources that are only proposed", coverage.proposed),
        ("Sources checked over a year ago", coverage.stale),
    ):
        yield f"{what}: {', '.join(ids) if ids else 'none'}."
