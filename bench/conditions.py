"""Evaluations per second of all conditions of the rules, compared with zen-engine and JSON Logic."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from assess.core.model.result import Range
from assess.core.model.rules import Condition
from assess.core.scoring.compiled import CompiledProfile
from assess.core.scoring.condition_cache import ConditionSet
from assess.core.scoring.conditions import TRUE, UNKNOWN, EvaluationContext, Expr, Truth, compile_condition
from assess.core.scoring.evaluate import get_scorer, to_answer_codes
from assess.core.scoring.states import DOES_NOT_APPLY
from bench.engines import ENGINES, EngineResults
from bench.figures import Figure
from bench.languages import EngineContext, build_engine_context, decode_truth
from bench.random_data import draw_cases
from bench.shipped import Case, load_shipped_rulebook
from bench.timing import Task, measure_medians, run_next

BATCH_SIZE = 500
ROUNDS = 5
SEED = 20261122
THREE_VALUED, TWO_VALUED = (TRUE, UNKNOWN), (TRUE,)
"""How a condition is encoded for three-valued and for two-valued logic."""


class PreparedCase(NamedTuple):
    """An assessment prepared for the evaluation of conditions."""

    compiled_profile: CompiledProfile
    codes: Sequence[int]

    @property
    def evaluation_context(self) -> EvaluationContext:
        """The evaluation context of the assessment."""
        tables = self.compiled_profile.rulebook
        options = {
            tables.questions[place].id: tables.state_scores[place][code].option
            for place, code in enumerate(self.codes[: len(tables.questions)])
            if code > DOES_NOT_APPLY
        }
        return EvaluationContext(self.compiled_profile.known, options, dict(self.iter_section_scores()))

    def iter_section_scores(self) -> Iterator[tuple[str, Range]]:
        """Yield the score of each section that has one."""
        tables = self.compiled_profile.rulebook
        tallies = [counted[code] for counted, code in zip(tables.tallies, self.codes, strict=False)]
        for table in tables.sections:
            score = table.compute_score(sum(tallies[table.span])).score
            if score is not None:
                yield table.section.id, score


class EvaluationRates(NamedTuple):
    """How many assessments per second all conditions are evaluated for."""

    ours: float
    """With codes computed beforehand, as the inputs of the other engines are."""
    from_answers: float
    """With the codes computed from profile and answers, which the other engines are spared."""
    others: dict[str, float]


def measure_conditions() -> Figure:
    """Measure assessments with unknowns, then fully known ones, checking that all engines agree."""
    three = measure_rates(draw_cases(ROUNDS * BATCH_SIZE, SEED), THREE_VALUED)
    two = measure_rates(
        [each for each in draw_cases(ROUNDS * BATCH_SIZE, SEED + 1, 0) if is_fully_known(each)], TWO_VALUED
    )
    return Figure(
        name="conditions",
        what=f"Asking all {len(compile_conditions())} conditions",
        target="",
        measured=format_speedup(three),
        met=None,
        values={"a_second": three.ours, **{f"{name}_a_second": each for name, each in three.others.items()}},
        notes=(
            f"drawn by chance and never met before; all find the same in each of {ROUNDS * BATCH_SIZE:,} situations.",
            f"true, false or unknown: {format_rates(three)}.",
            f"true or false, where nothing is unknown: {format_speedup(two)}; {format_rates(two)}.",
        ),
    )


def format_speedup(rates: EvaluationRates) -> str:
    """Format how many times faster this project is than each other engine."""
    return ", ".join(f"{rates.ours / each:.1f} times {name}" for name, each in rates.others.items())


def format_rates(rates: EvaluationRates) -> str:
    """Format the rates."""
    theirs = ", ".join(f"{each:,.0f} with {name}" for name, each in rates.others.items())
    return (
        f"{rates.ours:,.0f} situations a second, {theirs}; ours {rates.from_answers:,.0f} from profile and answers on"
    )


@cache
def list_conditions() -> tuple[Condition, ...]:
    """Return every condition of the shipped rules that is evaluated on answers or a profile."""
    rules = load_shipped_rulebook().rules
    findings = [each.when for each in (*rules.blockers, *rules.warnings)]
    advice = [each.when for each in rules.recommendations]
    notices = [each.when for each in rules.notices]
    questions = [question.ask_if for section in rules.sections for question in section.questions]
    return (*findings, *advice, *notices, *(each for each in questions if each is not None))


@cache
def compile_conditions() -> tuple[Expr, ...]:
    """Return the same conditions compiled."""
    return tuple(compile_condition(each) for each in list_conditions())


def prepare_cases(cases: Sequence[Case]) -> list[PreparedCase]:
    """Prepare assessments for the evaluation of conditions."""
    tables = get_scorer(load_shipped_rulebook()).rulebook
    agendas = (
        (tables.compile_profile(profile), tables.encode_answers(to_answer_codes(answers))) for profile, answers in cases
    )
    return [PreparedCase(agenda, agenda.build_input_codes(codes)) for agenda, codes in agendas]


def is_fully_known(case: Case) -> bool:
    """Return whether every condition is either true or false."""
    return UNKNOWN not in [part.evaluate(prepare_cases([case])[0].evaluation_context) for part in compile_conditions()]


def measure_rates(given: Sequence[Case], ends: Sequence[Truth]) -> EvaluationRates:
    """Measure every engine over the assessments, in batches; raise ValueError if two engines disagree."""
    rounds = [given[at::ROUNDS] for at in range(ROUNDS)]
    sat = [prepare_cases(some) for some in rounds]
    situations = [[each.evaluation_context for each in some] for some in sat]
    engines = [
        [engine(compile_conditions(), ends, build_engine_contexts(some)) for some in situations]
        for engine in ENGINES.values()
    ]
    ready = build_condition_set()
    for engine in engines:
        for asked, some, ours in zip(engine, situations, sat, strict=True):
            check_agreement(some, evaluate_prepared(ready, ours), asked())
    all_works: list[Sequence[Task]] = [
        [partial(evaluate_prepared, ready, some) for some in sat],
        [partial(evaluate_from_answers, ready, some) for some in rounds],
        *engines,
    ]
    works = [partial(run_next, iter(each)) for each in all_works]
    at_once, anew, *theirs = (len(given) / ROUNDS / seconds for seconds in measure_medians(ROUNDS, *works))
    return EvaluationRates(at_once, anew, dict(zip(ENGINES, theirs, strict=True)))


def build_engine_contexts(situations: Sequence[EvaluationContext]) -> list[EngineContext]:
    """Convert evaluation contexts to those of the other engines."""
    return [build_engine_context(each, compile_conditions()) for each in situations]


def check_agreement(situations: Sequence[EvaluationContext], ours: Sequence[bytes], theirs: EngineResults) -> None:
    """Raise ValueError if an engine, or the set of conditions, differs from each condition evaluated on its own."""
    count = len(compile_conditions())
    found = [list(map(decode_truth, each[:count], each[-count:])) for each in theirs]
    alone = [[part.evaluate(each) for part in compile_conditions()] for each in situations]
    if found != alone or list(map(list, ours)) != alone:
        raise ValueError("Another engine finds something else in the same conditions, so they cannot be compared.")


def build_condition_set() -> ConditionSet[int]:
    """Return the conditions as the tool evaluates them."""
    return ConditionSet(get_scorer(load_shipped_rulebook()).rulebook, list_conditions(), lambda place, _: place)


def evaluate_prepared(ready: ConditionSet[int], given: Sequence[PreparedCase]) -> list[bytes]:
    """Evaluate every condition for every prepared assessment."""
    return [ready.evaluate(each.codes, ()) for each in given]


def evaluate_from_answers(ready: ConditionSet[int], given: Sequence[Case]) -> list[bytes]:
    """Evaluate every condition starting from profile and answers."""
    return evaluate_prepared(ready, prepare_cases(given))
