"""Checks of contradictions: what they name, and that the best answers never contradict each other."""

from collections.abc import Iterator

from assess.core.model.rules import Condition, ProfileCondition, QuestionCondition, Rules
from assess.core.scoring.conditions import TRUE, EvaluationContext, compile_condition
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.conditions import ConditionUse, check_condition, iter_condition_parts
from assess.core.validation.references import NameIndex


def check_contradictions(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check the contradictions."""
    for index, contradiction in enumerate(rules.contradictions):
        path: NodePath = ("contradictions", index)
        yield from names.check_ids("claims", contradiction.claims, (*path, "claims"))
        mistakes = list(check_condition(contradiction.when, (*path, "when"), names, ConditionUse.CONTRADICTION))
        yield from mistakes
        if not mistakes and _is_true_at_best(contradiction.when, names):
            sentence = f"The best answers would trigger the contradiction `{contradiction.id}`."
            sentence = f"{sentence} Name an option that is not the best, or a fact."
            yield Mistake((*path, "when"), sentence, code="true-at-best")


def _is_true_at_best(condition: Condition, names: NameIndex) -> bool:
    """Return whether the best answers alone make a condition true, which then names no fact."""
    parts = list(iter_condition_parts(condition))
    asked = [names.questions.get(part.question) for part in parts if isinstance(part, QuestionCondition)]
    if any(isinstance(part, ProfileCondition) for part in parts):
        return False
    best = {question.id: question.options[-1].id for question in asked if question is not None and question.options}
    return compile_condition(condition).evaluate(EvaluationContext({}, best)) is TRUE
