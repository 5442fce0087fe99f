"""Evaluations per second of all conditions of the rules, compared with zen-engine and JSON Logic."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from assess.core.model.result import Range
from assess.core.model.rules import Condition
from assess.core.scoring.compiled import Agenda
from assess.core.scoring.condition_cache import Conditions
from assess.core.scoring.conditions import TRUE, UNKNOWN, Part, Situation, Truth, compiled
from assess.core.scoring.evaluate import in_short, ready_of
from assess.core.scoring.states import DOES_NOT_APPLY
from bench.engines import ENGINES, Found
from bench.figures import Figure
from bench.languages import Context, context_of, truth
from bench.random_data import drawn
from bench.shipped import Case, rulebook
from bench.timing import Work, medians, run_next

SIZE = 500
ROUNDS = 5
SEED = 20261122
THREE, TWO = (TRUE, UNKNOWN), (TRUE,)
"""How a condition is encoded for three-valued and for two-valued logic."""


class Sitting(NamedTuple):
    """An assessment prepared for the evaluation of conditions."""

    agenda: Agenda
    codes: Sequence[int]

    @property
    def situation(self) -> Situation:
        """The evaluation context of the assessment."""
        tables = self.agenda.tables
        options = {
            tables.questions[place].id: tables.marks[place][code].option
            for place, code in enumerate(self.codes[: len(tables.questions)])
            if code > DOES_NOT_APPLY
        }
        return Situation(self.agenda.known, options, dict(self.scores()))

    def scores(self) -> Iterator[tuple[str, Range]]:
        """Yield the score of each section that has one."""
        tables = self.agenda.tables
        tallies = [counted[code] for counted, code in zip(tables.tallies, self.codes, strict=False)]
        for table in tables.sections:
            score = table.score(sum(tallies[table.span])).score
            if score is not None:
                yield table.section.id, score


class Rates(NamedTuple):
    """How many assessments per second all conditions are evaluated for."""

    ours: float
    """With codes computed beforehand, as the inputs of the other engines are."""
    whole: float
    """With the codes computed from profile and answers, which the other engines are spared."""
    theirs: dict[str, float]


def measured() -> Figure:
    """Measure assessments with unknowns, then fully known ones, checking that all engines agree."""
    three = rates(drawn(ROUNDS * SIZE, SEED), THREE)
    two = rates([each for each in drawn(ROUNDS * SIZE, SEED + 1, 0) if is_known(each)], TWO)
    return Figure(
        name="conditions",
        what=f"Asking all {len(parts())} conditions",
        target="",
        measured=times(three),
        met=None,
        values={"a_second": three.ours, **{f"{name}_a_second": each for name, each in three.theirs.items()}},
        notes=(
            f"drawn by chance and never met before; all find the same in each of {ROUNDS * SIZE:,} situations.",
            f"true, false or unknown: {in_words(three)}.",
            f"true or false, where nothing is unknown: {times(two)}; {in_words(two)}.",
        ),
    )


def times(rates: Rates) -> str:
    """Format how many times faster this project is than each other engine."""
    return ", ".join(f"{rates.ours / each:.1f} times {name}" for name, each in rates.theirs.items())


def in_words(rates: Rates) -> str:
    """Format the rates."""
    theirs = ", ".join(f"{each:,.0f} with {name}" for name, each in rates.theirs.items())
    return f"{rates.ours:,.0f} situations a second, {theirs}; ours {rates.whole:,.0f} from profile and answers on"


@cache
def conditions() -> tuple[Condition, ...]:
    """Return every condition of the shipped rules that is evaluated on answers or a profile."""
    rules = rulebook().rules
    findings = [each.when for each in (*rules.blockers, *rules.warnings)]
    advice = [each.when for each in rules.recommendations]
    notices = [each.when for each in rules.notices]
    questions = [question.ask_if for section in rules.sections for question in section.questions]
    return (*findings, *advice, *notices, *(each for each in questions if each is not None))


@cache
def parts() -> tuple[Part, ...]:
    """Return the same conditions compiled."""
    return tuple(compiled(each) for each in conditions())


def sittings(cases: Sequence[Case]) -> list[Sitting]:
    """Prepare assessments for the evaluation of conditions."""
    tables = ready_of(rulebook()).tables
    agendas = ((tables.agenda(profile), tables.codes(in_short(answers))) for profile, answers in cases)
    return [Sitting(agenda, agenda.asked(codes)) for agenda, codes in agendas]


def is_known(case: Case) -> bool:
    """Return whether every condition is either true or false."""
    return UNKNOWN not in [part.truth(sittings([case])[0].situation) for part in parts()]


def rates(given: Sequence[Case], ends: Sequence[Truth]) -> Rates:
    """Measure every engine over the assessments, in batches; raise ValueError if two engines disagree."""
    rounds = [given[at::ROUNDS] for at in range(ROUNDS)]
    sat = [sittings(some) for some in rounds]
    situations = [[each.situation for each in some] for some in sat]
    engines = [[engine(parts(), ends, contexts(some)) for some in situations] for engine in ENGINES.values()]
    ready = made_ready()
    for engine in engines:
        for asked, some, ours in zip(engine, situations, sat, strict=True):
            agree(some, ask(ready, ours), asked())
    all_works: list[Sequence[Work]] = [
        [partial(ask, ready, some) for some in sat],
        [partial(ask_anew, ready, some) for some in rounds],
        *engines,
    ]
    works = [partial(run_next, iter(each)) for each in all_works]
    at_once, anew, *theirs = (len(given) / ROUNDS / seconds for seconds in medians(ROUNDS, *works))
    return Rates(at_once, anew, dict(zip(ENGINES, theirs, strict=True)))


def contexts(situations: Sequence[Situation]) -> list[Context]:
    """Convert evaluation contexts to those of the other engines."""
    return [context_of(each, parts()) for each in situations]


def agree(situations: Sequence[Situation], ours: Sequence[bytes], theirs: Found) -> None:
    """Raise ValueError if an engine, or the set of conditions, differs from each condition evaluated on its own."""
    count = len(parts())
    found = [list(map(truth, each[:count], each[-count:])) for each in theirs]
    alone = [[part.truth(each) for part in parts()] for each in situations]
    if found != alone or list(map(list, ours)) != alone:
        raise ValueError("Another engine finds something else in the same conditions, so they cannot be compared.")


def made_ready() -> Conditions[int]:
    """Return the conditions as the tool evaluates them."""
    return Conditions(ready_of(rulebook()).tables, conditions(), lambda place, _: place)


def ask(ready: Conditions[int], given: Sequence[Sitting]) -> list[bytes]:
    """Evaluate every condition for every prepared assessment."""
    return [ready.truths(each.codes, ()) for each in given]


def ask_anew(ready: Conditions[int], given: Sequence[Case]) -> list[bytes]:
    """Evaluate every condition starting from profile and answers."""
    return ask(ready, sittings(given))
