"""How many assessments are evaluated per second, with their trace."""

from collections.abc import Sequence
from random import Random

from assess.core.model.assessment import Answer
from assess.core.scoring.evaluate import evaluate
from bench.figures import Figure
from bench.shipped import Case, load_cases, load_shipped_rulebook
from bench.timing import measure_medians, profile_by_module

TARGET = 2000
ROUNDS = 15
REPEATS = 20


def measure_evaluation() -> Figure:
    """Measure the samples and worked examples repeatedly, and then answers that were never evaluated before."""
    known = load_cases() * REPEATS
    unmet = iter([randomise_answers(Random(seed), known) for seed in range(ROUNDS)])
    evaluate_all(known)
    at_known, at_unmet = measure_medians(ROUNDS, lambda: evaluate_all(known), lambda: evaluate_all(next(unmet)))
    rate, rate_unmet = len(known) / at_known, len(known) / at_unmet
    notes = [f"{rate_unmet:,.0f} a second on chance answers that were never met before."]
    if rate < TARGET:
        notes.append(f"the time goes to {profile_by_module(lambda: evaluate_all(known))}.")
    return Figure(
        name="evaluate",
        what="Working out an assessment with its trace",
        target=f"at least {TARGET:,} a second",
        measured=f"{rate:,.0f} a second",
        met=rate >= TARGET,
        values={"a_second": rate, "a_second_unmet": rate_unmet},
        notes=tuple(notes),
    )


def evaluate_all(some: Sequence[Case]) -> None:
    """Evaluate all cases."""
    for profile, answers in some:
        evaluate(load_shipped_rulebook(), profile, answers)


def randomise_answers(chance: Random, known: Sequence[Case]) -> list[Case]:
    """Return the profiles with random answers, "I do not know" being as likely as any option."""
    questions = load_shipped_rulebook().questions.values()
    possible = {each.id: (DONT_KNOW, *(Answer(option=option.id) for option in each.options)) for each in questions}
    return [
        (profile, {question: chance.choice(answers) for question, answers in possible.items()}) for profile, _ in known
    ]


DONT_KNOW = Answer(dont_know=True)
