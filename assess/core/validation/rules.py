"""Checks of the rules across fields: ids, bands, points, facts, claims and conditions."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any

from assess.core.model.evidence import Evidence
from assess.core.model.rules import STAGE, UNKNOWN, Derived, Fact, Question, Recommendation, Rules, Section
from assess.core.syntax.mistakes import Mistake, repeated
from assess.core.syntax.suggestions import suggestion
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.conditions import HIGHEST_SCORE, Use, condition_mistakes
from assess.core.validation.coverage import Proof, prove, to_text
from assess.core.validation.references import Names

__all__ = ["Proof", "evidence_mistakes", "prove", "rules_mistakes", "to_text"]

FEWEST_OPTIONS = 2


def rules_mistakes(rules: Rules, names: Names) -> Iterator[Mistake]:
    """Check rules/readiness.yaml across fields."""
    yield from repeated_ids(rules)
    yield from band_mistakes(rules)
    yield from profile_mistakes(rules, names)
    for index, section in enumerate(rules.sections):
        yield from section_mistakes(section, ("sections", index), names)
    yield from finding_mistakes(rules, names)
    for index, recommendation in enumerate(rules.recommendations):
        yield from recommendation_mistakes(recommendation, ("recommendations", index), names)
    for index, example in enumerate(rules.examples):
        yield from expectation_mistakes(example.expect, ("examples", index, "expect"), names)


def evidence_mistakes(evidence: Evidence, names: Names) -> Iterator[Mistake]:
    """Check rules/evidence.yaml across fields."""
    yield from repeated(ids("sources", evidence.sources), "source")
    yield from repeated(ids("claims", evidence.claims), "claim")
    for index, source in enumerate(evidence.sources):
        path: Path = ("sources", index, "superseded_by")
        yield from names.one("sources", source.superseded_by, path)
        if source.superseded_by == source.id:
            yield Mistake(path, f"The source `{source.id}` cannot be superseded by itself. Name the newer source.")
        if source.applies_from and source.applies_to and source.applies_to < source.applies_from:
            sentence = f"`applies_to` is before `applies_from` ({source.applies_from}). Put the two days right."
            yield Mistake(("sources", index, "applies_to"), sentence)
    for index, claim in enumerate(evidence.claims):
        yield from names.one("sources", claim.source, ("claims", index, "source"))


def ids(key: str, items: Iterable[Any], *round_it: str | int) -> list[tuple[Path, str]]:
    """Return the ids in a list, each with its path."""
    return [((*round_it, key, index, "id"), item.id) for index, item in enumerate(items)]


def repeated_ids(rules: Rules) -> Iterator[Mistake]:
    """Check that ids are unique among items of the same kind."""
    yield from repeated(ids("bands", rules.bands), "band")
    yield from repeated(ids("roles", rules.roles), "role")
    yield from repeated(ids("profile", rules.profile) + ids("derived", rules.derived), "fact")
    for key in ("profile", "derived"):
        for index, fact in enumerate(getattr(rules, key)):
            yield from repeated(ids("options", fact.options, key, index), "option", f" of the fact `{fact.id}`")
    yield from repeated(ids("notices", rules.notices), "notice")
    yield from repeated(ids("sections", rules.sections), "section")
    questions = [
        each
        for index, section in enumerate(rules.sections)
        for each in ids("questions", section.questions, "sections", index)
    ]
    yield from repeated(questions, "question")
    yield from repeated(ids("blockers", rules.blockers) + ids("warnings", rules.warnings), "blocker or warning")
    yield from repeated(ids("recommendations", rules.recommendations), "recommendation")
    yield from repeated(((("glossary", index, "term"), each.term) for index, each in enumerate(rules.glossary)), "term")
    yield from repeated(
        ((("examples", index, "name"), each.name) for index, each in enumerate(rules.examples)), "worked example"
    )


def band_mistakes(rules: Rules) -> Iterator[Mistake]:
    """Check that the thresholds of bands start at 0 and rise."""
    before = -1
    for index, band in enumerate(rules.bands):
        path: Path = ("bands", index, "from")
        if index == 0 and band.from_ != 0:
            yield Mistake(
                path, f"The first band must start at 0, but `{band.id}` starts at {band.from_}. Write `from: 0`."
            )
        elif band.from_ > HIGHEST_SCORE:
            yield Mistake(
                path,
                f"The band `{band.id}` starts at {band.from_}, but no score is above {HIGHEST_SCORE}. Start it lower.",
            )
        elif band.from_ <= before:
            yield Mistake(
                path,
                f"The band `{band.id}` starts at {band.from_}, and the band before it at {before}. Bands must rise.",
            )
        before = max(before, band.from_)


def profile_mistakes(rules: Rules, names: Names) -> Iterator[Mistake]:
    """Check the facts, derived facts and notices."""
    yield from stage_mistakes(rules, names)
    for index, fact in enumerate(rules.profile):
        yield from fact_mistakes(fact, ("profile", index), names)
    known = {fact.id: None for fact in rules.profile}
    for index, derived in enumerate(rules.derived):
        yield from derived_mistakes(derived, ("derived", index), names, known)
        known[derived.id] = None
    for index, notice in enumerate(rules.notices):
        path = ("notices", index)
        yield from cited(notice.claims, path, names, f"The notice `{notice.id}`")
        yield from condition_mistakes(notice.when, (*path, "when"), names, Use.PROFILE)


def stage_mistakes(rules: Rules, names: Names) -> Iterator[Mistake]:
    """Check that the profile has a required fact for the stage."""
    index, stage = next(((index, fact) for index, fact in enumerate(rules.profile) if fact.id == STAGE), (0, None))
    if stage is None:
        if "facts" not in names.lost:
            sentence = "The fact `stage` is missing. Add it: what is asked depends on how far the service has got."
            yield Mistake(("profile",), sentence, key=True)
    elif not stage.required or stage.kind != "choice":
        yield Mistake(("profile", index), "The fact `stage` must have `kind: choice` and `required: true`.")


def fact_mistakes(fact: Fact, path: Path, names: Names) -> Iterator[Mistake]:
    """Check one fact."""
    yield from names.many("claims", fact.claims, (*path, "claims"))
    if "kinds" in names.lost:
        return
    if fact.kind == "choice" and len(fact.options) < FEWEST_OPTIONS:
        yield Mistake((*path, "options"), f"The fact `{fact.id}` is a choice and needs at least two options.")
    if fact.kind != "choice" and fact.options:
        sentence = f"The fact `{fact.id}` is a number, so it has no options. Take them out, or write `kind: choice`."
        yield Mistake((*path, "options"), sentence)
    if fact.required and any(choice.id == UNKNOWN for choice in fact.options):
        sentence = f"The fact `{fact.id}` is required, so it cannot offer `{UNKNOWN}`. Take that out."
        yield Mistake((*path, "options"), sentence)


def derived_mistakes(derived: Derived, path: Path, names: Names, known: Collection[str]) -> Iterator[Mistake]:
    """Check one derived fact; `known` are the facts defined before it."""
    source = names.facts.get(derived.from_)
    if derived.from_ not in known and "facts" not in names.lost:
        sentence = f"There is no fact `{derived.from_}` before this one. {suggestion(derived.from_, known)}"
        yield Mistake((*path, "from"), sentence)
    elif source is not None:
        yield from table_mistakes(derived, source, path, names)
    for option, row in derived.table.items():
        yield from outcome_mistakes(row, derived, (*path, "table", option), names)
    for index, case in enumerate(derived.unless):
        at: Path = (*path, "unless", index)
        yield from outcome_mistakes(case, derived, at, names)
        yield from condition_mistakes(case.when, (*at, "when"), names, Use.PROFILE, known)


def table_mistakes(derived: Derived, source: Fact | Derived, path: Path, names: Names) -> Iterator[Mistake]:
    """Check that the table of a derived fact has a row for each option of its source fact, and no others."""
    offered = [choice.id for choice in source.options]
    if not offered:
        yield Mistake(
            (*path, "from"), f"`{source.id}` has no options to look up. Name a fact that is chosen from options."
        )
        return
    for option in offered:
        if option not in derived.table and option != UNKNOWN and "options" not in names.lost:
            sentence = (
                f"The table of `{derived.id}` has no row for `{option}` of `{source.id}`. Add `{option}: {{is: …}}`."
            )
            yield Mistake((*path, "table"), sentence, key=True)
    for option in derived.table:
        for mistake in names.option(source.options, option, (*path, "table", option), f"The fact `{source.id}`"):
            yield mistake._replace(key=True)


def outcome_mistakes(row: Any, derived: Derived, path: Path, names: Names) -> Iterator[Mistake]:
    """Check the value and claims of a row or case of a derived fact."""
    yield from names.many("claims", row.claims, (*path, "claims"))
    if row.is_ != UNKNOWN:
        yield from names.option(derived.options, row.is_, (*path, "is"), f"The derived fact `{derived.id}`")


def section_mistakes(section: Section, path: Path, names: Names) -> Iterator[Mistake]:
    """Check a section and its questions."""
    yield from weight_mistakes(section.weight, path, f"section `{section.id}`")
    for index, question in enumerate(section.questions):
        yield from question_mistakes(question, (*path, "questions", index), names)


def weight_mistakes(weight: int, path: Path, whose: str) -> Iterator[Mistake]:
    """Check that a weight is at least 1."""
    if weight < 1:
        yield Mistake((*path, "weight"), f"The weight of the {whose} must be 1 or more, but here it is {weight}.")


def question_mistakes(question: Question, path: Path, names: Names) -> Iterator[Mistake]:
    """Check one question."""
    yield from weight_mistakes(question.weight, path, f"question `{question.id}`")
    yield from repeated(ids("options", question.options, *path), "option", f" of `{question.id}`")
    yield from names.many("roles", question.ask, (*path, "ask"))
    yield from names.many("claims", question.claims, (*path, "claims"))
    if question.from_stage is not None:
        yield from names.stage(question.from_stage, (*path, "from_stage"))
    if question.ask_if is not None:
        yield from condition_mistakes(question.ask_if, (*path, "ask_if"), names, Use.PROFILE)
        if not question.not_asked_because:
            sentence = f"The question `{question.id}` has `ask_if` but no `not_asked_because`. Add why it is not asked."
            yield Mistake((*path, "ask_if"), sentence, key=True)
    yield from point_mistakes(question, path)


def point_mistakes(question: Question, path: Path) -> Iterator[Mistake]:
    """Check that the points of options start at 0, never fall and are not all equal."""
    points = [option.points for option in question.options]
    if len(points) < FEWEST_OPTIONS:
        yield Mistake(
            (*path, "options"), f"The question `{question.id}` needs at least two options, the worst first.", key=True
        )
        return
    if 0 not in points:
        sentence = (
            f"No option of the question `{question.id}` has 0 points. Give its first and worst option `points: 0`."
        )
        yield Mistake((*path, "options", 0, "points"), sentence)
    elif len(set(points)) == 1:
        yield Mistake(
            (*path, "options"),
            f"All options of the question `{question.id}` have the same points. Give the best one more.",
            key=True,
        )
    for index, (before, after) in enumerate(pairwise(points)):
        if after < before:
            sentence = (
                f"The points fall from {before} to {after} here. Put the worst option first, so that points never fall."
            )
            yield Mistake((*path, "options", index + 1, "points"), sentence)


def finding_mistakes(rules: Rules, names: Names) -> Iterator[Mistake]:
    """Check the blockers and warnings."""
    for index, blocker in enumerate(rules.blockers):
        path: Path = ("blockers", index)
        yield from names.one("bands", blocker.caps_at, (*path, "caps_at"))
        yield from cited(blocker.claims, path, names, f"The blocker `{blocker.id}`")
        yield from condition_mistakes(blocker.when, (*path, "when"), names, Use.BLOCKER)
    for index, warning in enumerate(rules.warnings):
        path = ("warnings", index)
        yield from cited(warning.claims, path, names, f"The warning `{warning.id}`")
        yield from condition_mistakes(warning.when, (*path, "when"), names, Use.WARNING)


def cited(claims: tuple[str, ...], path: Path, names: Names, whose: str) -> Iterator[Mistake]:
    """Check that an item cites at least one claim and that all its claims exist."""
    if not claims:
        yield Mistake(
            (*path, "claims"), f"{whose} names no claim. Add `claims: […]`, so that its source can be followed."
        )
    yield from names.many("claims", claims, (*path, "claims"))


def recommendation_mistakes(recommendation: Recommendation, path: Path, names: Names) -> Iterator[Mistake]:
    """Check one recommendation."""
    yield from names.one("roles", recommendation.lead, (*path, "lead"))
    yield from names.many("roles", recommendation.support, (*path, "support"))
    if not isinstance(recommendation.takes_from, str):
        yield from names.many("claims", recommendation.takes_from, (*path, "takes_from"))
    yield from cited(recommendation.claims, path, names, f"The recommendation `{recommendation.id}`")
    yield from condition_mistakes(recommendation.when, (*path, "when"), names, Use.ADVICE)
    for index, elsewhere in enumerate(recommendation.elsewhere):
        at: Path = (*path, "elsewhere", index)
        yield from names.many("claims", elsewhere.claims, (*at, "claims"))
        yield from condition_mistakes(elsewhere.when, (*at, "when"), names, Use.PROFILE)


def expectation_mistakes(expect: Any, path: Path, names: Names) -> Iterator[Mistake]:
    """Check the ids that a worked example expects."""
    for key, kind in (("band", "bands"), ("possible_band", "bands")):
        yield from names.one(kind, getattr(expect, key), (*path, key))
    for key, kind in (("blockers", "blockers"), ("possible_blockers", "blockers"), ("recommends", "recommendations")):
        yield from names.many(kind, getattr(expect, key) or (), (*path, key))
