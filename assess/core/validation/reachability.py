"""Reachability of conditions: an exhaustive search over the facts and options that they depend on.

Options that no part of a condition distinguishes count as one, so that few combinations cover all. What a question
depends on (its stage, its `ask_if`, the facts a derived fact is looked up from) is included in the search.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod
from typing import Any, NamedTuple

from assess.core.model.rules import STAGE, UNKNOWN_OPTION, Question, Rules
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    AllExpr,
    EvaluationContext,
    Expr,
    FactComparison,
    FactTest,
    QuestionTest,
    SectionTest,
    compile_condition,
    iter_leaves,
)
from assess.core.scoring.facts import FactTable
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.reachability_values import (
    find_named_groups,
    index_options,
    list_dependency_tests,
    list_fact_values,
    list_near_numbers,
    list_option_values,
)

MAX_COMBINATIONS = 100_000
"""The most combinations tried for one condition."""

CandidateValues = Mapping[str, Sequence[Any]]
"""The values to try for each fact or question, by id."""


class Witness(NamedTuple):
    """Facts and answers that make a condition true."""

    facts: Mapping[str, str | int]
    options: Mapping[str, str]


class TooManyCombinations(NamedTuple):
    """The number of combinations of a condition that has too many to be searched."""

    combinations: int


class RuleCondition(NamedTuple):
    """A condition of the rules, and the item it belongs to."""

    kind: str
    id: str
    path: NodePath
    condition: Any


def iter_conditions(rules: Rules) -> Iterator[RuleCondition]:
    """Yield all conditions of the rules."""
    for kind in ("notices", "blockers", "warnings", "contradictions", "recommendations"):
        for index, item in enumerate(getattr(rules, kind)):
            yield RuleCondition(kind, item.id, (kind, index, "when"), item.when)
    yield from _iter_case_conditions("derived", "derived", "unless", rules.derived)
    yield from _iter_case_conditions("elsewhere", "recommendations", "elsewhere", rules.recommendations)
    for section_index, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            if question.ask_if is not None:
                path: NodePath = ("sections", section_index, "questions", index, "ask_if")
                yield RuleCondition("questions", question.id, path, question.ask_if)


def _iter_case_conditions(kind: str, key: str, nested_key: str, items: Iterable[Any]) -> Iterator[RuleCondition]:
    """Yield the conditions of the nested cases of each item in a list."""
    for item_index, item in enumerate(items):
        for index, case in enumerate(getattr(item, nested_key)):
            yield RuleCondition(kind, item.id, (key, item_index, nested_key, index, "when"), case.when)


_CONSEQUENCES = {
    "notices": "the notice `{}` would never be shown",
    "blockers": "the blocker `{}` would never be shown",
    "warnings": "the warning `{}` would never be shown",
    "contradictions": "the contradiction `{}` would never be shown",
    "recommendations": "no answer can reach the recommendation `{}`",
    "derived": "this case of the derived fact `{}` would never be used",
    "elsewhere": "this note of the recommendation `{}` would never be shown",
    "questions": "the question `{}` would never be asked",
}


_FACT_KEYS = ("profile", "derived")
_REQUIRED_KEYS = {"id", "options", "from_stage", "ask_if"}
"""The keys of questions that must be valid, as must all facts, before conditions can be searched."""


def check_reachability(rules: Rules, unsound: Iterable[NodePath] = ()) -> Iterator[Mistake]:
    """Check that every condition can be true and is short enough to search, except those at unsound paths."""
    unsound_paths = tuple(unsound)
    if any(
        path[0] in _FACT_KEYS or (path[0] == "sections" and _REQUIRED_KEYS.intersection(path)) for path in unsound_paths
    ):
        return
    search = WitnessSearch(rules)
    for target in iter_conditions(rules):
        if any(path[: len(target.path)] == target.path for path in unsound_paths):
            continue
        witness = search.find_witness(target.condition)
        consequence = _CONSEQUENCES[target.kind].format(target.id)
        if witness is None:
            sentence = f"This condition can never be true, so {consequence}."
            sentence = f"{sentence} Change it, or remove it and what depends on it."
            yield Mistake(target.path, sentence, code="never-true")
        elif isinstance(witness, TooManyCombinations):
            size = (
                f"{witness.combinations:,} combinations would have to be tried, and {MAX_COMBINATIONS:,} is the limit"
            )
            sentence = f"This condition is too long: {size}. Name fewer, or split it in two."
            yield Mistake(target.path, sentence, code="too-long")


class WitnessSearch:
    """A search for facts and answers that make the conditions of one rulebook true."""

    def __init__(self, rules: Rules) -> None:
        self.fact_table = FactTable(rules)
        self.facts = {fact.id: fact for fact in rules.profile}
        self.fact_order = {fact: place for place, fact in enumerate(self.facts)}
        self.cached_asked_questions = cache(self._find_asked_questions)
        self.cached_fact_values = cache(self._list_fact_values)
        self.sections = {section.id: section.questions for section in rules.sections}
        self.questions = {question.id: question for section in rules.sections for question in section.questions}
        self.fact_options = {
            each.id: index_options(choice.id for choice in each.options if choice.id != UNKNOWN_OPTION)
            for each in rules.profile
        }
        self.question_options = {
            each.id: index_options(option.id for option in each.options) for each in self.questions.values()
        }
        self.cached_option_values = cache(self._list_option_values)
        asked_if = ((each.id, each.ask_if) for each in self.questions.values())
        self.ask_if = {
            question: compile_condition(condition) for question, condition in asked_if if condition is not None
        }
        self.known_facts_cache: dict[Any, dict[str, Any]] = {}
        self.lookups = {lookup.derived.id: lookup for lookup in self.fact_table.derived}
        self.dependency_tests = {each.id: list_dependency_tests(each) for each in rules.derived}

    def find_witness(self, condition: Any) -> Witness | TooManyCombinations | None:
        """Return facts and answers that make a condition true, or None if there are none."""
        part = compile_condition(condition)
        named = [self.questions[leaf.question] for leaf in iter_leaves(part) if isinstance(leaf, QuestionTest)]
        scored = {
            each.id: each
            for leaf in iter_leaves(part)
            if isinstance(leaf, SectionTest)
            for each in self.sections[leaf.section]
        }
        facts, derived = self._collect_fact_values(part, (*named, *scored.values()))
        options = {
            each.id: self.cached_option_values(each.id, find_named_groups(each.id, part), each.id in scored)
            for each in named
        }
        size = prod(map(len, facts.values())) * prod(map(len, options.values()))
        return TooManyCombinations(size) if size > MAX_COMBINATIONS else self._find_first(part, facts, derived, options)

    def _list_fact_values(self, fact: str, tests: tuple[FactTest, ...], is_named: bool) -> list[Any]:
        """Return the values to try for a fact."""
        return list_fact_values(self.facts[fact], tests, self.fact_options[fact], is_named)

    def _list_option_values(self, question: str, named: tuple[frozenset[str], ...], scored: bool) -> list[Any]:
        """Return the options to try for a question."""
        points = {option.id: option.points for option in self.questions[question].options} if scored else None
        return list_option_values(points, named, self.question_options[question])

    def _find_first(
        self, part: Expr, facts: CandidateValues, derived: Sequence[str], options: CandidateValues
    ) -> Witness | None:
        """Return the first combination of values that makes the condition true, or None."""
        for profile in iter_combinations(facts):
            given: dict[str, Any] = {fact: value for fact, value in profile.items() if value is not None}
            known = self.derive_facts(given, derived)
            asked = {question for question in options if self.is_asked(self.questions[question], known)}
            if part.evaluate(EvaluationContext(known, dict.fromkeys(asked), self._widest_scores(part, known))) is FALSE:
                continue
            for chosen in iter_combinations({question: options[question] for question in options if question in asked}):
                if (
                    part.evaluate(EvaluationContext(known, chosen, self._compute_worst_scores(part, known, chosen)))
                    is TRUE
                ):
                    return Witness(given, chosen)
        return None

    def derive_facts(self, given: Mapping[str, Any], derived: Sequence[str]) -> Mapping[str, Any]:
        """Return the facts of a profile with the named derived facts added; results are cached."""
        key = (tuple(given.items()), tuple(derived))
        if key not in self.known_facts_cache:
            known = self.known_facts_cache[key] = {STAGE: self.fact_table.stages[0], **given}
            for name in derived:
                found = self.lookups[name].evaluate(known)
                if found is not None:
                    known[name] = found
        return self.known_facts_cache[key]

    def list_asking_values(self, questions: Iterable[Question]) -> tuple[CandidateValues, list[str]]:
        """Return the values to try for every fact that decides whether questions are asked, and the derived facts."""
        return self._collect_fact_values(
            AllExpr(tuple(self.ask_if[each.id] for each in questions if each.id in self.ask_if)), ()
        )

    def is_asked(self, question: Question, known: Mapping[str, Any]) -> bool:
        """Return whether a question is asked; it is if its `ask_if` is unknown."""
        stages = self.fact_table.stages
        part = self.ask_if.get(question.id)
        due = question.from_stage is None or stages.index(question.from_stage) <= stages.index(known[STAGE])
        return due and (part is None or part.evaluate(EvaluationContext(known)) is not FALSE)

    def _find_asked_by_section(self, part: Expr, known: Mapping[str, Any]) -> dict[str, "AskedQuestions"]:
        """Return the questions asked in each section whose score the condition depends on."""
        sections = {leaf.section for leaf in iter_leaves(part) if isinstance(leaf, SectionTest)}
        return {section: self.cached_asked_questions(section, _IdentityKey(known)) for section in sections}

    def _find_asked_questions(self, section: str, known: "_IdentityKey") -> "AskedQuestions":
        """Return the questions of a section that are asked."""
        asked = [each for each in self.sections[section] if self.is_asked(each, known.facts)]
        return AskedQuestions({each.id: each for each in asked}, sum(each.weight for each in asked))

    def _widest_scores(self, part: Expr, known: Mapping[str, Any]) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Return the widest possible score range of each section with questions asked."""
        return {
            section: (Fraction(0), Fraction(100))
            for section, asked in self._find_asked_by_section(part, known).items()
            if asked.questions
        }

    def _compute_worst_scores(
        self, part: Expr, known: Mapping[str, Any], chosen: Mapping[str, Any]
    ) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Return each section's score if all questions without a chosen option have their worst answer."""
        by_section = self._find_asked_by_section(part, known).items()
        return {section: (_compute_worst_score(asked, chosen),) * 2 for section, asked in by_section if asked.questions}

    def _collect_fact_values(self, part: Expr, questions: Iterable[Question]) -> tuple[CandidateValues, list[str]]:
        """Return the values to try for every fact that a condition depends on, and the derived facts it uses.

        Values named in the condition itself come first; derived facts are in the order of the file.
        """
        tests = [leaf for leaf in iter_leaves(part) if isinstance(leaf, FactTest)]
        own = {test.fact for test in tests}
        tests += self._iter_asking_tests(questions)
        tested = {test.fact for test in tests}
        derived: list[str] = []
        for name in reversed(self.dependency_tests if tested.intersection(self.dependency_tests) else ()):
            if name in tested:
                derived.insert(0, name)
                tests += self.dependency_tests[name]
                tested.update(test.fact for test in self.dependency_tests[name])
        by_fact: dict[str, list[FactTest]] = {}
        for test in tests:
            by_fact.setdefault(test.fact, []).append(test)
        given = sorted(by_fact.keys() & self.fact_order.keys(), key=self.fact_order.__getitem__)
        values = {fact: self.cached_fact_values(fact, tuple(by_fact[fact]), fact in own) for fact in given}
        return {**values, **self._list_compared_values(part, tests)}, derived

    def _list_compared_values(self, part: Expr, tests: Iterable[FactTest]) -> CandidateValues:
        """Return the numbers to try for each fact that is compared with another: they can have every order."""
        compared = {fact for leaf in iter_leaves(part) if isinstance(leaf, FactComparison) for fact in leaf.named_facts}
        near = list_near_numbers(tests, len(compared))
        return {fact: near if self.facts[fact].required else [*near, None] for fact in sorted(compared)}

    def _iter_asking_tests(self, questions: Iterable[Question]) -> Iterator[FactTest]:
        """Yield the tests that decide whether questions are asked."""
        for question in questions:
            if question.from_stage is not None:
                yield FactTest(STAGE, frozenset({question.from_stage}), None, None)
            if question.id in self.ask_if:
                yield from (leaf for leaf in iter_leaves(self.ask_if[question.id]) if isinstance(leaf, FactTest))


class _IdentityKey(NamedTuple):
    """A cache key for facts that are looked up repeatedly, compared by identity."""

    facts: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _IdentityKey) and self.facts is other.facts

    def __hash__(self) -> int:
        return id(self.facts)


class AskedQuestions(NamedTuple):
    """The questions of a section that are asked, and their total weight."""

    questions: Mapping[str, Question]
    weight: int


def _compute_worst_score(asked: AskedQuestions, chosen: Mapping[str, Any]) -> Fraction:
    """Return the score of a section if all questions without a chosen option have their worst answer."""
    better = [asked.questions[name] for name in chosen if name in asked.questions]
    return (
        sum((each.weight * _compute_share(each, chosen[each.id]) for each in better), Fraction(0)) * 100 / asked.weight
    )


def _compute_share(question: Question, option: str | None) -> Fraction:
    """Return the share of a question's points that an option gives; None is the worst option."""
    points = next((each.points for each in question.options if each.id == option), 0)
    return Fraction(points, question.highest)


def iter_combinations(candidates: CandidateValues) -> Iterator[dict[str, Any]]:
    """Yield every combination of one value for each name."""
    return (dict(zip(candidates, chosen, strict=True)) for chosen in product(*candidates.values()))
