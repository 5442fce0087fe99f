"""Notices that follow from the profile, for the pages of the questions that they concern."""

from datetime import date
from typing import Any

from markupsafe import Markup

from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import AllOf, AnyOf, Condition, Not, Notice, ProfileCondition, Question
from assess.web.components.govuk import environment, mark_safe
from assess.web.shared.text import cite_text


def render_notices(rulebook: Rulebook, result: Result) -> tuple[Markup, ...]:
    """Render every notice that applies to this service."""
    return tuple(_render_notice(rulebook, notice) for notice in _get_active_notices(rulebook, result))


def render_question_notices(rulebook: Rulebook, result: Result, *questions: Question) -> tuple[Markup, ...]:
    """Render the notices that apply and concern one of the questions."""
    general = {fact.id for fact in rulebook.rules.profile if fact.required}
    active = _get_active_notices(rulebook, result)
    concerned = [
        notice for notice in active if any(_concerns_question(notice, question, general) for question in questions)
    ]
    return tuple(_render_notice(rulebook, notice) for notice in concerned)


def _get_active_notices(rulebook: Rulebook, result: Result) -> tuple[Notice, ...]:
    """Return the notices that apply, in rulebook order."""
    return tuple(notice for notice in rulebook.rules.notices if notice.id in result.notices)


def _concerns_question(notice: Notice, question: Question, general: set[str]) -> bool:
    """Return whether a notice shares a claim with the question, or a fact with the condition for asking it.

    `general` are facts that too many conditions share to say what a question is about, such as the nation.
    """
    shared_claim = not set(notice.claims).isdisjoint(question.claims)
    return shared_claim or not _collect_fact_ids(notice.when).isdisjoint(_collect_fact_ids(question.ask_if) - general)


def _collect_fact_ids(condition: Condition | None) -> set[str]:
    """Return the ids of the facts in a condition."""
    match condition:
        case ProfileCondition():
            return {condition.profile}
        case AllOf(all=parts) | AnyOf(any=parts):
            return set().union(*(_collect_fact_ids(part) for part in parts))
        case Not(not_=part):
            return _collect_fact_ids(part)
        case _:
            return set()


def _render_notice(rulebook: Rulebook, notice: Notice) -> Markup:
    """Render a notice with its sources in a collapsed element."""
    text = cite_text(rulebook, notice.says, notice.claims, date.today())
    return mark_safe(_load_macros().notice(text, f"notice-{notice.id}"))


def _load_macros() -> Any:
    """Load the macros for texts with citations."""
    return environment.get_template("macros/question.html").module
