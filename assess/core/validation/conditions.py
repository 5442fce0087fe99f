"""Checks of conditions: the ids they name, and the rules that keep a better answer from lowering a result."""

from collections.abc import Collection, Iterator
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from assess.core.model.rules import (
    UNKNOWN_OPTION,
    AllOf,
    AnyOf,
    DerivedFact,
    Fact,
    Not,
    ProfileCondition,
    QuestionCondition,
    SectionCondition,
)
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import join_with_or, suggest_correction
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import word_for
from assess.core.validation.references import NameIndex, list_option_ids, may_be_blank

_MAX_PARTS = 30
"""The most parts with a subject that a condition may have."""

_MAX_LEVELS = 4
"""The maximum nesting depth of a condition, including the innermost part."""

_COMPARISONS = ("above", "below", "at_least", "at_most")
MAX_SCORE = 100


class ConditionUse(Enum):
    """The use of a condition, which determines what it may name."""

    PROFILE = "profile"
    """Only facts about the service and the council."""
    ADVICE = "advice"
    """Any answers."""
    WARNING = "warning"
    """The worst answers."""
    CONTRADICTION = "contradiction"
    """Any answers; facts that are numbers may be compared with each other."""
    BLOCKER = "blocker"
    """The worst answers to questions that must apply."""


class _ConditionContext(NamedTuple):
    """The context in which a condition is checked."""

    names: NameIndex
    use: ConditionUse
    negated: bool = False
    facts: Collection[str] | None = None
    """The facts that may be named, or None if all may be."""


def check_condition(
    condition: Any, path: NodePath, names: NameIndex, use: ConditionUse, facts: Collection[str] | None = None
) -> Iterator[Mistake]:
    """Check one condition."""
    parts, levels = _measure_condition(condition)
    if parts > _MAX_PARTS:
        sentence = f"This condition has {parts} parts; {_MAX_PARTS} is the limit. Use fewer, or split it in two."
        yield Mistake(path, sentence, code="many-parts", values=(parts, _MAX_PARTS))
    if levels > _MAX_LEVELS:
        sentence = f"This condition is nested {levels} levels deep; {_MAX_LEVELS} is the limit. Make it simpler."
        yield Mistake(path, sentence, code="deep", values=(levels, _MAX_LEVELS))
    yield from _check_parts(condition, path, _ConditionContext(names, use, facts=facts))


def _measure_condition(condition: Any) -> tuple[int, int]:
    """Return the number of parts with a subject, and the nesting depth."""
    inner = [_measure_condition(part) for part, _ in _list_parts(condition)]
    return (sum(parts for parts, _ in inner), 1 + max(levels for _, levels in inner)) if inner else (1, 1)


def _list_parts(condition: Any) -> list[tuple[Any, NodePath]]:
    """Return the direct parts of a compound condition, each with its relative path."""
    match condition:
        case AllOf():
            return [(part, ("all", index)) for index, part in enumerate(condition.all)]
        case AnyOf():
            return [(part, ("any", index)) for index, part in enumerate(condition.any)]
        case Not():
            return [(condition.not_, ("not",))]
        case _:
            return []


def iter_condition_parts(condition: Any) -> Iterator[Any]:
    """Yield a condition and, recursively, its parts."""
    yield condition
    for part, _ in _list_parts(condition):
        yield from iter_condition_parts(part)


def _check_parts(condition: Any, path: NodePath, context: _ConditionContext) -> Iterator[Mistake]:
    """Check a condition and, recursively, its parts."""
    match condition:
        case QuestionCondition():
            yield from _check_question_condition(condition, path, context)
        case ProfileCondition():
            yield from _check_profile_condition(condition, path, context)
        case SectionCondition():
            yield from _check_section_condition(condition, path, context)
    inner = context._replace(negated=context.negated or isinstance(condition, Not))
    for part, steps in _list_parts(condition):
        yield from _check_parts(part, (*path, *steps), inner)


def _check_subject_allowed(subject: str, path: NodePath, context: _ConditionContext) -> Iterator[Mistake]:
    """Check that a question or section is not named where only facts may be."""
    if context.use is ConditionUse.PROFILE:
        sentence = (
            f"Only facts can be named here, not a {word_for(subject)}: answers never change what is asked or shown."
        )
        yield Mistake((*path, subject), sentence, code="facts-only")
    elif context.negated:
        sentence = (
            f"`not` can only be used with facts, not with a {word_for(subject)}. Name the options you mean instead."
        )
        yield Mistake((*path, subject), sentence, code="negated")


def _check_question_condition(
    condition: QuestionCondition, path: NodePath, context: _ConditionContext
) -> Iterator[Mistake]:
    """Check a condition on a question."""
    yield from _check_subject_allowed("question", path, context)
    yield from context.names.check_id("questions", condition.question, (*path, "question"))
    yield from _check_repeated_options(condition.is_, path)
    question = context.names.questions.get(condition.question)
    if question is None:
        return
    ids = context.names.index_options(question.options)
    wrong = [index for index, name in enumerate(condition.is_) if name not in ids]
    for index in wrong:
        of = f"The question `{question.id}`"
        yield from context.names.check_option(question.options, condition.is_[index], (*path, "is", index), of)
    if context.use in (ConditionUse.BLOCKER, ConditionUse.WARNING) and not wrong:
        yield from _check_worst_first(condition, ids, path, context.use.value)
    if context.use is ConditionUse.BLOCKER and question.may_not_apply:
        sentence = f"A blocker names the question `{question.id}`, so no one can say that it does not apply."
        sentence = f"{sentence} Write `may_not_apply: false` in that question."
        yield Mistake((*path, "question"), sentence, code="blocker-may-not-apply", values=(question.id,))


