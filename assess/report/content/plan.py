"""The action plan in words: who does what by when, how far it has got, and what is still to be decided."""

from collections.abc import Iterable
from datetime import date

from assess.core.model.plan import NOTHING, Action, ActionState, Plan, Progress, no_longer_advised, progress
from assess.core.model.result import Advice, Result
from assess.core.model.rulebook import Rulebook
from assess.report.content.plan_models import LABELS, NOT_ACTED_ON, TO_DECIDE, PlanLine, PlanPart
from assess.report.content.text import apostrophes, counted, day, joined, plural, starting


def plan_part(rulebook: Rulebook, result: Result, plan: Plan, when: date) -> PlanPart:
    """Give the plan of a result as it stands on a day."""
    counts = progress(result, plan)
    lines = tuple(
        advised(rulebook, advice, f"R{place}", plan.get(advice.id, NOTHING), when)
        for place, advice in enumerate(result.recommendations, 1)
    )
    kept = tuple(not_advised(rulebook, name, plan[name], when) for name in no_longer_advised(result, plan))
    return PlanPart(progress_says(counts), final_says(lines), counts, lines, kept)


def progress_says(counts: Progress) -> str:
    """Say how far the plan has got."""
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
    """Say which recommendations have to be decided before a report can be final; empty where none has."""
    numbers = [line.number for line in lines if line.before_final]
    if not numbers:
        return ""
    lift = plural(len(numbers), "lifts", "lift")
    return (
        f"Before a report can be final, {joined(numbers)} {plural(len(numbers), 'needs', 'need')} an owner and a date, "
        f"or a reason for not acting, because {plural(len(numbers), 'it', 'they')} {lift} a blocker or a warning."
    )


def advised(rulebook: Rulebook, advice: Advice, number: str, action: Action, when: date) -> PlanLine:
    """Give the line of a recommendation that follows from the answers."""
    lifts = "Lifts a blocker" if any(name in rulebook.blockers for name in advice.lifts) else "Lifts a warning"
    remark = remark_on(action, sets_off(rulebook, advice))
    return line(rulebook, advice.id, action, when)._replace(
        number=number, lifts=lifts if advice.lifts else "", remark=remark
    )


def not_advised(rulebook: Rulebook, name: str, action: Action, when: date) -> PlanLine:
    """Give the line of an action for what the answers do not advise now."""
    plain = line(rulebook, name, action, when)
    kind = NOT_ACTED_ON if action.reason else action.state.value
    label = "Done before" if action.carried_from and kind == ActionState.DONE else LABELS[kind]
    came = f"In “{action.carried_from}”." if label == "Done before" else came_from(action)
    gone = "" if name in rulebook.recommendations else "The rules do not have this recommendation any more."
    return plain._replace(kind=kind, label=label, remark=" ".join(filter(None, (came, gone))))


def line(rulebook: Rulebook, name: str, action: Action, when: date) -> PlanLine:
    """Give a line with what the action itself says."""
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
    """Name what sets a recommendation off: `the answer to Q3 still sets it off`."""
    numbers = {question: f"Q{place}" for place, question in enumerate(rulebook.questions, 1)}
    because = [numbers[question] for question, _ in advice.because]
    if not because:
        return "what is known of the service still sets it off"
    answers = plural(len(because), "the answer to", "the answers to")
    return f"{answers} {joined(because)} still {plural(len(because), 'sets', 'set')} it off"


def remark_on(action: Action, still: str) -> str:
    """Say what else has to be known of an action whose recommendation is advised."""
    done = action.state is ActionState.DONE and not action.reason
    if action.carried_from and action.reason:
        return f"Not acted on in “{action.carried_from}”. Decide about it again."
    if action.carried_from and done:
        return f"Done before, in “{action.carried_from}”, but {still}. Decide about it again."
    if done and action.is_decided:
        return f"It is marked done, but {still}. If it is done, change the answer."
    return " ".join(filter(None, (came_from(action), missing(action))))


def came_from(action: Action) -> str:
    """Say which earlier assessment an action comes from; empty where it is this one's."""
    return f"Carried from “{action.carried_from}”." if action.carried_from else ""


def missing(action: Action) -> str:
    """Say what an action that somebody has begun still lacks; empty where it lacks nothing or nobody has begun."""
    if action.is_decided or action == NOTHING:
        return ""
    lacks = joined([word for word, has in (("owner", action.owner), ("date", action.due)) if not has], "and no")
    begun = action.state is not ActionState.NOT_STARTED
    return f"{LABELS[action.state.value]}, but it has no {lacks} yet." if begun else f"It has no {lacks} yet."
