"""Attribute an impact to changed rules: those that the trace of one assessment uses, before or after."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from assess.core.comparison.rules import Difference, Kind
from assess.core.model.result import Outcome, Result, Row, State
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.citations import cited_claims


class Trace:
    """Two results of one assessment, under the rules before and after, with what their traces use."""

    def __init__(self, before: Rulebook, after: Rulebook, old: Result, new: Result) -> None:
        self.rulebooks = before, after
        self.results = old, new

    @cached_property
    def rows(self) -> tuple[Mapping[str, Row], Mapping[str, Row]]:
        """The trace of each question, before and after."""
        old, new = ({row.question: row for row in result.trace} for result in self.results)
        return old, new

    @cached_property
    def cited(self) -> frozenset[str]:
        """The claims that either result cites, and their sources."""
        pairs = list(zip(self.rulebooks, self.results, strict=True))
        claims = {
            (claim, rulebook.claims[claim].source)
            for rulebook, result in pairs
            for claim in cited_claims(rulebook, result)
        }
        return frozenset(name for pair in claims for name in pair)

    @cached_property
    def found(self) -> frozenset[str]:
        """The ids of the blockers, warnings, recommendations and notices of either result."""
        return frozenset(name for result in self.results for name in named_in(result))

    def rows_of(self, question: str) -> tuple[Row, ...]:
        """Return the traces of a question, before and after, where the rules have it."""
        return tuple(rows[question] for rows in self.rows if question in rows)

    def counts(self, question: str) -> bool:
        """Return whether a question counts in the score, before or after."""
        return any(row.share is not None for row in self.rows_of(question))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes for the stage that the profile names, before and after."""
        return tuple(result.now for result in self.results)

    def facts(self, fact: str) -> tuple[str | int | None, ...]:
        """Return the known values of a fact, before and after."""
        return tuple(result.facts.get(fact) for result in self.results)


def named_in(result: Result) -> Iterator[str]:
    """Yield the ids of a result's findings, recommendations and notices."""
    yield from (finding.id for finding in (*result.now.blockers, *result.warnings))
    yield from (advice.id for advice in result.recommendations)
    yield from result.notices


Check = Callable[[Trace, Difference], bool]

NO_FIGURES = {
    "section": ("title", "why"),
    "question": ("text", "help", "why", "evidence", "ask", "not_asked_because", "claims"),
    "option": ("text",),
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
    "fact": ("text", "help", "claims", "required"),
    "derived fact": ("text",),
    "row": ("note", "claims"),
}
"""Fields on which no figure and no finding depends; a kind that is not listed has no other fields."""


def bears_on(trace: Trace, difference: Difference) -> bool:
    """Return whether the figures, blockers, warnings or recommendations of either result use a changed rule."""
    fields = NO_FIGURES.get(difference.thing)
    if fields is None or difference.field in fields or difference.field.startswith("order of"):
        return False
    return BEARING[difference.thing](trace, difference)


def is_shown(trace: Trace, difference: Difference) -> bool:
    """Return whether either result shows a part of the rules that changed."""
    check = SHOWN.get(difference.thing)
    return check is not None and check(trace, difference)


def question_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether a question counts, or whether a change to when it applies or is asked has an effect."""
    rows = trace.rows_of(difference.id)
    if difference.field in ("from_stage", "ask_if"):
        return len({row.not_asked for row in rows}) > 1
    if difference.field == "may_not_apply":
        states = {row.state for row in rows}
        return State.DOES_NOT_APPLY in states and len(states) > 1
    return trace.counts(difference.id)


def option_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether an option is chosen, or is the best one, by which the others are measured."""
    rows = trace.rows_of(difference.within)
    best = {rulebook.questions[difference.within].options[-1].id for rulebook in trace.rulebooks}
    is_best = difference.id in best and len({row.highest for row in rows}) > 1
    return trace.counts(difference.within) and (is_best or difference.id in {row.option for row in rows})


def fact_option_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether an option of a fact that the profile names was added or removed."""
    return difference.kind is not Kind.CHANGED and difference.id in trace.facts(difference.within)


def any_option_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether an option of a question or a fact is used."""
    return (option_bears if trace.rows_of(difference.within) else fact_option_bears)(trace, difference)


def band_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether a score is between a band's old and new start, or in a band that was added or removed."""
    if difference.kind is not Kind.CHANGED:
        return any(difference.id in (outcome.uncapped or ()) for outcome in trace.outcomes)
    old, new = (rulebook.bands[difference.id].from_ for rulebook in trace.rulebooks)
    scores = [score for outcome in trace.outcomes for score in outcome.overall or ()]
    return any((score >= old) != (score >= new) for score in scores)


def row_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether a derived fact is looked up in a row and its value differs."""
    return is_looked_up(trace, difference) and derived_bears(trace, difference._replace(id=difference.within))


def is_looked_up(trace: Trace, difference: Difference) -> bool:
    """Return whether a derived fact is looked up in a row, before or after."""
    derived = [each for rulebook in trace.rulebooks for each in rulebook.rules.derived if each.id == difference.within]
    return any(difference.id in trace.facts(each.from_) for each in derived)


def derived_bears(trace: Trace, difference: Difference) -> bool:
    """Return whether the value of a derived fact differs."""
    return len(set(trace.facts(difference.id))) > 1


def is_known(trace: Trace, difference: Difference) -> bool:
    """Return whether a fact is known, before or after."""
    return any(value is not None for value in trace.facts(difference.id))


def is_found(trace: Trace, difference: Difference) -> bool:
    """Return whether either result has a blocker, warning, recommendation or notice."""
    return difference.id in trace.found


def is_cited(trace: Trace, difference: Difference) -> bool:
    """Return whether either result cites a claim or a source."""
    return difference.id in trace.cited


def is_asked(trace: Trace, difference: Difference) -> bool:
    """Return whether a question is asked, before or after."""
    return any(row.not_asked is None for row in trace.rows_of(difference.id))


def is_chosen(trace: Trace, difference: Difference) -> bool:
    """Return whether an option of a question or a fact is the one chosen."""
    rows = trace.rows_of(difference.within)
    return difference.id in ({row.option for row in rows} if rows else trace.facts(difference.within))


def is_reached(trace: Trace, difference: Difference) -> bool:
    """Return whether a band is the one at either end of the score."""
    return any(difference.id in (outcome.bands or ()) for outcome in trace.outcomes)


def section_counts(trace: Trace, difference: Difference) -> bool:
    """Return whether a section has a score, before or after."""
    scores = [score for outcome in trace.outcomes for score in outcome.sections if score.id == difference.id]
    return any(score.score is not None for score in scores)


BEARING: Mapping[str, Check] = {
    "section": section_counts,
    "question": question_bears,
    "option": any_option_bears,
    "band": band_bears,
    "blocker": is_found,
    "warning": is_found,
    "recommendation": is_found,
    "notice": is_found,
    "fact": is_known,
    "derived fact": derived_bears,
    "row": row_bears,
}

SHOWN: Mapping[str, Check] = {
    "section": section_counts,
    "question": is_asked,
    "option": is_chosen,
    "band": is_reached,
    "blocker": is_found,
    "warning": is_found,
    "recommendation": is_found,
    "notice": is_found,
    "fact": is_known,
    "derived fact": is_known,
    "row": is_looked_up,
    "claim": is_cited,
    "source": is_cited,
}
