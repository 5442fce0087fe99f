"""A rulebook and its profiles compiled for scoring: which questions are asked and which notices apply.

A rulebook is compiled once (`CompiledRulebook`), and so is each profile on it (`CompiledProfile`). Profiles that no
condition distinguishes share one `CompiledProfile`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import getitem

from assess.core.model.assessment import AnswerCode, Profile
from assess.core.model.result import UnmetNeed
from assess.core.model.rules import Condition, Question, Rules
from assess.core.scoring.bitset import ConditionBitset, LookupTable
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    EvaluationContext,
    Expr,
    FactTest,
    Leaf,
    QuestionTest,
    compile_condition,
    iter_leaves,
)
from assess.core.scoring.fact_encoding import FactEncoding
from assess.core.scoring.facts import FactTable
from assess.core.scoring.scores import CACHE_SIZE, CompiledSection
from assess.core.scoring.states import DOES_NOT_APPLY, LATER, RULED_OUT, StateScore, build_state_codes

_PROFILE_CACHE_SIZE = 2048
"""How many compiled profiles are cached for each rulebook."""


class CompiledRulebook:
    """A rulebook compiled for scoring."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.score_from = rules.score_from
        self.questions: tuple[Question, ...] = tuple(q for section in rules.sections for q in section.questions)
        self.question_positions = {question.id: position for position, question in enumerate(self.questions)}
        self.fact_table = FactTable(rules)
        self.sections = tuple(_compile_sections(rules, self.fact_table.stages))
        self.section_positions = tuple(at for at, table in enumerate(self.sections) for _ in table.state_scores)
        self.sections_by_id = {table.section.id: table for table in self.sections}
        self.state_scores = tuple(scores for table in self.sections for scores in table.state_scores)
        self.stage_tallies = tuple(self._build_tallies(stage) for stage in range(len(self.fact_table.stages)))
        """The tally of each code of each question, for each stage."""
        self.tallies = self.stage_tallies[0]
        """Those of the first stage, from which scores may be read at any stage: only the needs differ."""
        self.stage_needs = tuple(tuple(self._iter_needs(stage)) for stage in range(len(self.fact_table.stages)))
        """For each stage, the position of each question with a need and what is unmet for each of its codes."""
        self.has_needs = any(question.needs for question in self.questions)
        tests = (leaf for condition in _iter_conditions(rules) for leaf in iter_leaves(compile_condition(condition)))
        self.fact_encoding = FactEncoding(rules, self.fact_table, tests)
        self.state_codes = {question.id: build_state_codes(question) for question in self.questions}
        self.ask_conditions = _group_ask_conditions(self.questions)
        self.earlier_ids = tuple((old, each.id) for each in self.questions for old in each.was)
        """The earlier and the present id of each question that had another id."""
        self.ask_bitset = ConditionBitset(tuple(self.ask_conditions), self.build_fact_lookup)
        stages = self.fact_table.stages
        self.stage_position = len(self.questions) + self.fact_encoding.stage_position
        """The position of the stage among the codes."""
        self.first_stages = tuple(stages.index(q.from_stage) if q.from_stage else 0 for q in self.questions)
        self.code_count = len(self.questions) + len(self.fact_encoding.names)
        self.notices = tuple((notice.id, compile_condition(notice.when)) for notice in rules.notices)
        self._compile_profile = lru_cache(_PROFILE_CACHE_SIZE)(lambda given: CompiledProfile(self, given))
        self.find_not_asked = lru_cache(CACHE_SIZE)(self._compute_not_asked)

    def _build_tallies(self, stage: int) -> tuple[tuple[int, ...], ...]:
        """Return the tally of each code of each question at a stage."""
        return tuple(tallies for table in self.sections for tallies in table.build_tallies(stage))

    def _iter_needs(self, stage: int) -> Iterator[tuple[int, tuple[UnmetNeed | None, ...]]]:
        """Yield the position of each question that a stage needs something of, with what is unmet for each code."""
        needs = (need for table in self.sections for need in table.stage_needs[stage])
        for position, need in enumerate(needs):
            if need is not None:
                yield position, need.list_unmet(self.questions[position].id)

    def list_unmet_needs(self, codes: Sequence[int]) -> tuple[UnmetNeed, ...]:
        """Return what the stage needs and is missing or not known, in the order of the file."""
        needs = self.stage_needs[codes[self.stage_position]]
        return tuple([unmet for position, by_code in needs if (unmet := by_code[codes[position]])])

    def same_encoding(self, other: "CompiledRulebook") -> bool:
        """Return whether every profile and all answers have the same codes on other rules."""
        ours, theirs = (
            (
                *(list(each.state_codes.items()), each.fact_encoding.signature, each.ask_conditions),
                *(each.first_stages, each.earlier_ids),
            )
            for each in (self, other)
        )
        return ours == theirs

    def same_scoring(self, other: "CompiledRulebook") -> bool:
        """Return whether the same codes have the same sums in every section on other rules, whatever its weight."""
        ours, theirs = (
            (each.stage_tallies, [(table.span, table.bit_width) for table in each.sections]) for each in (self, other)
        )
        return ours == theirs

    def encode_answers(self, answers: Mapping[str, AnswerCode]) -> list[int]:
        """Return the code of each question's answer, whether the question is asked or not.

        An answer under an earlier id of a question counts if there is none under its present id.
        """
        if self.earlier_ids:
            answers = {name: answers[old] for old, name in self.earlier_ids if old in answers} | dict(answers)
        return list(map(getitem, self.state_codes.values(), map(answers.get, self.question_positions)))

    def compile_profile(self, profile: Profile) -> "CompiledProfile":
        """Return the compiled profile, from the cache if it has been compiled."""
        compiled_profile: CompiledProfile = self._compile_profile(self.fact_encoding.encode(profile))
        return compiled_profile

    def advance_to_last_stage(self, profile: "CompiledProfile") -> "CompiledProfile":
        """Return the compiled profile as it would be in the last stage."""
        return self._advance(profile, len(self.fact_table.stages) - 1)

    def advance_one_stage(self, profile: "CompiledProfile") -> "CompiledProfile | None":
        """Return the compiled profile as it would be in the next stage; None at the last one."""
        following = self.fact_table.stages.index(profile.stage) + 1
        return self._advance(profile, following) if following < len(self.fact_table.stages) else None

    def _advance(self, profile: "CompiledProfile", stage: int) -> "CompiledProfile":
        """Return the compiled profile as it would be in another stage."""
        advanced: CompiledProfile = self._compile_profile(self.fact_encoding.with_stage(profile.given_codes, stage))
        return advanced

    def build_lookup_table(self, leaf: Leaf) -> LookupTable:
        """Return the lookup table of a leaf on a question or a fact."""
        if isinstance(leaf, QuestionTest):
            position = self.question_positions[leaf.question]
            contexts = (
                _build_question_context(leaf.question, score, code) for code, score in self._iter_coded_scores(position)
            )
            return LookupTable(position, tuple(leaf.evaluate(context) for context in contexts))
        assert isinstance(leaf, FactTest)  # noqa: S101 - `ConditionSet` handles leaves on sections itself
        lookup = self.build_fact_lookup(leaf)
        return LookupTable(len(self.questions) + lookup.position, lookup.truths)

    def _iter_coded_scores(self, position: int) -> Iterator[tuple[int, StateScore]]:
        """Yield each code of a question with its score."""
        scores = self.state_scores[position]
        options = len(self.questions[position].options)
        return ((at if at < options else at - len(scores), score) for at, score in enumerate(scores))

    def build_fact_lookup(self, leaf: Leaf) -> LookupTable:
        """Return the lookup table of a leaf on a fact; its position is among the facts alone."""
        assert isinstance(leaf, FactTest)  # noqa: S101 - only facts are tested in these conditions
        position = self.fact_encoding.positions[leaf.fact]
        known = ({leaf.fact: value} for value in self.fact_encoding.values[position])
        return LookupTable(position, tuple(leaf.evaluate(EvaluationContext(facts)) for facts in (*known, {})))

    def _compute_not_asked(self, stage: int, truths: bytes) -> tuple[tuple[int, int], ...]:
        """Return the position and code of each question that is not asked."""
        later = {place: LATER for place, first in enumerate(self.first_stages) if first > stage}
        ruled_out = {
            position: RULED_OUT
            for truth, positions in zip(truths, self.ask_conditions.values(), strict=True)
            for position in positions
            if truth == FALSE
        }
        return tuple({**later, **ruled_out}.items())


