"""Checks of conditions: the ids they name, and the rules that keep a better answer from lowering a result."""

from collections.abc import Collection, Iterator
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from assess.core.model.rules import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Fact,
    Not,
    ProfileCondition,
    QuestionCondition,
    SectionCondition,
)
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import alternatives, suggestion
from assess.core.syntax.yaml_reader import Path
from assess.core.validation.references import Names, choices, may_be_blank

PARTS = 30
"""The most parts with a subject that a condition may have."""

LEVELS = 4
"""The maximum nesting depth of a condition, including the innermost part."""

COMPARISONS = ("above", "below", "at_least", "at_most")
HIGHEST_SCORE = 100


class Use(Enum):
    """The use of a condition, which determines what it may name."""

    PROFILE = "profile"
    """Only facts about the service and the council."""
    ADVICE = "advice"
    """Any answers."""
    WARNING = "warning"
    """The worst answers."""
    BLOCKER = "blocker"
    """The worst answers to questions that must apply."""


class Walk(NamedTuple):
    """The context in which a condition is checked."""

    names: Names
    use: Use
    negated: bool = False
    facts: Collection[str] | None = None
    """The facts that may be named, or None if all may be."""


def condition_mistakes(
    condition: Any, path: Path, names: Names, use: Use, facts: Collection[str] | None = None
) -> Iterator[Mistake]:
    """Check one condition."""
    parts, levels = measured(condition)
    if parts > PARTS:
        yield Mistake(
            path, f"This condition has {parts} parts; {PARTS} is the most. Say it with fewer, or split it in two."
        )
    if levels > LEVELS:
        yield Mistake(path, f"This condition is nested {levels} levels deep; {LEVELS} is the most. Say it more simply.")
    yield from walked(condition, path, Walk(names, use, facts=facts))


def measured(condition: Any) -> tuple[int, int]:
    """Return the number of parts with a subject, and the nesting depth."""
    inner = [measured(part) for part, _ in parts_of(condition)]
    return (sum(parts for parts, _ in inner), 1 + max(levels for _, levels in inner)) if inner else (1, 1)


def parts_of(condition: Any) -> list[tuple[Any, Path]]:
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


def walked(condition: Any, path: Path, walk: Walk) -> Iterator[Mistake]:
    """Check a condition and, recursively, its parts."""
    match condition:
        case QuestionCondition():
            yield from question_mistakes(condition, path, walk)
        case ProfileCondition():
            yield from profile_mistakes(condition, path, walk)
        case SectionCondition():
            yield from section_mistakes(condition, path, walk)
    inner = walk._replace(negated=walk.negated or isinstance(condition, Not))
    for part, steps in parts_of(condition):
        yield from walked(part, (*path, *steps), inner)


def out_of_place(subject: str, path: Path, walk: Walk) -> Iterator[Mistake]:
    """Check that a question or section is not named where only facts may be."""
    if walk.use is Use.PROFILE:
        yield Mistake(
            (*path, subject),
            f"Only facts may be named here, not a {subject}: answers never change what is asked or noted.",
        )
    elif walk.negated:
        sentence = f"`not` may stand round facts only, not round a {subject}. Name the options that are meant instead."
        yield Mistake((*path, subject), sentence)


def question_mistakes(condition: QuestionCondition, path: Path, walk: Walk) -> Iterator[Mistake]:
    """Check a condition on a question."""
    yield from out_of_place("question", path, walk)
    yield from walk.names.one("questions", condition.question, (*path, "question"))
    yield from twice(condition.is_, path)
    question = walk.names.questions.get(condition.question)
    if question is None:
        return
    ids = walk.names.places(question.options)
    wrong = [index for index, name in enumerate(condition.is_) if name not in ids]
    for index in wrong:
        of = f"The question `{question.id}`"
        yield from walk.names.option(question.options, condition.is_[index], (*path, "is", index), of)
    if walk.use in (Use.BLOCKER, Use.WARNING) and not wrong:
        yield from worst_first(condition, ids, path, walk.use.value)
    if walk.use is Use.BLOCKER and question.may_not_apply:
        sentence = f"A blocker names the question `{question.id}`, so nobody may say that it does not apply."
        yield Mistake((*path, "question"), f"{sentence} Write `may_not_apply: false` in that question.")


