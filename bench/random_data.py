"""Reproducible random assessments on the shipped rules."""

from collections.abc import Iterator
from random import Random

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.rules import UNKNOWN, Fact, Question
from bench.shipped import Case, rulebook

UNKNOWNS = 0.1
"""The share of optional facts that are left blank."""
DIGITS = 7
"""Most digits of a random number: some are short, like head counts, and some long, like budgets."""
NOTE = "Agreed with the head of service in the spring, to be looked at again."
IN_A_SERVICE = 20
"""Assessments per service: storing one searches all services, which is not what is measured."""


def drawn(count: int, seed: int, unknowns: float = UNKNOWNS) -> list[Case]:
    """Draw profiles and answers, the same for the same arguments; without unknowns, everything is known."""
    chance = Random(seed)
    possible = {each.id: answers(each, unknown=unknowns > 0) for each in rulebook().questions.values()}
    return [
        (profile(chance, unknowns), {question: chance.choice(answers) for question, answers in possible.items()})
        for _ in range(count)
    ]


def answers(question: Question, *, unknown: bool) -> list[Answer]:
    """Return the answers to draw from: each option three times, once with a note, and one of each unknown."""
    chosen = [Answer(option=option.id, note=note) for option in question.options for note in ("", "", NOTE)]
    return [*chosen, Answer(dont_know=True), Answer()] if unknown else chosen


def profile(chance: Random, unknowns: float) -> Profile:
    """Draw a profile."""
    facts = rulebook().facts.values()
    return {each.id: value(chance, each, unknowns) for each in facts if each.required or chance.random() >= unknowns}


def value(chance: Random, fact: Fact, unknowns: float) -> str | int:
    """Draw an option or a whole number; if nothing is unknown, never the option `unknown`."""
    if fact.kind == "choice":
        return chance.choice([choice.id for choice in fact.options if unknowns or choice.id != UNKNOWN])
    return chance.randrange(10 ** chance.randint(1, DIGITS))


def assessments(count: int, seed: int) -> Iterator[Assessment]:
    """Draw assessments, many for each service."""
    for number, (facts, given) in enumerate(drawn(count, seed)):
        yield Assessment("Borough of Sample", f"Service {number // IN_A_SERVICE}", facts, given)
