"""Blockers and warnings: which are true, which are possible, and because of which answers."""

from collections.abc import Iterable, Iterator, Sequence

from assess.core.model.result import Finding, FindingState
from assess.core.model.rules import WarningRule
from assess.core.scoring.compiled import CompiledRulebook
from assess.core.scoring.condition_cache import ConditionInputs, ConditionSet
from assess.core.scoring.conditions import (
    TRUE,
    UNKNOWN,
    EvaluationContext,
    FactTest,
    Leaf,
    QuestionTest,
    SectionTest,
    iter_deciding_leaves,
    iter_relevant_leaves,
)
from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW, UNANSWERED

FindingSet = ConditionSet[Finding]


def compile_findings(rulebook: CompiledRulebook, rules: Sequence[WarningRule]) -> FindingSet:
    """Compile blockers or warnings."""
    return ConditionSet(
        rulebook, (rule.when for rule in rules), lambda place, case: _build_finding(rules[place].id, case)
    )


def collect_findings(finding_set: FindingSet, codes: Sequence[int], truths: bytes) -> tuple[Finding, ...]:
    """Return the true findings, then the possible ones, each in the order of the file."""
    results = finding_set.collect(codes, truths)
    results.sort(key=lambda finding: finding.state, reverse=True)
    return tuple(results)


def _build_finding(rule: str, inputs: ConditionInputs) -> Finding:
    """Return the finding of a blocker or warning that is not false."""
    if inputs.expr.evaluate(inputs.context) is TRUE:
        return Finding(
            rule,
            FindingState.TRUE,
            find_causes(iter_deciding_leaves(TRUE, inputs.expr, inputs.context), inputs.context),
            (),
            True,
        )
    unknown = iter_deciding_leaves(UNKNOWN, inputs.expr, inputs.context)
    missing = {wait for leaf in unknown for wait in _iter_missing(leaf, inputs)}
    return Finding(rule, FindingState.POSSIBLE, (), tuple(sorted(missing)), _is_looked_at(inputs))


def find_causes(leaves: Iterable[Leaf], context: EvaluationContext) -> tuple[tuple[str, str], ...]:
    """Return the questions among true leaves with the options chosen, by id."""
    questions = {leaf.question for leaf in leaves if isinstance(leaf, QuestionTest)}
    return tuple((question, str(context.options[question])) for question in sorted(questions))


def _iter_missing(leaf: Leaf, inputs: ConditionInputs) -> Iterator[str]:
    """Yield the unknown questions and facts that an unknown leaf waits for."""
    if isinstance(leaf, QuestionTest):
        yield leaf.question
    elif isinstance(leaf, FactTest):
        yield from inputs.missing_facts[leaf.fact]
    else:
        assert isinstance(leaf, SectionTest)  # noqa: S101 - two facts are compared in contradictions alone
        for position, code in inputs.iter_section_codes(leaf):
            if code in (UNANSWERED, DONT_KNOW):
                yield inputs.rulebook.questions[position].id


def _is_looked_at(inputs: ConditionInputs) -> bool:
    """Return whether anyone has looked at a question that may still make a possible finding true.

    One that waits for facts alone counts as looked at, since it has no unanswered question.
    """
    counted = [
        code
        for leaf in iter_relevant_leaves(inputs.expr, inputs.context)
        for code in _iter_applicable_codes(leaf, inputs)
    ]
    return not counted or any(code != UNANSWERED for code in counted)


def _iter_applicable_codes(leaf: Leaf, inputs: ConditionInputs) -> Iterator[int]:
    """Yield the codes of the questions of a leaf that are asked and apply."""
    if isinstance(leaf, QuestionTest):
        yield inputs.codes[inputs.rulebook.question_positions[leaf.question]]
    elif isinstance(leaf, SectionTest):
        yield from (code for _, code in inputs.iter_section_codes(leaf) if code > DOES_NOT_APPLY)