def worst_first(condition: QuestionCondition, places: dict[str, int], path: Path, kind: str) -> Iterator[Mistake]:
    """Check that the named options are the worst ones without a gap and do not include the best."""
    named, best = set(condition.is_), next(reversed(places), "")
    if best in named:
        sentence = f"`{best}` is the best option of `{condition.question}`, so a {kind} cannot name it. Take it out."
        yield Mistake((*path, "is"), sentence)
    elif named != set(islice(places, len(named))):
        first = ", ".join(list(places)[: max(places[name] for name in named) + 1])
        sentence = f"A {kind} must name the worst options from the first on without a gap."
        yield Mistake((*path, "is"), f"{sentence} Write `is: [{first}]`, or fewer from the start.")


def twice(names: tuple[str, ...], path: Path) -> Iterator[Mistake]:
    """Yield a mistake for each option that is named again."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Mistake((*path, "is", index), f"`{name}` is in this list twice. Keep one of the two.")
        seen.add(name)


def profile_mistakes(condition: ProfileCondition, path: Path, walk: Walk) -> Iterator[Mistake]:
    """Check a condition on a fact."""
    yield from walk.names.one("facts", condition.profile, (*path, "profile"))
    fact = walk.names.facts.get(condition.profile)
    if fact is None or "kinds" in walk.names.lost:
        return
    if walk.facts is not None and fact.id not in walk.facts:
        sentence = f"The derived fact `{fact.id}` cannot be looked at here, because it is only known later."
        yield Mistake((*path, "profile"), f"{sentence} Use a fact that stands before it.")
    compared = [key for key in COMPARISONS if getattr(condition, key) is not None]
    numeric = isinstance(fact, Fact) and fact.kind != "choice"
    if condition.is_ is not None:
        yield from named_options(condition.is_, fact, path, walk.names)
        if compared:
            yield Mistake(
                (*path, compared[0]),
                f"A condition on a fact has `is` or a comparison, not both. Take `{compared[0]}` or `is` out.",
            )
    elif not compared:
        wanted = alternatives(COMPARISONS) if numeric else "`is`"
        yield Mistake(path, f"The condition on `{fact.id}` does not say what is compared. Add {wanted}.")
    if compared and not numeric:
        yield Mistake(
            (*path, compared[0]),
            f"`{fact.id}` is chosen from options, so `{compared[0]}` says nothing of it. Use `is: [...]`.",
        )


def named_options(named: tuple[str, ...], fact: Any, path: Path, names: Names) -> Iterator[Mistake]:
    """Check the options of a fact that a condition names."""
    yield from twice(named, path)
    places = names.places(fact.options)
    for index, name in enumerate(named):
        if name not in places and not (name == UNKNOWN and may_be_blank(fact)) and "options" not in names.lost:
            known = choices(fact)
            hint = (
                suggestion(name, known) if known else "Its number is compared with above, below, at_least or at_most."
            )
            yield Mistake((*path, "is", index), f"The fact `{fact.id}` has no option `{name}`. {hint}")


def section_mistakes(condition: SectionCondition, path: Path, walk: Walk) -> Iterator[Mistake]:
    """Check a condition on a section's score."""
    yield from out_of_place("section", path, walk)
    yield from walk.names.one("sections", condition.section, (*path, "section"))
    if not 1 <= condition.below <= HIGHEST_SCORE:
        yield Mistake(
            (*path, "below"),
            f"`below` must be a whole number from 1 to {HIGHEST_SCORE}, but here it is {condition.below}.",
        )
