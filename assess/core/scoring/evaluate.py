"""Evaluate a profile and answers under a rulebook: one pass, without a clock, with nothing cached but tables."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from assess.core.model.assessment import AnswerCode, Answers, Profile
from assess.core.model.result import NextStage, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring import findings, recommendations
from assess.core.scoring.compiled import CompiledProfile, CompiledRulebook
from assess.core.scoring.contradictions import ContradictionSet
from assess.core.scoring.findings import FindingSet
from assess.core.scoring.recommendations import RecommendationSet
from assess.core.scoring.states import to_answer_code
from assess.core.scoring.totals import CompiledBlockers, Totals, build_outcome, build_trace, compute_totals


class Scorer(NamedTuple):
    """A rulebook with everything compiled that scoring needs."""

    rulebook: CompiledRulebook
    blockers: CompiledBlockers
    warnings: FindingSet
    recommendations: RecommendationSet
    contradictions: ContradictionSet


SCORERS: WeakKeyDictionary[Rulebook, Scorer] = WeakKeyDictionary()
"""The scorer of each rulebook, for as long as the rulebook is referenced."""


def get_scorer(rulebook: Rulebook) -> Scorer:
    """Return the scorer of a rulebook, built once for each rulebook."""
    scorer = SCORERS.get(rulebook)
    if scorer is None:
        rules = rulebook.rules
        compiled_rulebook = CompiledRulebook(rules)
        scorer = SCORERS[rulebook] = Scorer(
            compiled_rulebook,
            CompiledBlockers(compiled_rulebook),
            findings.compile_findings(compiled_rulebook, rules.warnings),
            recommendations.compile_recommendations(compiled_rulebook, rules.recommendations),
            ContradictionSet(compiled_rulebook),
        )
    return scorer


def evaluate(rulebook: Rulebook, profile: Profile, answers: Answers) -> Result:
    """Return the result of a profile and answers under a rulebook, as docs/scoring.md defines it.

    What the rules do not have is ignored: an answer to an unknown question, an unknown option, an unknown fact.
    """
    scorer = get_scorer(rulebook)
    compiled_rulebook, blockers = scorer.rulebook, scorer.blockers
    answer_codes = compiled_rulebook.encode_answers(to_answer_codes(answers))
    compiled_profile = compiled_rulebook.compile_profile(profile)
    later = compiled_rulebook.advance_to_last_stage(compiled_profile)
    now = compute_totals(compiled_rulebook, blockers, compiled_profile.build_input_codes(answer_codes))
    ahead = (
        now
        if later is compiled_profile
        else compute_totals(compiled_rulebook, blockers, later.build_input_codes(answer_codes))
    )
    blocking, blocking_ahead = (
        findings.collect_findings(blockers.findings, each.codes, each.truths) for each in (now, ahead)
    )
    warnings = findings.collect_findings(scorer.warnings, now.codes, scorer.warnings.evaluate(now.codes, now.sums))
    facts = compiled_rulebook.fact_encoding.restore_numbers(compiled_profile.known, profile)
    return Result(
        rulebook=rulebook.id,
        version=rulebook.version,
        hash=rulebook.hash,
        facts=facts,
        notices=compiled_profile.notices,
        now=build_outcome(now, blockers, blocking, compiled_profile),
        ahead=build_outcome(ahead, blockers, blocking_ahead, later),
        warnings=warnings,
        recommendations=recommendations.rank_recommendations(scorer.recommendations, now, blocking, warnings),
        trace=build_trace(now),
        next_stage=_build_next_stage(compiled_rulebook, compiled_profile, answer_codes, now),
        contradictions=scorer.contradictions.find_true(now.codes, facts),
    )


def find_contradictions(rulebook: Rulebook, profile: Profile, answers: Answers) -> tuple[str, ...]:
    """Return the ids of the contradictions that are true, as in the result, without working out the rest of it."""
    scorer = get_scorer(rulebook)
    compiled_profile = scorer.rulebook.compile_profile(profile)
    codes = compiled_profile.build_input_codes(scorer.rulebook.encode_answers(to_answer_codes(answers)))
    facts = scorer.rulebook.fact_encoding.restore_numbers(compiled_profile.known, profile)
    return scorer.contradictions.find_true(codes, facts)


def _build_next_stage(
    rulebook: CompiledRulebook, profile: CompiledProfile, answer_codes: list[int], now: Totals
) -> NextStage | None:
    """Return what the next stage needs and is not met then, beyond what is listed for this stage already."""
    following = rulebook.advance_one_stage(profile) if rulebook.has_needs else None
    if following is None:
        return None
    listed = {need.question for need in now.unmet}
    unmet = rulebook.list_unmet_needs(following.build_input_codes(answer_codes))
    return NextStage(following.stage, tuple([need for need in unmet if need.question not in listed]))


def to_answer_codes(answers: Answers) -> dict[str, AnswerCode]:
    """Return answers reduced to what is scored, without notes and evidence."""
    return {question: to_answer_code(answer) for question, answer in answers.items()}
