"""Attribute an impact to changed rules: those that the trace of one assessment uses, before or after."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from assess.core.comparison.rules import DifferenceKind, RuleDifference
from assess.core.model.result import Outcome, QuestionState, QuestionTrace, Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.citations import find_cited_claims


class TraceComparison:
    """Two results of one assessment, under the rules before and after, with what their traces use."""

    def __init__(self, before: Rulebook, after: Rulebook, old: Result, new: Result) -> None:
        self.rulebooks = before, after
        self.results = old, new

    @cached_property
    def rows(self) -> tuple[Mapping[str, QuestionTrace], Mapping[str, QuestionTrace]]:
        """The trace of each question, before and after."""
        old, new = ({row.question: row for row in result.trace} for result in self.results)
        return old, new

    @cached_property
    def cited_ids(self) -> frozenset[str]:
        """The claims that either result cites, and their sources."""
        pairs = list(zip(self.rulebooks, self.results, strict=True))
        claims = {
            (claim, rulebook.claims[claim].source)
            for rulebook, result in pairs
            for claim in find_cited_claims(rulebook, result)
        }
        return frozenset(name for pair in claims for name in pair)

    @cached_property
    def finding_ids(self) -> frozenset[str]:
        """The ids of the blockers, warnings, recommendations, notices and contradictions of either result."""
        return frozenset(name for result in self.results for name in _iter_finding_ids(result))

    def get_rows(self, question: str) -> tuple[QuestionTrace, ...]:
        """Return the traces of a question, before and after, where the rules have it."""
        return tuple(rows[question] for rows in self.rows if question in rows)

    def is_counted(self, question: str) -> bool:
        """Return whether a question counts in the score, before or after."""
        return any(row.share is not None for row in self.get_rows(question))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes for the stage that the profile names, before and after."""
        return tuple(result.now for result in self.results)

    def get_fact_values(self, fact: str) -> tuple[str | int | None, ...]:
        """Return the known values of a fact, before and after."""
        return tuple(result.facts.get(fact) for result in self.results)


def _iter_finding_ids(result: Result) -> Iterator[str]:
    """Yield the ids of a result's findings, recommendations, notices and contradictions."""
    yield from (finding.id for finding in (*result.now.blockers, *result.warnings))
    yield from (recommendation.id for recommendation in result.recommendations)
    yield from result.notices
    yield from result.contradictions


RuleCheck = Callable[[TraceComparison, RuleDifference], bool]

_FIELDS_WITHOUT_EFFECT = {
    "section": ("title", "why"),
    "question": ("text", "help", "why", "evidence", "ask", "not_asked_because", "claims"),
    "option": ("text", "short"),
    "band": ("label", "meaning"),
    "blocker": ("says", "lifted_by", "claims"),
    "warning": ("says", "lifted_by", "claims"),
    "notice": ("says", "claims"),
    "recommendation": (
        "title",
        "why",
        "steps",
        "lead",
        "support",
        "takes",
        "takes_from",
        "done_when",
        "elsewhere",
        "claims",
    ),
    "fact": ("text", "help", "claims", "page", "required"),
    "derived fact": ("text",),
    "row": ("note", "claims"),
    "rules": ("id", "title", "version", "effective_from"),
}
"""Fields on which no figure and no finding depends; a kind that is not listed has no other fields."""


def affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether the figures, blockers, warnings or recommendations of either result use a changed rule."""
    fields = _FIELDS_WITHOUT_EFFECT.get(difference.item_kind)
    if fields is None or difference.field in fields or difference.field.startswith("order of"):
        return False
    return _AFFECTS[difference.item_kind](trace, difference)


def is_shown(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether either result shows a part of the rules that changed."""
    check = _IS_SHOWN.get(difference.item_kind)
    return check is not None and check(trace, difference)


def _question_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a question counts, or whether a change to when it applies or is asked has an effect."""
    rows = trace.get_rows(difference.id)
    if difference.field in ("from_stage", "ask_if"):
        return len({row.not_asked for row in rows}) > 1
    if difference.field == "may_not_apply":
        states = {row.state for row in rows}
        return QuestionState.DOES_NOT_APPLY in states and len(states) > 1
    if difference.field == "needs":
        return len({row.need_state for row in rows}) > 1
    return trace.is_counted(difference.id)


def _policy_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether either result has an unmet need, or is too early for a score."""
    if difference.field == "needs":
        return any(outcome.unmet for outcome in trace.outcomes)
    return any(outcome.is_too_early for outcome in trace.outcomes)


