"""Evaluation: compared with readiness worked out plainly, and told from small rulebooks."""

from assess.core.evaluation import evaluate, outcome
from assess.core.result import Outcome
from tests.core.plain import Plain
from tests.core.rulebooks import Case, on_every_rulebook


def agree(found: Outcome, plain: Plain) -> None:
    assert (found.overall and tuple(found.overall)) == plain.overall()
    assert (found.bands and tuple(found.bands)) == plain.bands()
    assert {blocker.id: blocker.state for blocker in found.blockers} == plain.blockers()
    assert {section.id: section.score for section in found.sections} == {
        name: plain.section(name) for name in plain.rules.sections
    }


@on_every_rulebook
def test_a_result_is_what_the_rules_plainly_say(case: Case) -> None:
    rules, profile, said, _ = case
    result = evaluate(rules, profile, said)
    plain = Plain(rules, profile, said)
    agree(result.now, plain)
    agree(result.ahead, Plain(rules, profile, said, stage=list(rules.stages)[-1]))
    found = {each.id: (frozenset(name for name, _ in each.because), each.adds) for each in result.recommendations}
    assert found == plain.recommended()
    assert outcome(rules, profile, said) == result.now
