"""Evaluate a profile and answers under a rulebook: one pass, without a clock, with nothing cached but tables."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from assess.core.model.assessment import Answers, Profile, Said
from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring import findings, recommendations
from assess.core.scoring.compiled import Tables
from assess.core.scoring.findings import Findings
from assess.core.scoring.recommendations import Causes
from assess.core.scoring.states import said
from assess.core.scoring.totals import Blockers, outcome_of, standing, trace


class Ready(NamedTuple):
    """A rulebook with everything compiled that scoring needs."""

    tables: Tables
    blockers: Blockers
    warnings: Findings
    recommendations: Causes


READY: WeakKeyDictionary[Rulebook, Ready] = WeakKeyDictionary()
"""The scorer of each rulebook, for as long as the rulebook is referenced."""


def ready_of(rulebook: Rulebook) -> Ready:
    """Return the scorer of a rulebook, built once for each rulebook."""
    ready = READY.get(rulebook)
    if ready is None:
        rules = rulebook.rules
        tables = Tables(rules)
        ready = READY[rulebook] = Ready(
            tables,
            Blockers(tables),
            findings.made_ready(tables, rules.warnings),
            recommendations.made_ready(tables, rules.recommendations),
        )
    return ready


def evaluate(rulebook: Rulebook, profile: Profile, answers: Answers) -> Result:
    """Return the result of a profile and answers under a rulebook, as docs/scoring.md defines it.

    What the rules do not have is ignored: an answer to an unknown question, an unknown option, an unknown fact.
    """
    ready = ready_of(rulebook)
    tables, blockers = ready.tables, ready.blockers
    given = tables.codes(in_short(answers))
    agenda = tables.agenda(profile)
    later = tables.ahead(agenda)
    now = standing(tables, blockers, agenda.asked(given))
    ahead = now if later is agenda else standing(tables, blockers, later.asked(given))
    blocking, blocking_ahead = (findings.findings(blockers.findings, each.codes, each.truths) for each in (now, ahead))
    warnings = findings.findings(ready.warnings, now.codes, ready.warnings.truths(now.codes, now.sums))
    return Result(
        rulebook=rulebook.id,
        version=rulebook.version,
        hash=rulebook.hash,
        facts=tables.fact_codes.with_numbers(agenda.known, profile),
        notices=agenda.notices,
        now=outcome_of(now, blockers, blocking, agenda.stage),
        ahead=outcome_of(ahead, blockers, blocking_ahead, later.stage),
        warnings=warnings,
        recommendations=recommendations.recommendations(ready.recommendations, now, blocking, warnings),
        trace=trace(now),
    )


def in_short(answers: Answers) -> dict[str, Said]:
    """Return answers reduced to what is scored, without notes and evidence."""
    return {question: said(answer) for question, answer in answers.items()}