def _build_question_context(question: str, score: StateScore, code: int) -> EvaluationContext:
    """Return the context with one question in one state: empty where it is not asked or does not apply."""
    return EvaluationContext({}, {question: score.option} if code > DOES_NOT_APPLY else {})


def _compile_sections(rules: Rules, stages: Sequence[str]) -> Iterator[CompiledSection]:
    """Yield the compiled sections, each with the position of its first question."""
    start = 0
    for section in rules.sections:
        yield CompiledSection(section, start, stages)
        start += len(section.questions)


def _group_ask_conditions(questions: Sequence[Question]) -> Mapping[Expr, tuple[int, ...]]:
    """Return each condition for asking, with the positions of its questions."""
    ask_if: dict[Expr, tuple[int, ...]] = {}
    for position, question in enumerate(questions):
        if question.ask_if is not None:
            expr = compile_condition(question.ask_if)
            ask_if[expr] = (*ask_if.get(expr, ()), position)
    return ask_if


def _iter_conditions(rules: Rules) -> Iterator[Condition]:
    """Yield every condition that can affect a result, except those of derived facts."""
    for rules_of_a_kind in (rules.notices, rules.blockers, rules.warnings, rules.recommendations, rules.contradictions):
        yield from (rule.when for rule in rules_of_a_kind)
    for section in rules.sections:
        yield from (question.ask_if for question in section.questions if question.ask_if is not None)


