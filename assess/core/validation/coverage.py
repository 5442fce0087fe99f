"""Prove a rulebook: what its best and worst answers give, how everything is reached, and what has no authority."""

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
"""The kinds of things that an officer wants to know a way to."""


class Ends(NamedTuple):
    """What a section scores with the worst and with the best answers to all that is asked; none where nothing is."""

    section: str
    worst: int | None
    best: int | None


class Reached(NamedTuple):
    """How a recommendation, blocker, warning or notice can come true."""

    kind: str
    id: str
    way: Way


@dataclass(frozen=True, slots=True)
class Proof:
    """What a rulebook was shown to do."""

    title: str
    version: str
    counts: Mapping[str, int]
    ends: tuple[Ends, ...]
    """With the last stage come and every other fact blank, so that nothing is ruled out."""
    reached: tuple[Reached, ...]
    without_claim: tuple[str, ...]
    """Ids of questions that name no claim."""
    not_cited: tuple[str, ...]
    """Ids of claims that nothing names."""
    superseded: tuple[str, ...]
    proposed: tuple[str, ...]
    stale: tuple[str, ...]
    """Ids of sources checked over a year before the day of the proof."""


def prove(rulebook: Rulebook, on: date) -> Proof:
    """Give the proof of a rulebook on a day, which decides which sources were checked over a year ago."""
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
    """Tell whether a source was checked over a year before a day."""
    if source.checked_on is None:
        return False
    year, day = source.checked_on.split("-", 1)
    return on.isoformat() > f"{int(year) + 1:04}-{day}"


def counts(rulebook: Rulebook) -> Mapping[str, int]:
    """Give how many there are of each thing, in the order in which they are told."""
    kinds = ("sections", "questions", "blockers", "warnings", "recommendations", "claims", "sources")
    return {**{kind: len(getattr(rulebook, kind)) for kind in kinds}, "worked examples": len(rulebook.rules.examples)}


def ends(rulebook: Rulebook) -> Iterator[Ends]:
    """Give what each section scores with the worst and the best answers to every question."""
    profile: Profile = {"stage": list(rulebook.stages)[-1]}
    worst, best = (evaluate(rulebook, profile, all_answered(rulebook, place)).now for place in (0, -1))
    for low, high in zip(worst.sections, best.sections, strict=True):
        yield Ends(low.id, shown(worst, low.id), shown(best, high.id))


def all_answered(rulebook: Rulebook, place: int) -> Answers:
    """Give the option at this place of every question as its answer."""
    return {question.id: Answer(option=question.options[place].id) for question in rulebook.questions.values()}


def shown(outcome: Outcome, section: str) -> int | None:
    """Give a section's evidenced score as it is shown."""
    score = next(each.score for each in outcome.sections if each.id == section)
    return None if score is None else rounded(score.evidenced)


def reached(rulebook: Rulebook) -> Iterator[Reached]:
    """Give a way to each recommendation, blocker, warning and notice; loading has shown that there is one."""
    search = Search(rulebook.rules)
    shown = [each for each in targets(rulebook.rules) if each.kind in SHOWN]
    ways = ((target, search.way(target.condition)) for target in shown)
    return (Reached(target.kind[:-1], target.id, way) for target, way in ways if isinstance(way, Way))


def cited(rulebook: Rulebook) -> frozenset[str]:
    """Give the ids of all claims that anything names, in a list of claims or within a text."""
    written = rulebook.rules.model_dump_json() + rulebook.evidence.model_dump_json(
        include={"claims": {"__all__": {"finding", "dated"}}}
    )
    return frozenset(claim for claim in rulebook.claims if f'"{claim}"' in written or f"{{{claim}}}" in written)


def to_text(proof: Proof, *, show: bool = False) -> str:
    """Give the proof in words; with `show`, how everything can be reached as well."""
    told = [headline(proof), "", *section_lines(proof), "", *reach_lines(proof, show=show), "", *authority_lines(proof)]
    return "\n".join(told) + "\n"


def headline(proof: Proof) -> str:
    """Give the first line: what was checked, and how much of it there is."""
    amounts = ", ".join(f"{amount} {kind if amount != 1 else kind[:-1]}" for kind, amount in proof.counts.items())
    return f"{proof.title} {proof.version} is sound: {amounts}."


def section_lines(proof: Proof) -> Iterator[str]:
    """Give a line on each section's best and worst."""
    yield "Best answers give 100 in every section and worst answers 0:" if sound(proof) else "Scores at the ends:"
    width = max(len(each.section) for each in proof.ends)
    for each in proof.ends:
        told = "nothing is asked" if each.best is None else f"best {each.best}, worst {each.worst}"
        yield f"  {each.section:<{width}}  {told}"


def sound(proof: Proof) -> bool:
    """Tell whether every section in which something is asked goes from 0 to 100."""
    return all((each.worst, each.best) in ((0, 100), (None, None)) for each in proof.ends)


def reach_lines(proof: Proof, *, show: bool) -> Iterator[str]:
    """Give that everything can be reached, and with `show` how."""
    yield f"Each of {len(proof.reached)} blockers, warnings, recommendations and notices can be reached."
    if not show:
        yield "Add --show to see how."
        return
    for each in proof.reached:
        yield f"  {each.kind} {each.id}: {way_in_words(each.way)}"


def way_in_words(way: Way) -> str:
    """Give a way as facts and answers."""
    named = [f"{name} is {value}" for name, value in (*way.facts.items(), *way.options.items())]
    return ", ".join(named) if named else "a blank profile"


def authority_lines(proof: Proof) -> Iterator[str]:
    """Give what has no authority, and which sources to look at again."""
    for what, ids in (
        ("Questions without a claim", proof.without_claim),
        ("Claims that nothing cites", proof.not_cited),
        ("Sources that are superseded", proof.superseded),
        ("Sources that are only proposed", proof.proposed),
        ("Sources checked over a year ago", proof.stale),
    ):
        yield f"{what}: {', '.join(ids) if ids else 'none'}."
