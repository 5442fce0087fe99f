"""How many situations all conditions of the rules are asked of in a second, beside zen-engine and JSON Logic."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from assess.core.agenda import Agenda
from assess.core.asking import Conditions
from assess.core.conditions import TRUE, UNKNOWN, Part, Situation, Truth, compiled
from assess.core.evaluation import ready_of
from assess.core.model import Condition
from assess.core.result import Range
from assess.core.states import DOES_NOT_APPLY
from bench.drawn import drawn
from bench.engines import ENGINES, Found
from bench.figures import Figure
from bench.languages import Context, context_of, truth
from bench.shipped import Case, rulebook
from bench.timing import Work, medians, run_next

SIZE = 500
ROUNDS = 5
SEED = 20261122
THREE, TWO = (TRUE, UNKNOWN), (TRUE,)
"""The ways in which a condition is said for three truths, and for two."""


class Sitting(NamedTuple):
    """An assessment made ready to be asked."""

    agenda: Agenda
    codes: Sequence[int]

    @property
    def situation(self) -> Situation:
        """The same in words."""
        tables = self.agenda.tables
        options = {
            tables.questions[place].id: tables.marks[place][code].option
            for place, code in enumerate(self.codes)
            if code > DOES_NOT_APPLY
        }
        return Situation(self.agenda.facts.known, options, dict(self.scores()))

    def scores(self) -> Iterator[tuple[str, Range]]:
        """Give the score of each section that has one."""
        tables = self.agenda.tables
        tallies = [counted[code] for counted, code in zip(tables.tallies, self.codes, strict=True)]
        for table in tables.sections:
            score = table.sum(sum(tallies[table.span])).score.score
            if score is not None:
                yield table.section.id, score


class Rates(NamedTuple):
    """How many situations a second all conditions are asked of."""

    ours: float
    kept: float
    """Ours by way of what is kept of the same facts and answers, which pays where assessments are alike."""
    theirs: dict[str, float]


def measured() -> Figure:
    """Measure situations with unknowns, and beside them situations in which all is known; all must agree."""
    three = rates(sittings(drawn(ROUNDS * SIZE, SEED)), THREE)
    two = rates([each for each in sittings(drawn(ROUNDS * SIZE, SEED + 1, 0)) if is_known(each)], TWO)
    return Figure(
        name="conditions",
        what=f"Asking all {len(parts())} conditions",
        target="",
        measured=", ".join(f"{three.ours / each:.1f} times {name}" for name, each in three.theirs.items()),
        met=None,
        values={"a_second": three.ours, **{f"{name}_a_second": each for name, each in three.theirs.items()}},
        notes=(
            f"drawn by chance and never met before; all find the same in each of {ROUNDS * SIZE:,} situations.",
            f"true, false or unknown: {in_words(three)}.",
            f"true or false, where nothing is unknown: {in_words(two)}.",
        ),
    )


def in_words(rates: Rates) -> str:
    """Say the rates."""
    theirs = ", ".join(f"{each:,.0f} with {name}" for name, each in rates.theirs.items())
    return f"{rates.ours:,.0f} situations a second, {theirs}; {rates.kept:,.0f} with what is kept between them"


@cache
def conditions() -> tuple[Condition, ...]:
    """Give every condition of the shipped rules that answers or a profile are asked by."""
    rules = rulebook().rules
    findings = [each.when for each in (*rules.blockers, *rules.warnings)]
    advice = [each.when for each in rules.recommendations]
    notices = [each.when for each in rules.notices]
    questions = [question.ask_if for section in rules.sections for question in section.questions]
    return (*findings, *advice, *notices, *(each for each in questions if each is not None))


@cache
def parts() -> tuple[Part, ...]:
    """Give the same made ready."""
    return tuple(compiled(each) for each in conditions())


def sittings(cases: Sequence[Case]) -> list[Sitting]:
    """Make assessments ready to be asked."""
    tables = ready_of(rulebook()).tables
    agendas = ((tables.agenda(profile), answers) for profile, answers in cases)
    return [Sitting(agenda, agenda.asked(tables.codes(answers))) for agenda, answers in agendas]


def is_known(sitting: Sitting) -> bool:
    """Tell whether every condition is true or false."""
    return UNKNOWN not in ask([sitting.situation])[0]


def rates(given: Sequence[Sitting], ends: Sequence[Truth]) -> Rates:
    """Measure all over as many situations at a time as there are rounds; raises ValueError where two differ."""
    rounds = [given[at::ROUNDS] for at in range(ROUNDS)]
    situations = [[each.situation for each in some] for some in rounds]
    engines = [[engine(parts(), ends, contexts(some)) for some in situations] for engine in ENGINES.values()]
    for engine in engines:
        for asked, some in zip(engine, situations, strict=True):
            agree(some, asked())
    ready = made_ready()
    ours: list[Work] = [partial(ask, some) for some in situations]
    kept: list[Work] = [partial(ask_kept, ready, some) for some in rounds]
    all_works: list[Sequence[Work]] = [ours, kept, *engines]
    works = [partial(run_next, iter(each)) for each in all_works]
    at_ours, at_kept, *theirs = (len(given) / ROUNDS / seconds for seconds in medians(ROUNDS, *works))
    return Rates(at_ours, at_kept, dict(zip(ENGINES, theirs, strict=True)))


def contexts(situations: Sequence[Situation]) -> list[Context]:
    """Give situations as the other engines take them."""
    return [context_of(each, parts()) for each in situations]


def agree(situations: Sequence[Situation], theirs: Found) -> None:
    """Raise ValueError where another engine finds something else than ours."""
    count = len(parts())
    found = [list(map(truth, each[:count], each[-count:])) for each in theirs]
    if found != ask(situations):
        raise ValueError("Another engine finds something else in the same conditions, so they cannot be compared.")


def made_ready() -> Conditions[Truth]:
    """Give the conditions as the tool asks them."""
    return Conditions(ready_of(rulebook()).tables, conditions(), lambda _, case: case.part.truth(case.situation))


def ask_kept(ready: Conditions[Truth], given: Sequence[Sitting]) -> list[list[Truth]]:
    """Ask as the tool does: each condition once for all assessments that are alike in what it looks at."""
    return [ready.found(each.agenda, each.codes) for each in given]


def ask(situations: Sequence[Situation]) -> list[list[Truth]]:
    """Ask every condition of every situation."""
    asked = parts()
    return [[part.truth(each) for part in asked] for each in situations]
