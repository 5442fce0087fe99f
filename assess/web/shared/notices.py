"""Notices that follow from the profile, for the pages of the questions that they concern."""

from datetime import date
from typing import Any

from markupsafe import Markup

from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Condition, Not, Notice, ProfileCondition, Question
from assess.web.components.govuk import environment, trusted
from assess.web.shared.text import cited


def of(rulebook: Rulebook, result: Result) -> tuple[Markup, ...]:
    """Render every notice that applies to this service."""
    return tuple(markup(rulebook, notice) for notice in true_notices(rulebook, result))


def beside(rulebook: Rulebook, result: Result, *questions: Question) -> tuple[Markup, ...]:
    """Render the notices that apply and concern one of the questions."""
    general = {fact.id for fact in rulebook.rules.profile if fact.required}
    found = true_notices(rulebook, result)
    here = [notice for notice in found if any(touches(notice, question, general) for question in questions)]
    return tuple(markup(rulebook, notice) for notice in here)


def true_notices(rulebook: Rulebook, result: Result) -> tuple[Notice, ...]:
    """Return the notices that apply, in rulebook order."""
    return tuple(notice for notice in rulebook.rules.notices if notice.id in result.notices)


def touches(notice: Notice, question: Question, general: set[str]) -> bool:
    """Return whether a notice shares a claim with the question, or a fact with the condition for asking it.

    `general` are facts that too many conditions share to say what a question is about, such as the nation.
    """
    shared_claim = not set(notice.claims).isdisjoint(question.claims)
    return shared_claim or not facts_in(notice.when).isdisjoint(facts_in(question.ask_if) - general)


def facts_in(condition: Condition | None) -> set[str]:
    """Return the ids of the facts in a condition."""
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
    """Render a notice with its sources in a collapsed element."""
    text = cited(rulebook, notice.says, notice.claims, date.today())
    return trusted(macros().notice(text, f"notice-{notice.id}"))


def macros() -> Any:
    """Load the macros for texts with citations."""
    return environment.get_template("macros/question.html").module
