"""Blockers and warnings: which are true, which are possible, and because of which answers."""

from collections.abc import Iterable, Iterator, Sequence

from assess.core.model.result import Finding
from assess.core.model.rules import Warning_
from assess.core.scoring.compiled import Tables
from assess.core.scoring.condition_cache import Case, Conditions
from assess.core.scoring.conditions import (
    TRUE,
    UNKNOWN,
    Leaf,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    leaves_in_play,
    leaves_that_are,
)
from assess.core.scoring.states import DOES_NOT_APPLY, DONT_KNOW, UNANSWERED

Findings = Conditions[Finding]


def made_ready(tables: Tables, rules: Sequence[Warning_]) -> Findings:
    """Compile blockers or warnings."""
    return Conditions(tables, (rule.when for rule in rules), lambda place, case: finding_of(rules[place].id, case))


def findings(ready: Findings, codes: Sequence[int], truths: bytes) -> tuple[Finding, ...]:
    """Return the true findings, then the possible ones, each in the order of the file."""
    found = ready.found(codes, truths)
    found.sort(key=lambda finding: finding.state, reverse=True)
    return tuple(found)


def finding_of(rule: str, case: Case) -> Finding:
    """Return the finding of a blocker or warning that is not false."""
    if case.part.truth(case.situation) is TRUE:
        return Finding(
            rule, "true", because(leaves_that_are(TRUE, case.part, case.situation), case.situation), (), True
        )
    unknown = leaves_that_are(UNKNOWN, case.part, case.situation)
    waits = {wait for leaf in unknown for wait in waits_of(leaf, case)}
    return Finding(rule, "possible", (), tuple(sorted(waits)), is_looked_at(case))


def because(leaves: Iterable[Leaf], situation: Situation) -> tuple[tuple[str, str], ...]:
    """Return the questions among true leaves with the options chosen, by id."""
    questions = {leaf.question for leaf in leaves if isinstance(leaf, QuestionPart)}
    return tuple((question, str(situation.options[question])) for question in sorted(questions))


def waits_of(leaf: Leaf, case: Case) -> Iterator[str]:
    """Yield the unknown questions and facts that an unknown leaf waits for."""
    if isinstance(leaf, QuestionPart):
        yield leaf.question
    elif isinstance(leaf, ProfilePart):
        yield from case.waits[leaf.fact]
    else:
        for place, code in case.section_codes(leaf):
            if code in (UNANSWERED, DONT_KNOW):
                yield case.tables.questions[place].id


def is_looked_at(case: Case) -> bool:
    """Return whether anyone has looked at a question that may still make a possible finding true.

    One that waits for facts alone counts as looked at, since it has no unanswered question.
    """
    counted = [code for leaf in leaves_in_play(case.part, case.situation) for code in codes_of(leaf, case)]
    return not counted or any(code != UNANSWERED for code in counted)


def codes_of(leaf: Leaf, case: Case) -> Iterator[int]:
    """Yield the codes of the questions of a leaf that are asked and apply."""
    if isinstance(leaf, QuestionPart):
        yield case.codes[case.tables.place[leaf.question]]
    elif isinstance(leaf, SectionPart):
        yield from (code for _, code in case.section_codes(leaf) if code > DOES_NOT_APPLY)
