"""Reproducible random assessments on the shipped rules."""

from collections.abc import Iterator
from random import Random

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.rules import UNKNOWN_OPTION, Fact, Question
from bench.shipped import Case, load_shipped_rulebook

BLANK_RATE = 0.1
"""The share of optional facts that are left blank."""
MAX_DIGITS = 7
"""Most digits of a random number: some are short, like head counts, and some long, like budgets."""
NOTE = "Agreed with the head of service in the spring, to be looked at again."
ASSESSMENTS_PER_SERVICE = 20
"""Assessments per service: storing one searches all services, which is not what is measured."""


def draw_cases(count: int, seed: int, unknowns: float = BLANK_RATE) -> list[Case]:
    """Draw profiles and answers, the same for the same arguments; without unknowns, everything is known."""
    chance = Random(seed)
    possible = {
        each.id: list_possible_answers(each, unknown=unknowns > 0)
        for each in load_shipped_rulebook().questions.values()
    }
    return [
        (draw_profile(chance, unknowns), {question: chance.choice(answers) for question, answers in possible.items()})
        for _ in range(count)
    ]


def list_possible_answers(question: Question, *, unknown: bool) -> list[Answer]:
    """Return the answers to draw from: each option three times, once with a note, and one of each unknown."""
    chosen = [Answer(option=option.id, note=note) for option in question.options for note in ("", "", NOTE)]
    return [*chosen, Answer(dont_know=True), Answer()] if unknown else chosen


def draw_profile(chance: Random, unknowns: float) -> Profile:
    """Draw a profile."""
    facts = load_shipped_rulebook().facts.values()
    return {
        each.id: draw_fact_value(chance, each, unknowns)
        for each in facts
        if each.required or chance.random() >= unknowns
    }


def draw_fact_value(chance: Random, fact: Fact, unknowns: float) -> str | int:
    """Draw an option or a whole number; if nothing is unknown, never the option `unknown`."""
    if fact.kind == "choice":
        return chance.choice([choice.id for choice in fact.options if unknowns or choice.id != UNKNOWN_OPTION])
    return chance.randrange(10 ** chance.randint(1, MAX_DIGITS))


def draw_assessments(count: int, seed: int) -> Iterator[Assessment]:
    """Draw assessments, many for each service."""
    for number, (facts, given) in enumerate(draw_cases(count, seed)):
        yield Assessment("Borough of Sample", f"Service {number // ASSESSMENTS_PER_SERVICE}", facts, given)
