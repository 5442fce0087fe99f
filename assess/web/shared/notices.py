"""What the profile means, said beside the questions that it touches."""

from datetime import date
from typing import Any

from markupsafe import Markup

from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Condition, Not, Notice, ProfileCondition, Question
from assess.web.components.govuk import environment, trusted
from assess.web.shared.text import cited


def of(rulebook: Rulebook, result: Result) -> tuple[Markup, ...]:
    """Give every notice that is true of this service."""
    return tuple(markup(rulebook, notice) for notice in true_notices(rulebook, result))


def beside(rulebook: Rulebook, result: Result, *questions: Question) -> tuple[Markup, ...]:
    """Give the true notices that touch one of the questions."""
    general = {fact.id for fact in rulebook.rules.profile if fact.required}
    found = true_notices(rulebook, result)
    here = [notice for notice in found if any(touches(notice, question, general) for question in questions)]
    return tuple(markup(rulebook, notice) for notice in here)


def true_notices(rulebook: Rulebook, result: Result) -> tuple[Notice, ...]:
    """Give the notices that are true, in the order of the file."""
    return tuple(notice for notice in rulebook.rules.notices if notice.id in result.notices)


def touches(notice: Notice, question: Question, general: set[str]) -> bool:
    """Tell whether a notice rests on a claim that the question rests on, or on a fact that decides if it is asked.

    `general` are facts that decide too much to say what a question is about, such as the nation.
    """
    shared_claim = not set(notice.claims).isdisjoint(question.claims)
    return shared_claim or not facts_in(notice.when).isdisjoint(facts_in(question.ask_if) - general)


def facts_in(condition: Condition | None) -> set[str]:
    """Give the facts that a condition looks at."""
    match condition:
        case ProfileCondition():
            return {condition.profile}
        case AllOf(all=parts) | AnyOf(any=parts):
            return set().union(*(facts_in(part) for part in parts))
        case Not(not_=part):
            return facts_in(part)
        case _:
            return set()


def markup(rulebook: Rulebook, notice: Notice) -> Markup:
    """Give a notice with its sources folded away beneath it."""
    text = cited(rulebook, notice.says, notice.claims, date.today())
    return trusted(macros().notice(text, f"notice-{notice.id}"))


def macros() -> Any:
    """Give the macros for texts with citations."""
    return environment.get_template("macros/question.html").module
