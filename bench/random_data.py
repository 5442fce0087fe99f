"""Assessments drawn by chance on the shipped rules, the same ones each time."""

from collections.abc import Iterator
from random import Random

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.rules import UNKNOWN, Fact, Question
from bench.shipped import Case, rulebook

UNKNOWNS = 0.1
"""How often a fact that may be blank is blank."""
DIGITS = 7
"""The longest number drawn: some are short, as head counts are, and some long, as budgets are."""
NOTE = "Agreed with the head of service in the spring, to be looked at again."
IN_A_SERVICE = 20
"""Assessments of one service: storing looks through all services, and is not what is measured."""


def drawn(count: int, seed: int, unknowns: float = UNKNOWNS) -> list[Case]:
    """Draw profiles with answers; the same count and seed give the same ones. With no unknowns, all is known."""
    chance = Random(seed)
    possible = {each.id: answers(each, unknown=unknowns > 0) for each in rulebook().questions.values()}
    return [
        (profile(chance, unknowns), {question: chance.choice(answers) for question, answers in possible.items()})
        for _ in range(count)
    ]


def answers(question: Question, *, unknown: bool) -> list[Answer]:
    """Give the answers to draw from: each option three times, once with a note, and one of each unknown."""
    chosen = [Answer(option=option.id, note=note) for option in question.options for note in ("", "", NOTE)]
    return [*chosen, Answer(dont_know=True), Answer()] if unknown else chosen


def profile(chance: Random, unknowns: float) -> Profile:
    """Draw what is known of a service."""
    facts = rulebook().facts.values()
    return {each.id: value(chance, each, unknowns) for each in facts if each.required or chance.random() >= unknowns}


def value(chance: Random, fact: Fact, unknowns: float) -> str | int:
    """Draw an option or a whole number; where nothing is unknown, never the option of not knowing."""
    if fact.kind == "choice":
        return chance.choice([choice.id for choice in fact.options if unknowns or choice.id != UNKNOWN])
    return chance.randrange(10 ** chance.randint(1, DIGITS))


def assessments(count: int, seed: int) -> Iterator[Assessment]:
    """Draw assessments, many of each service."""
    for number, (facts, given) in enumerate(drawn(count, seed)):
        yield Assessment("Borough of Sample", f"Service {number // IN_A_SERVICE}", facts, given)
