"""The action plan in words: who does what by when, its progress, and what is still to be decided."""

from collections.abc import Iterable
from datetime import date

from assess.core.model.plan import (
    NO_ACTION,
    Action,
    ActionState,
    Plan,
    PlanCounts,
    count_decisions,
    find_obsolete_actions,
)
from assess.core.model.result import RecommendationResult, Result
from assess.core.model.rulebook import Rulebook
from assess.report.content.plan_models import NOT_ACTED_ON, STATUS_LABELS, TO_DECIDE, PlanContent, PlanLine
from assess.report.content.text import (
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_date,
    join_words,
    pluralise,
)


def build_plan_content(rulebook: Rulebook, result: Result, plan: Plan, on_date: date) -> PlanContent:
    """Build the plan of a result on a given date."""
    counts = count_decisions(result, plan)
    lines = tuple(
        _build_recommended_line(rulebook, advice, f"R{place}", plan.get(advice.id, NO_ACTION), on_date)
        for place, advice in enumerate(result.recommendations, 1)
    )
    not_recommended = tuple(
        build_unrecommended_line(rulebook, name, plan[name], on_date) for name in find_obsolete_actions(result, plan)
    )
    return PlanContent(describe_progress(counts), _describe_undecided(lines), counts, lines, not_recommended)


def describe_progress(counts: PlanCounts) -> str:
    """Return how far the plan has progressed."""
    if not counts.recommendations:
        return "Nothing is recommended, so there is nothing to decide."
    if not counts.decided:
        whole = format_count(counts.recommendations, "recommendation")
        return (
            f"Nothing has been decided yet: there {pluralise(counts.recommendations, 'is', 'are')} {whole} to decide."
        )
    parts = (
        f"{counts.done} done",
        f"{counts.under_way} under way",
        f"{counts.not_started} not started",
        f"{counts.not_acted_on} will not be done",
    )
    whole = f"{counts.decided} of {counts.recommendations} decided: {', '.join(parts)}"
    return f"{whole}; {counts.undecided} still to decide." if counts.undecided else f"{whole}."


def _describe_undecided(lines: Iterable[PlanLine]) -> str:
    """Return which recommendations must be decided before a report can be final, empty if none."""
    numbers = [line.number for line in lines if line.blocks_final]
    if not numbers:
        return ""
    lift = pluralise(len(numbers), "lifts", "lift")
    return (
        f"Before a report can be final, {join_words(numbers)} "
        f"{pluralise(len(numbers), 'needs', 'need')} someone responsible and a date, "
        f"or a reason for not acting, because {pluralise(len(numbers), 'it', 'they')} {lift} a blocker or a warning."
    )


def _build_recommended_line(
    rulebook: Rulebook, advice: RecommendationResult, number: str, action: Action, on_date: date
) -> PlanLine:
    """Return the line of a recommendation that follows from the answers."""
    lifts = "Lifts a blocker" if any(name in rulebook.blockers for name in advice.lifts) else "Lifts a warning"
    remark = _describe_remark(action, _describe_trigger(rulebook, advice))
    return _build_line(rulebook, advice.id, action, on_date)._replace(
        number=number, lifts=lifts if advice.lifts else "", remark=remark
    )


def build_unrecommended_line(rulebook: Rulebook, recommendation_id: str, action: Action, on_date: date) -> PlanLine:
    """Return the line of an action that the current answers do not recommend."""
    plain = _build_line(rulebook, recommendation_id, action, on_date)
    kind = NOT_ACTED_ON if action.reason else action.state.value
    label = "Done before" if action.carried_from and kind == ActionState.DONE else STATUS_LABELS[kind]
    came = f"In “{action.carried_from}”." if label == "Done before" else _describe_origin(action)
    removed = "" if recommendation_id in rulebook.recommendations else "This recommendation is no longer in the rules."
    return plain._replace(kind=kind, label=label, remark=" ".join(filter(None, (came, removed))))


def _build_line(rulebook: Rulebook, recommendation_id: str, action: Action, on_date: date) -> PlanLine:
    """Return a line with the details of the action itself."""
    rule = rulebook.recommendations.get(recommendation_id)
    owner, due = ("", None) if action.reason else (action.owner, action.due)
    kind = NOT_ACTED_ON if action.reason else action.state.value
    kind = kind if action.is_decided else TO_DECIDE
    return PlanLine(
        number="",
        id=recommendation_id,
        title=curl_apostrophes(rule.title) if rule else capitalise_first(recommendation_id.replace("-", " ")),
        lead=curl_apostrophes(rulebook.roles[rule.lead].title) if rule else "",
        lifts="",
        kind=kind,
        label=STATUS_LABELS[kind],
        owner=owner,
        due=due,
        due_text=format_date(due) if due else "",
        overdue=action.is_overdue(on_date),
        reason=action.reason,
        remark="",
        carried=bool(action.carried_from),
        is_done=action.state is ActionState.DONE and not action.reason,
    )


def _describe_trigger(rulebook: Rulebook, advice: RecommendationResult) -> str:
    """Return what triggers a recommendation: `Q3 still triggers it`."""
    numbers = {question: f"Q{place}" for place, question in enumerate(rulebook.questions, 1)}
    because = [numbers[question] for question, _ in advice.because]
    if not because:
        return "what is known about the service still triggers it"
    return f"{join_words(because)} still {pluralise(len(because), 'triggers', 'trigger')} it"


def _describe_remark(action: Action, trigger: str) -> str:
    """Return the remark on an action that is still recommended."""
    done = action.state is ActionState.DONE and not action.reason
    if action.carried_from and action.reason:
        return f"Not acted on in “{action.carried_from}”. Decide again."
    if action.carried_from and done:
        return f"Done before, in “{action.carried_from}”, but {trigger}. Decide again."
    if done and action.is_decided:
        return f"It is marked done, but {trigger}. If it is done, change the answer."
    return " ".join(filter(None, (_describe_origin(action), _describe_missing(action))))


def _describe_origin(action: Action) -> str:
    """Return which earlier assessment an action comes from, empty if it comes from this one."""
    return f"Carried over from “{action.carried_from}”." if action.carried_from else ""


def _describe_missing(action: Action) -> str:
    """Return what a started action still lacks, empty if it is complete or not started."""
    if action.is_decided or action == NO_ACTION:
        return ""
    lacks = join_words(
        [word for word, has in (("one responsible", action.owner), ("date", action.due)) if not has], "and no"
    )
    begun = action.state is not ActionState.NOT_STARTED
    return f"{STATUS_LABELS[action.state.value]}, but it has no {lacks} yet." if begun else f"It has no {lacks} yet."
