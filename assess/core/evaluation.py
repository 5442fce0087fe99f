"""From a rulebook, a profile and answers to the result: one pass, no clock and nothing kept but tables."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from assess.core import findings, recommendations
from assess.core.agenda import Tables
from assess.core.answers import Answers, Profile
from assess.core.findings import Findings
from assess.core.recommendations import Causes
from assess.core.result import Outcome, Result
from assess.core.rulebook import Rulebook
from assess.core.standing import outcome_of, standing, trace


class Ready(NamedTuple):
    """A rulebook made ready to be asked."""

    tables: Tables
    blockers: Findings
    warnings: Findings
    recommendations: Causes


READY: WeakKeyDictionary[Rulebook, Ready] = WeakKeyDictionary()
"""Each rulebook made ready, for as long as somebody holds the rulebook."""


def ready_of(rulebook: Rulebook) -> Ready:
    """Give the rulebook made ready, once for each rulebook."""
    ready = READY.get(rulebook)
    if ready is None:
        rules = rulebook.rules
        tables = Tables(rules)
        ready = READY[rulebook] = Ready(
            tables,
            findings.made_ready(tables, rules.blockers),
            findings.made_ready(tables, rules.warnings),
            recommendations.made_ready(tables, rules.recommendations),
        )
    return ready


def evaluate(rulebook: Rulebook, profile: Profile, answers: Answers) -> Result:
    """Give all that follows from the rulebook, the profile and the answers (docs: how readiness is worked out).

    What the rules lack is not looked at: an answer to no question, an option of no question, a fact of no profile.
    """
    ready = ready_of(rulebook)
    given = ready.tables.codes(answers)
    agenda, later = ready.tables.agenda(profile), ready.tables.ahead(profile)
    now = standing(agenda, ready.blockers, given)
    ahead = now if later is agenda else standing(later, ready.blockers, given)
    warnings = findings.findings(ready.warnings, agenda, now.codes)
    return Result(
        rulebook=rulebook.id,
        version=rulebook.version,
        hash=rulebook.hash,
        facts=agenda.facts.known,
        notices=agenda.notices,
        now=outcome_of(now),
        ahead=outcome_of(ahead),
        warnings=warnings,
        recommendations=recommendations.recommendations(ready.recommendations, now, warnings),
        trace=trace(now),
    )


def outcome(rulebook: Rulebook, profile: Profile, answers: Answers) -> Outcome:
    """Give scores, bands and blockers alone, for the stage that the profile names."""
    ready = ready_of(rulebook)
    return outcome_of(standing(ready.tables.agenda(profile), ready.blockers, ready.tables.codes(answers)))
