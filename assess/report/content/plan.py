"""The action plan in words: who does what by when, its progress, and what is still to be decided."""

from collections.abc import Iterable
from datetime import date

from assess.core.model.plan import NOTHING, Action, ActionState, Plan, Progress, no_longer_advised, progress
from assess.core.model.result import Advice, Result
from assess.core.model.rulebook import Rulebook
from assess.report.content.plan_models import LABELS, NOT_ACTED_ON, TO_DECIDE, PlanLine, PlanPart
from assess.report.content.text import apostrophes, counted, day, joined, plural, starting


def plan_part(rulebook: Rulebook, result: Result, plan: Plan, when: date) -> PlanPart:
    """Build the plan of a result on a given date."""
    counts = progress(result, plan)
    lines = tuple(
        advised(rulebook, advice, f"R{place}", plan.get(advice.id, NOTHING), when)
        for place, advice in enumerate(result.recommendations, 1)
    )
    kept = tuple(not_advised(rulebook, name, plan[name], when) for name in no_longer_advised(result, plan))
    return PlanPart(progress_says(counts), final_says(lines), counts, lines, kept)


def progress_says(counts: Progress) -> str:
    """Return how far the plan has progressed."""
    if not counts.recommendations:
        return "Nothing is recommended, so there is nothing to decide."
    if not counts.decided:
        whole = counted(counts.recommendations, "recommendation")
        return f"Nothing is decided yet: there {plural(counts.recommendations, 'is', 'are')} {whole} to decide about."
    parts = (
        f"{counts.done} done",
        f"{counts.under_way} under way",
        f"{counts.not_started} not started",
        f"{counts.not_acted_on} will not be done",
    )
    whole = f"{counts.decided} of {counts.recommendations} decided: {', '.join(parts)}"
    return f"{whole}; {counts.to_decide} still to decide." if counts.to_decide else f"{whole}."


def final_says(lines: Iterable[PlanLine]) -> str:
    """Return which recommendations must be decided before a report can be final, empty if none."""
    numbers = [line.number for line in lines if line.before_final]
    if not numbers:
        return ""
    lift = plural(len(numbers), "lifts", "lift")
    return (
        f"Before a report can be final, {joined(numbers)} {plural(len(numbers), 'needs', 'need')} an owner and a date, "
        f"or a reason for not acting, because {plural(len(numbers), 'it', 'they')} {lift} a blocker or a warning."
    )


def advised(rulebook: Rulebook, advice: Advice, number: str, action: Action, when: date) -> PlanLine:
    """Return the line of a recommendation that follows from the answers."""
    lifts = "Lifts a blocker" if any(name in rulebook.blockers for name in advice.lifts) else "Lifts a warning"
    remark = remark_on(action, sets_off(rulebook, advice))
    return line(rulebook, advice.id, action, when)._replace(
        number=number, lifts=lifts if advice.lifts else "", remark=remark
    )


def not_advised(rulebook: Rulebook, name: str, action: Action, when: date) -> PlanLine:
    """Return the line of an action that the current answers do not recommend."""
    plain = line(rulebook, name, action, when)
    kind = NOT_ACTED_ON if action.reason else action.state.value
    label = "Done before" if action.carried_from and kind == ActionState.DONE else LABELS[kind]
    came = f"In “{action.carried_from}”." if label == "Done before" else came_from(action)
    gone = "" if name in rulebook.recommendations else "The rules do not have this recommendation any more."
    return plain._replace(kind=kind, label=label, remark=" ".join(filter(None, (came, gone))))


def line(rulebook: Rulebook, name: str, action: Action, when: date) -> PlanLine:
    """Return a line with the details of the action itself."""
    rule = rulebook.recommendations.get(name)
    owner, due = ("", None) if action.reason else (action.owner, action.due)
    kind = NOT_ACTED_ON if action.reason else action.state.value
    kind = kind if action.is_decided else TO_DECIDE
    return PlanLine(
        number="",
        id=name,
        title=apostrophes(rule.title) if rule else starting(name.replace("-", " ")),
        lead=apostrophes(rulebook.roles[rule.lead].title) if rule else "",
        lifts="",
        kind=kind,
        label=LABELS[kind],
        owner=owner,
        due=due,
        due_says=day(due) if due else "",
        overdue=action.is_overdue(when),
        reason=action.reason,
        remark="",
        carried=bool(action.carried_from),
        is_done=action.state is ActionState.DONE and not action.reason,
    )


def sets_off(rulebook: Rulebook, advice: Advice) -> str:
    """Return what triggers a recommendation: `the answer to Q3 still sets it off`."""
    numbers = {question: f"Q{place}" for place, question in enumerate(rulebook.questions, 1)}
    because = [numbers[question] for question, _ in advice.because]
    if not because:
        return "what is known of the service still sets it off"
    answers = plural(len(because), "the answer to", "the answers to")
    return f"{answers} {joined(because)} still {plural(len(because), 'sets', 'set')} it off"


def remark_on(action: Action, still: str) -> str:
    """Return the remark on an action that is still recommended."""
    done = action.state is ActionState.DONE and not action.reason
    if action.carried_from and action.reason:
        return f"Not acted on in “{action.carried_from}”. Decide about it again."
    if action.carried_from and done:
        return f"Done before, in “{action.carried_from}”, but {still}. Decide about it again."
    if done and action.is_decided:
        return f"It is marked done, but {still}. If it is done, change the answer."
    return " ".join(filter(None, (came_from(action), missing(action))))


def came_from(action: Action) -> str:
    """Return which earlier assessment an action comes from, empty if it comes from this one."""
    return f"Carried from “{action.carried_from}”." if action.carried_from else ""


def missing(action: Action) -> str:
    """Return what a started action still lacks, empty if it is complete or not started."""
    if action.is_decided or action == NOTHING:
        return ""
    lacks = joined([word for word, has in (("owner", action.owner), ("date", action.due)) if not has], "and no")
    begun = action.state is not ActionState.NOT_STARTED
    return f"{LABELS[action.state.value]}, but it has no {lacks} yet." if begun else f"It has no {lacks} yet."
