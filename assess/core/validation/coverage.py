"""Coverage report of a rulebook: best and worst scores, how each rule can be reached, and missing authority."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assess.core.model.assessment import Answer, Answers, Profile
from assess.core.model.evidence import Source
from assess.core.model.result import Outcome
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.scoring.scores import rounded
from assess.core.validation.reachability import Search, Way, targets

SHOWN = ("notices", "blockers", "warnings", "recommendations")
"""The kinds of rule for which the report has a witness."""


class Ends(NamedTuple):
    """A section's scores with the worst and the best answers; None if no question is asked."""

    section: str
    worst: int | None
    best: int | None


class Reached(NamedTuple):
    """A recommendation, blocker, warning or notice that can come true, and one way in which it does."""

    kind: str
    id: str
    way: Way


@dataclass(frozen=True, slots=True)
class Proof:
    """The coverage report of a rulebook."""

    title: str
    version: str
    counts: Mapping[str, int]
    ends: tuple[Ends, ...]
    """Computed at the last stage with all other facts blank, so that no question is ruled out."""
    reached: tuple[Reached, ...]
    without_claim: tuple[str, ...]
    """Ids of questions without claims."""
    not_cited: tuple[str, ...]
    """Ids of claims that are never cited."""
    superseded: tuple[str, ...]
    proposed: tuple[str, ...]
    stale: tuple[str, ...]
    """Ids of sources last checked more than a year before the date of the report."""


def prove(rulebook: Rulebook, on: date) -> Proof:
    """Compute the coverage report of a rulebook; the date determines which sources are stale."""
    sources = rulebook.evidence.sources
    known = cited(rulebook)
    return Proof(
        title=rulebook.rules.rulebook.title,
        version=rulebook.version,
        counts=counts(rulebook),
        ends=tuple(ends(rulebook)),
        reached=tuple(reached(rulebook)),
        without_claim=tuple(question.id for question in rulebook.questions.values() if not question.claims),
        not_cited=tuple(claim for claim in rulebook.claims if claim not in known),
        superseded=tuple(source.id for source in sources if source.status == "superseded" or source.superseded_by),
        proposed=tuple(source.id for source in sources if source.status == "proposed"),
        stale=tuple(source.id for source in sources if stale(source, on)),
    )


def stale(source: Source, on: date) -> bool:
    """Return whether a source was last checked more than a year before a date."""
    if source.checked_on is None:
        return False
    year, day = source.checked_on.split("-", 1)
    return on.isoformat() > f"{int(year) + 1:04}-{day}"


def counts(rulebook: Rulebook) -> Mapping[str, int]:
    """Count the items of each kind, in the order in which they are reported."""
    kinds = ("sections", "questions", "blockers", "warnings", "recommendations", "claims", "sources")
    return {**{kind: len(getattr(rulebook, kind)) for kind in kinds}, "worked examples": len(rulebook.rules.examples)}


def ends(rulebook: Rulebook) -> Iterator[Ends]:
    """Yield each section's scores with the worst and the best answers to all questions."""
    profile: Profile = {"stage": list(rulebook.stages)[-1]}
    worst, best = (evaluate(rulebook, profile, all_answered(rulebook, place)).now for place in (0, -1))
    for low, high in zip(worst.sections, best.sections, strict=True):
        yield Ends(low.id, shown(worst, low.id), shown(best, high.id))


def all_answered(rulebook: Rulebook, place: int) -> Answers:
    """Answer every question with its option at the given index."""
    return {question.id: Answer(option=question.options[place].id) for question in rulebook.questions.values()}


def shown(outcome: Outcome, section: str) -> int | None:
    """Return a section's evidenced score, rounded for display."""
    score = next(each.score for each in outcome.sections if each.id == section)
    return None if score is None else rounded(score.evidenced)


def reached(rulebook: Rulebook) -> Iterator[Reached]:
    """Yield each recommendation, blocker, warning and notice with a witness; loading ensures that there is one."""
    search = Search(rulebook.rules)
    shown = [each for each in targets(rulebook.rules) if each.kind in SHOWN]
    ways = ((target, search.way(target.condition)) for target in shown)
    return (Reached(target.kind[:-1], target.id, way) for target, way in ways if isinstance(way, Way))


def cited(rulebook: Rulebook) -> frozenset[str]:
    """Return the ids of all claims that are cited, in a list of claims or within a text."""
    written = rulebook.rules.model_dump_json() + rulebook.evidence.model_dump_json(
        include={"claims": {"__all__": {"finding", "dated"}}}
    )
    return frozenset(claim for claim in rulebook.claims if f'"{claim}"' in written or f"{{{claim}}}" in written)


def to_text(proof: Proof, *, show: bool = False) -> str:
    """Format a coverage report as text; with `with_witnesses`, including how each rule can be reached."""
    told = [headline(proof), "", *section_lines(proof), "", *reach_lines(proof, show=show), "", *authority_lines(proof)]
    return "\n".join(told) + "\n"


def headline(proof: Proof) -> str:
    """Format the first line: the rulebook checked and its numbers of items."""
    amounts = ", ".join(f"{amount} {kind if amount != 1 else kind[:-1]}" for kind, amount in proof.counts.items())
    return f"{proof.title} {proof.version} is sound: {amounts}."


def section_lines(proof: Proof) -> Iterator[str]:
    """Yield a line for each section's best and worst score."""
    yield "Best answers give 100 in every section and worst answers 0:" if sound(proof) else "Scores at the ends:"
    width = max(len(each.section) for each in proof.ends)
    for each in proof.ends:
        told = "nothing is asked" if each.best is None else f"best {each.best}, worst {each.worst}"
        yield f"  {each.section:<{width}}  {told}"


def sound(proof: Proof) -> bool:
    """Return whether every section with questions asked ranges from 0 to 100."""
    return all((each.worst, each.best) in ((0, 100), (None, None)) for each in proof.ends)


def reach_lines(proof: Proof, *, show: bool) -> Iterator[str]:
    """Yield a line with the number of reachable rules and, if requested, one for each witness."""
    yield f"Each of {len(proof.reached)} blockers, warnings, recommendations and notices can be reached."
    if not show:
        yield "Add --show to see how."
        return
    for each in proof.reached:
        yield f"  {each.kind} {each.id}: {way_in_words(each.way)}"


def way_in_words(way: Way) -> str:
    """Format a witness as facts and answers."""
    named = [f"{name} is {value}" for name, value in (*way.facts.items(), *way.options.items())]
    return ", ".join(named) if named else "a blank profile"


def authority_lines(proof: Proof) -> Iterator[str]:
    """Yield lines on missing authority and on sources to review."""
    for what, ids in (
        ("Questions without a claim", proof.without_claim),
        ("Claims that nothing cites", proof.not_cited),
        ("Sources that are superseded", proof.superseded),
        ("Sources that are only proposed", proof.proposed),
        ("Sources checked over a year ago", proof.stale),
    ):
        yield f"{what}: {', '.join(ids) if ids else 'none'}."