class CompiledProfile:
    """A profile compiled for scoring: which questions it asks and which facts are known."""

    def __init__(self, rulebook: CompiledRulebook, given_codes: tuple[int, ...]) -> None:
        self.rulebook = rulebook
        self.given_codes = given_codes
        """The codes of the given facts."""
        self.fact_codes = rulebook.fact_encoding.add_derived(given_codes)
        """The codes of the given and the derived facts."""
        stage = given_codes[rulebook.fact_encoding.stage_position]
        self.stage = rulebook.fact_table.stages[stage]
        self.ask_truths = rulebook.ask_bitset.evaluate(self.fact_codes)
        """The truth of each condition for asking."""
        self.not_asked = rulebook.find_not_asked(stage, self.ask_truths)
        """The position and code of each question that is not asked."""

    @cached_property
    def assumed(self) -> tuple[int, ...]:
        """The positions of the questions asked only because a fact is blank, in the order of the file."""
        by_condition = zip(self.ask_truths, self.rulebook.ask_conditions.values(), strict=True)
        unknown = {position for truth, positions in by_condition if truth == UNKNOWN for position in positions}
        return tuple(sorted(unknown - {position for position, _ in self.not_asked}))

    @cached_property
    def assumed_questions(self) -> tuple[str, ...]:
        """The ids of those questions."""
        return tuple(self.rulebook.questions[position].id for position in self.assumed)

    @cached_property
    def assumed_needs(self) -> tuple[int, ...]:
        """How many of those the stage needs something of, by section."""
        needed = {
            position
            for position, _ in self.rulebook.stage_needs[self.given_codes[self.rulebook.fact_encoding.stage_position]]
        }
        sections = [self.rulebook.section_positions[position] for position in self.assumed if position in needed]
        return tuple(map(sections.count, range(len(self.rulebook.sections))))

    @cached_property
    def known(self) -> Mapping[str, str | int]:
        """The known facts; a number is represented by one that no condition distinguishes from it."""
        return self.rulebook.fact_encoding.decode(enumerate(self.fact_codes))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """The ids of the notices that are true."""
        context = EvaluationContext(self.known)
        return tuple(notice for notice, expr in self.rulebook.notices if expr.evaluate(context) is TRUE)

    def build_input_codes(self, codes: Sequence[int]) -> list[int]:
        """Return the codes of the answers, those of questions not asked replaced, followed by those of the facts."""
        codes_asked = [*codes, *self.fact_codes]
        for position, code in self.not_asked:
            codes_asked[position] = code
        return codes_asked
