"""Checks of the rules across fields: ids, bands, points, facts, claims and conditions."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any

from assess.core.model.evidence import Evidence
from assess.core.model.rules import STAGE, UNKNOWN_OPTION, DerivedFact, Fact, Question, Recommendation, Rules, Section
from assess.core.syntax.mistakes import Mistake, check_unique
from assess.core.syntax.suggestions import suggest_correction
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.conditions import MAX_SCORE, ConditionUse, check_condition
from assess.core.validation.contradictions import check_contradictions
from assess.core.validation.coverage import Coverage, format_coverage, measure_coverage
from assess.core.validation.earlier_ids import check_earlier_ids
from assess.core.validation.needs import check_needs, check_short_texts
from assess.core.validation.references import NameIndex

__all__ = ["Coverage", "check_evidence", "check_rules", "format_coverage", "measure_coverage"]

_MIN_OPTIONS = 2
_MAX_EXAMPLES = 200
"""The maximum number of worked examples: all of them are run while somebody waits."""


def check_rules(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check rules/readiness.yaml across fields."""
    yield from _check_unique_ids(rules)
    yield from _check_bands(rules)
    yield from _check_profile(rules, names)
    for index, section in enumerate(rules.sections):
        yield from _check_section(section, ("sections", index), names)
    yield from check_earlier_ids(rules)
    yield from check_short_texts(rules)
    yield from check_needs(rules, names)
    yield from _check_findings(rules, names)
    yield from check_contradictions(rules, names)
    for index, recommendation in enumerate(rules.recommendations):
        yield from _check_recommendation(recommendation, ("recommendations", index), names)
    if len(rules.examples) > _MAX_EXAMPLES:
        sentence = (
            f"There are {len(rules.examples)} worked examples, and at most {_MAX_EXAMPLES} can be tried. Remove some."
        )
        yield Mistake(("examples",), sentence, key=True)


def check_evidence(evidence: Evidence, names: NameIndex) -> Iterator[Mistake]:
    """Check rules/evidence.yaml across fields."""
    yield from check_unique(_list_ids("sources", evidence.sources), "source")
    yield from check_unique(_list_ids("claims", evidence.claims), "finding")
    for index, source in enumerate(evidence.sources):
        path: NodePath = ("sources", index, "superseded_by")
        yield from names.check_id("sources", source.superseded_by, path)
        if source.superseded_by == source.id:
            sentence = f"The source `{source.id}` cannot be superseded by itself. Name the newer source."
            yield Mistake(path, sentence, code="superseded-by-itself")
        if source.applies_from and source.applies_to and source.applies_to < source.applies_from:
            sentence = f"`applies_to` is before `applies_from` ({source.applies_from}). Correct the two dates."
            yield Mistake(("sources", index, "applies_to"), sentence, code="ends-early")
    for index, claim in enumerate(evidence.claims):
        yield from names.check_id("sources", claim.source, ("claims", index, "source"))


def _list_ids(key: str, items: Iterable[Any], *prefix: str | int) -> list[tuple[NodePath, str]]:
    """Return the ids in a list, each with its path."""
    return [((*prefix, key, index, "id"), item.id) for index, item in enumerate(items)]


def _check_unique_ids(rules: Rules) -> Iterator[Mistake]:
    """Check that ids are unique among items of the same kind."""
    yield from check_unique(_list_ids("bands", rules.bands), "band")
    yield from check_unique(_list_ids("roles", rules.roles), "role")
    yield from check_unique(_list_ids("profile", rules.profile) + _list_ids("derived", rules.derived), "fact")
    for key in ("profile", "derived"):
        for index, fact in enumerate(getattr(rules, key)):
            yield from check_unique(
                _list_ids("options", fact.options, key, index), "option", f" of the fact `{fact.id}`"
            )
    yield from check_unique(_list_ids("notices", rules.notices), "notice")
    yield from check_unique(_list_ids("sections", rules.sections), "barrier")
    questions = [
        each
        for index, section in enumerate(rules.sections)
        for each in _list_ids("questions", section.questions, "sections", index)
    ]
    yield from check_unique(questions, "question")
    yield from check_unique(
        _list_ids("blockers", rules.blockers) + _list_ids("warnings", rules.warnings), "blocker or warning"
    )
    yield from check_unique(_list_ids("contradictions", rules.contradictions), "contradiction")
    yield from check_unique(_list_ids("recommendations", rules.recommendations), "recommendation")
    yield from check_unique(
        ((("glossary", index, "term"), each.term) for index, each in enumerate(rules.glossary)), "term"
    )
    yield from check_unique(
        ((("examples", index, "name"), each.name) for index, each in enumerate(rules.examples)), "worked example"
    )