def _question_option_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether an option is chosen, or is the best one, by which the others are measured."""
    rows = trace.get_rows(difference.parent_id)
    best = {rulebook.questions[difference.parent_id].options[-1].id for rulebook in trace.rulebooks}
    is_best = difference.id in best and len({row.highest for row in rows}) > 1
    return trace.is_counted(difference.parent_id) and (is_best or difference.id in {row.option for row in rows})


def _fact_option_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether an option of a fact that the profile names was added or removed."""
    return difference.kind is not DifferenceKind.CHANGED and difference.id in trace.get_fact_values(
        difference.parent_id
    )


def _option_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether an option of a question or a fact is used."""
    return (_question_option_affects if trace.get_rows(difference.parent_id) else _fact_option_affects)(
        trace, difference
    )


def _band_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a score is between a band's old and new start, or in a band that was added or removed."""
    if difference.kind is not DifferenceKind.CHANGED:
        return any(difference.id in (outcome.uncapped or ()) for outcome in trace.outcomes)
    old, new = (rulebook.bands[difference.id].from_ for rulebook in trace.rulebooks)
    scores = [score for outcome in trace.outcomes for score in outcome.overall or ()]
    return any((score >= old) != (score >= new) for score in scores)


def _row_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a derived fact is looked up in a row and its value differs."""
    return _is_looked_up(trace, difference) and _derived_fact_affects(
        trace, difference._replace(id=difference.parent_id)
    )


def _is_looked_up(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a derived fact is looked up in a row, before or after."""
    derived = [
        each for rulebook in trace.rulebooks for each in rulebook.rules.derived if each.id == difference.parent_id
    ]
    return any(difference.id in trace.get_fact_values(each.from_) for each in derived)


def _derived_fact_affects(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether the value of a derived fact differs."""
    return len(set(trace.get_fact_values(difference.id))) > 1


def _is_known(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a fact is known, before or after."""
    return any(value is not None for value in trace.get_fact_values(difference.id))


def _is_found(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether either result has a blocker, warning, recommendation or notice."""
    return difference.id in trace.finding_ids


def _is_cited(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether either result cites a claim or a source."""
    return difference.id in trace.cited_ids


def _is_asked(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a question is asked, before or after."""
    return any(row.not_asked is None for row in trace.get_rows(difference.id))


def _is_chosen(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether an option of a question or a fact is the one chosen."""
    rows = trace.get_rows(difference.parent_id)
    return difference.id in ({row.option for row in rows} if rows else trace.get_fact_values(difference.parent_id))


def _is_reached(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a band is the one at either end of the score."""
    return any(difference.id in (outcome.bands or ()) for outcome in trace.outcomes)


def _has_section_score(trace: TraceComparison, difference: RuleDifference) -> bool:
    """Return whether a section has a score, before or after."""
    scores = [score for outcome in trace.outcomes for score in outcome.sections if score.id == difference.id]
    return any(score.score is not None for score in scores)


_AFFECTS: Mapping[str, RuleCheck] = {
    "section": _has_section_score,
    "question": _question_affects,
    "option": _option_affects,
    "band": _band_affects,
    "blocker": _is_found,
    "warning": _is_found,
    "recommendation": _is_found,
    "notice": _is_found,
    "fact": _is_known,
    "derived fact": _derived_fact_affects,
    "row": _row_affects,
    "rules": _policy_affects,
}

_IS_SHOWN: Mapping[str, RuleCheck] = {
    "section": _has_section_score,
    "question": _is_asked,
    "option": _is_chosen,
    "band": _is_reached,
    "blocker": _is_found,
    "warning": _is_found,
    "recommendation": _is_found,
    "notice": _is_found,
    "contradiction": _is_found,
    "fact": _is_known,
    "derived fact": _is_known,
    "row": _is_looked_up,
    "claim": _is_cited,
    "source": _is_cited,
}