def _check_worst_first(
    condition: QuestionCondition, positions: dict[str, int], path: NodePath, kind: str
) -> Iterator[Mistake]:
    """Check that the named options are the worst ones without a gap and do not include the best."""
    named, best = set(condition.is_), next(reversed(positions), "")
    if best in named:
        sentence = f"`{best}` is the best option of `{condition.question}`, so a {kind} cannot name it. Remove it."
        yield Mistake((*path, "is"), sentence, code="best-named")
    elif named != set(islice(positions, len(named))):
        first = ", ".join(list(positions)[: max(positions[name] for name in named) + 1])
        sentence = f"A {kind} must name the worst options from the first without a gap."
        sentence = f"{sentence} Write `is: [{first}]`, or fewer from the start."
        yield Mistake((*path, "is"), sentence, code="not-worst")


def _check_repeated_options(names: tuple[str, ...], path: NodePath) -> Iterator[Mistake]:
    """Yield a mistake for each option that is named again."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            sentence = f"`{name}` is in this list twice. Keep one of the two."
            yield Mistake((*path, "is", index), sentence, code="twice", values=(name,))
        seen.add(name)


def _check_profile_condition(
    condition: ProfileCondition, path: NodePath, context: _ConditionContext
) -> Iterator[Mistake]:
    """Check a condition on a fact."""
    yield from context.names.check_id("facts", condition.profile, (*path, "profile"))
    fact = context.names.facts.get(condition.profile)
    if fact is None or "kinds" in context.names.incomplete:
        return
    if context.facts is not None and fact.id not in context.facts:
        sentence = f"The derived fact `{fact.id}` cannot be used here, because it is only worked out later."
        yield Mistake((*path, "profile"), f"{sentence} Use a fact that comes before it.", code="known-later")
    compared = [key for key in _COMPARISONS if getattr(condition, key) is not None]
    numeric = isinstance(fact, Fact) and fact.kind != "choice"
    if condition.is_ is not None:
        yield from _check_fact_options(condition.is_, fact, path, context.names)
        if compared:
            sentence = f"A condition on a fact has `is` or a comparison, not both. Remove `{compared[0]}` or `is`."
            yield Mistake((*path, compared[0]), sentence, code="two-tests")
    elif not compared:
        wanted = join_with_or(_COMPARISONS) if numeric else "`is`"
        sentence = f"The condition on `{fact.id}` does not say what is compared. Add {wanted}."
        yield Mistake(path, sentence, code="no-number" if numeric else "no-option")
    if compared and not numeric:
        sentence = f"`{fact.id}` is chosen from options, so `{compared[0]}` does not apply to it. Use `is: [...]`."
        yield Mistake((*path, compared[0]), sentence, code="not-a-number")
    for key in compared:
        yield from _check_compared_fact(getattr(condition, key), fact, (*path, key), context)


def _check_compared_fact(
    limit: int | str, fact: Fact | DerivedFact, path: NodePath, context: _ConditionContext
) -> Iterator[Mistake]:
    """Check a limit that is another fact: only in a contradiction, and only a number of the same kind."""
    if isinstance(limit, int) or isinstance(fact, DerivedFact) or fact.kind == "choice":
        return
    if context.use is not ConditionUse.CONTRADICTION:
        sentence = f"`{path[-1]}` must be a whole number from 0 in plain digits, such as 15, but here it is `{limit}`."
        sentence = f"{sentence} Only a contradiction may compare two facts."
        yield Mistake(path, sentence, code="number")
        return
    yield from context.names.check_id("facts", limit, path)
    other = context.names.facts.get(limit)
    if other is not None and getattr(other, "kind", "choice") != fact.kind:
        sentence = f"`{fact.id}` and `{limit}` are not of the same kind, so they cannot be compared."
        yield Mistake(path, f"{sentence} Name another fact with `kind: {fact.kind}`.", code="other-kind")


def _check_fact_options(named: tuple[str, ...], fact: Any, path: NodePath, names: NameIndex) -> Iterator[Mistake]:
    """Check the options of a fact that a condition names."""
    yield from _check_repeated_options(named, path)
    places = names.index_options(fact.options)
    for index, name in enumerate(named):
        if (
            name not in places
            and not (name == UNKNOWN_OPTION and may_be_blank(fact))
            and "options" not in names.incomplete
        ):
            known = list_option_ids(fact)
            hint = (
                suggest_correction(name, known)
                if known
                else "Its number is compared with above, below, at_least or at_most."
            )
            sentence = f"The fact `{fact.id}` has no option `{name}`. {hint}"
            yield Mistake((*path, "is", index), sentence, code="unknown-option", values=(name,))


def _check_section_condition(
    condition: SectionCondition, path: NodePath, context: _ConditionContext
) -> Iterator[Mistake]:
    """Check a condition on a section's score."""
    yield from _check_subject_allowed("section", path, context)
    if context.use is ConditionUse.CONTRADICTION:
        sentence = "A contradiction names answers and facts, not the score of a barrier. Name the options you mean."
        yield Mistake((*path, "section"), sentence, code="no-score")
    yield from context.names.check_id("sections", condition.section, (*path, "section"))
    if not 1 <= condition.below <= MAX_SCORE:
        sentence = f"`below` must be a whole number from 1 to {MAX_SCORE}, but here it is {condition.below}."
        yield Mistake((*path, "below"), sentence, code="score-limit", values=(MAX_SCORE,))