def _check_bands(rules: Rules) -> Iterator[Mistake]:
    """Check that the thresholds of bands start at 0 and rise."""
    before = -1
    for index, band in enumerate(rules.bands):
        path: NodePath = ("bands", index, "from")
        if index == 0 and band.from_ != 0:
            sentence = f"The first band must start at 0, but `{band.id}` starts at {band.from_}. Write `from: 0`."
            yield Mistake(path, sentence, code="band-first")
        elif band.from_ > MAX_SCORE:
            sentence = (
                f"The band `{band.id}` starts at {band.from_}, but no score is above {MAX_SCORE}. Start it lower."
            )
            yield Mistake(path, sentence, code="band-high", values=(MAX_SCORE,))
        elif band.from_ <= before:
            sentence = f"The band `{band.id}` starts at {band.from_}, and the band before it at {before}."
            sentence = f"{sentence} Each band must start higher than the one before."
            yield Mistake(path, sentence, code="band-rise", values=(before,))
        before = max(before, band.from_)


def _check_profile(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check the facts, derived facts and notices."""
    yield from _check_stage_fact(rules, names)
    for index, fact in enumerate(rules.profile):
        yield from _check_fact(fact, ("profile", index), names)
    known = {fact.id: None for fact in rules.profile}
    for index, derived in enumerate(rules.derived):
        yield from _check_derived_fact(derived, ("derived", index), names, known)
        known[derived.id] = None
    for index, notice in enumerate(rules.notices):
        path = ("notices", index)
        yield from _check_claims(notice.claims, path, names, f"The notice `{notice.id}`")
        yield from check_condition(notice.when, (*path, "when"), names, ConditionUse.PROFILE)


def _check_stage_fact(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check that the profile has a required fact for the stage."""
    index, stage = next(((index, fact) for index, fact in enumerate(rules.profile) if fact.id == STAGE), (0, None))
    if stage is None:
        if "facts" not in names.incomplete:
            sentence = "The fact `stage` is missing. Add it: what is asked depends on how far the service has got."
            yield Mistake(("profile",), sentence, key=True)
    elif not stage.required or stage.kind != "choice":
        yield Mistake(("profile", index), "The fact `stage` must have `kind: choice` and `required: true`.")


def _check_fact(fact: Fact, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check one fact."""
    yield from names.check_ids("claims", fact.claims, (*path, "claims"))
    if "kinds" in names.incomplete:
        return
    if fact.kind == "choice" and len(fact.options) < _MIN_OPTIONS:
        sentence = f"The fact `{fact.id}` is a choice and needs at least two options."
        yield Mistake((*path, "options"), sentence, code="few-options")
    if fact.kind != "choice" and fact.options:
        sentence = f"The fact `{fact.id}` is a number, so it has no options. Remove them, or write `kind: choice`."
        yield Mistake((*path, "options"), sentence)
    if fact.required and any(choice.id == UNKNOWN_OPTION for choice in fact.options):
        sentence = f"The fact `{fact.id}` is required, so it cannot offer `{UNKNOWN_OPTION}`. Remove that."
        yield Mistake((*path, "options"), sentence)


def _check_derived_fact(
    derived: DerivedFact, path: NodePath, names: NameIndex, known: Collection[str]
) -> Iterator[Mistake]:
    """Check one derived fact; `known` are the facts defined before it."""
    source = names.facts.get(derived.from_)
    if derived.from_ not in known and "facts" not in names.incomplete:
        sentence = f"There is no fact `{derived.from_}` before this one. {suggest_correction(derived.from_, known)}"
        yield Mistake((*path, "from"), sentence)
    elif source is not None:
        yield from _check_lookup_table(derived, source, path, names)
    for option, row in derived.table.items():
        yield from _check_lookup_row(row, derived, (*path, "table", option), names)
    for index, case in enumerate(derived.unless):
        at: NodePath = (*path, "unless", index)
        yield from _check_lookup_row(case, derived, at, names)
        yield from check_condition(case.when, (*at, "when"), names, ConditionUse.PROFILE, known)


def _check_lookup_table(
    derived: DerivedFact, source: Fact | DerivedFact, path: NodePath, names: NameIndex
) -> Iterator[Mistake]:
    """Check that the table of a derived fact has a row for each option of its source fact, and no others."""
    offered = [choice.id for choice in source.options]
    if not offered:
        yield Mistake(
            (*path, "from"), f"`{source.id}` has no options to look up. Name a fact that is chosen from options."
        )
        return
    for option in offered:
        if option not in derived.table and option != UNKNOWN_OPTION and "options" not in names.incomplete:
            sentence = (
                f"The table of `{derived.id}` has no row for `{option}` of `{source.id}`. Add `{option}: {{is: …}}`."
            )
            yield Mistake((*path, "table", option, "is"), sentence, key=True, code="no-row")
    for option in derived.table:
        for mistake in names.check_option(source.options, option, (*path, "table", option), f"The fact `{source.id}`"):
            yield mistake._replace(key=True)


def _check_lookup_row(row: Any, derived: DerivedFact, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check the value and claims of a row or case of a derived fact."""
    yield from names.check_ids("claims", row.claims, (*path, "claims"))
    if row.is_ != UNKNOWN_OPTION:
        yield from names.check_option(derived.options, row.is_, (*path, "is"), f"The derived fact `{derived.id}`")


def _check_section(section: Section, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check a section and its questions."""
    yield from _check_weight(section.weight, path, f"barrier `{section.id}`")
    for index, question in enumerate(section.questions):
        yield from _check_question(question, (*path, "questions", index), names)


def _check_weight(weight: int, path: NodePath, label: str) -> Iterator[Mistake]:
    """Check that a weight is at least 1."""
    if weight < 1:
        sentence = f"The weight of the {label} must be 1 or more, but here it is {weight}."
        yield Mistake((*path, "weight"), sentence, code="low-weight")


def _check_question(question: Question, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check one question."""
    yield from _check_weight(question.weight, path, f"question `{question.id}`")
    yield from check_unique(_list_ids("options", question.options, *path), "option", f" of `{question.id}`")
    yield from names.check_ids("roles", question.ask, (*path, "ask"))
    yield from names.check_ids("claims", question.claims, (*path, "claims"))
    if question.from_stage is not None:
        yield from names.check_stage(question.from_stage, (*path, "from_stage"))
    if question.ask_if is not None:
        yield from check_condition(question.ask_if, (*path, "ask_if"), names, ConditionUse.PROFILE)
        if not question.not_asked_because:
            sentence = f"The question `{question.id}` has `ask_if` but no `not_asked_because`. Add why it is not asked."
            yield Mistake((*path, "ask_if"), sentence, key=True, code="no-reason")
    yield from _check_points(question, path)


def _check_points(question: Question, path: NodePath) -> Iterator[Mistake]:
    """Check that the points of options start at 0, never fall and are not all equal."""
    points = [option.points for option in question.options]
    if len(points) < _MIN_OPTIONS:
        sentence = f"The question `{question.id}` needs at least two options, the worst first."
        yield Mistake((*path, "options"), sentence, key=True, code="few-options")
        return
    if 0 not in points:
        sentence = (
            f"No option of the question `{question.id}` has 0 points. Give its first option, the worst, `points: 0`."
        )
        yield Mistake((*path, "options", 0, "points"), sentence, code="no-worst")
    elif len(set(points)) == 1:
        sentence = f"All options of the question `{question.id}` have the same points. Give the best one more."
        yield Mistake((*path, "options"), sentence, key=True, code="same-points", values=(len(points),))
    for index, (before, after) in enumerate(pairwise(points)):
        if after < before:
            sentence = f"The points go down from {before} to {after} here. Put the worst option first."
            yield Mistake((*path, "options", index + 1, "points"), sentence, code="points-fall")


def _check_findings(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check the blockers and warnings."""
    for index, blocker in enumerate(rules.blockers):
        path: NodePath = ("blockers", index)
        yield from names.check_id("bands", blocker.caps_at, (*path, "caps_at"))
        yield from _check_claims(blocker.claims, path, names, f"The blocker `{blocker.id}`")
        yield from check_condition(blocker.when, (*path, "when"), names, ConditionUse.BLOCKER)
    for index, warning in enumerate(rules.warnings):
        path = ("warnings", index)
        yield from _check_claims(warning.claims, path, names, f"The warning `{warning.id}`")
        yield from check_condition(warning.when, (*path, "when"), names, ConditionUse.WARNING)


def _check_claims(claims: tuple[str, ...], path: NodePath, names: NameIndex, label: str) -> Iterator[Mistake]:
    """Check that an item cites at least one claim and that all its claims exist."""
    if not claims:
        sentence = f"{label} names no finding. Add `claims: […]`, so that its source can be found."
        yield Mistake((*path, "claims"), sentence, code="no-claim")
    yield from names.check_ids("claims", claims, (*path, "claims"))


def _check_recommendation(recommendation: Recommendation, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check one recommendation."""
    yield from names.check_id("roles", recommendation.lead, (*path, "lead"))
    yield from names.check_ids("roles", recommendation.support, (*path, "support"))
    if not isinstance(recommendation.takes_from, str):
        yield from names.check_ids("claims", recommendation.takes_from, (*path, "takes_from"))
    yield from _check_claims(recommendation.claims, path, names, f"The recommendation `{recommendation.id}`")
    yield from check_condition(recommendation.when, (*path, "when"), names, ConditionUse.ADVICE)
    for index, elsewhere in enumerate(recommendation.elsewhere):
        at: NodePath = (*path, "elsewhere", index)
        yield from names.check_ids("claims", elsewhere.claims, (*at, "claims"))
        yield from check_condition(elsewhere.when, (*at, "when"), names, ConditionUse.PROFILE)
