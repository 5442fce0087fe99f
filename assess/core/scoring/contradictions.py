"""Contradictions: answers and facts that cannot all be right; they change no figure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Condition
from assess.core.scoring.bitset import ConditionBitset, LookupTable
from assess.core.scoring.compiled import CompiledRulebook
from assess.core.scoring.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    EvaluationContext,
    FactComparison,
    FactTest,
    Leaf,
    QuestionTest,
    compile_condition,
    iter_leaves,
)


class NamedInputs(NamedTuple):
    """The questions and facts that a condition names, in its order."""

    questions: tuple[str, ...]
    facts: tuple[str, ...]


def find_named_inputs(condition: Condition) -> NamedInputs:
    """Return the questions and facts that a condition names, as for the pages that show a contradiction."""
    leaves = tuple(iter_leaves(compile_condition(condition)))
    questions = dict.fromkeys(leaf.question for leaf in leaves if isinstance(leaf, QuestionTest))
    facts = dict.fromkeys(
        fact for leaf in leaves if isinstance(leaf, FactTest | FactComparison) for fact in leaf.named_facts
    )
    return NamedInputs(tuple(questions), tuple(facts))


def find_roles_to_check_with(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """Return the roles that answer the questions that a condition names; none if it names facts alone."""
    questions = (rulebook.questions[name] for name in find_named_inputs(condition).questions)
    return tuple(dict.fromkeys(question.ask[0] for question in questions))


class ContradictionSet:
    """The compiled contradictions of a rulebook."""

    def __init__(self, rulebook: CompiledRulebook) -> None:
        self.rulebook = rulebook
        rules = rulebook.rules.contradictions
        self.ids = tuple(rule.id for rule in rules)
        exprs = tuple(compile_condition(rule.when) for rule in rules)
        leaves = (leaf for expr in exprs for leaf in iter_leaves(expr))
        self.comparisons = tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, FactComparison)))
        """The comparisons of two facts, whose truths follow the codes."""
        self.bitset = ConditionBitset(exprs, self._build_lookup_table)

    def _build_lookup_table(self, leaf: Leaf) -> LookupTable:
        """Return the lookup table of a leaf."""
        if isinstance(leaf, FactComparison):
            return LookupTable(self.rulebook.code_count + self.comparisons.index(leaf), (FALSE, UNKNOWN, TRUE))
        return self.rulebook.build_lookup_table(leaf)

    def find_true(self, codes: Sequence[int], facts: Mapping[str, str | int]) -> tuple[str, ...]:
        """Return the ids of the contradictions that are true, in the order of the file."""
        if not self.ids:
            return ()
        context = EvaluationContext(facts)
        truths = self.bitset.evaluate([*codes, *(each.evaluate(context) for each in self.comparisons)])
        return tuple([name for name, truth in zip(self.ids, truths, strict=True) if truth == TRUE])
