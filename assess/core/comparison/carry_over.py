"""Carry an assessment over to other rules, keeping what is still valid on them."""

from dataclasses import replace

from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.plan import Plan
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN_OPTION, Fact, Question


def carry_over_assessment(rulebook: Rulebook, assessment: Assessment) -> Assessment:
    """Return the assessment with what is valid in this rulebook."""
    return replace(
        assessment,
        profile=carry_over_profile(rulebook, assessment.profile),
        answers=carry_over_answers(rulebook, assessment.answers),
        plan=carry_over_plan(rulebook, assessment.plan),
    )


def carry_over_profile(rulebook: Rulebook, profile: Profile) -> Profile:
    """Return the facts that the rulebook has, where it has the option given."""
    return {
        name: value
        for name, value in profile.items()
        if name in rulebook.facts and _is_valid_value(rulebook.facts[name], value)
    }


def _is_valid_value(fact: Fact, value: str | int) -> bool:
    """Return whether a fact can have this value."""
    if value == UNKNOWN_OPTION:
        return True
    return any(value == choice.id for choice in fact.options) if fact.kind == "choice" else isinstance(value, int)


def rename_answers(rulebook: Rulebook, answers: Answers) -> Answers:
    """Return all answers, those to renamed questions and with renamed options under the ids that these have now.

    An answer under the present id of a question is never replaced by one under an earlier id.
    """
    questions, options = rulebook.renames
    found = {questions[name]: answer for name, answer in answers.items() if name in questions}
    found |= {name: answer for name, answer in answers.items() if name not in questions}
    return {
        name: replace(answer, option=options.get((name, answer.option or ""), answer.option))
        for name, answer in found.items()
    }


def carry_over_answers(rulebook: Rulebook, answers: Answers) -> Answers:
    """Return the answers to questions that the rulebook has, with options it has."""
    renamed = rename_answers(rulebook, answers)
    return {
        question.id: carry_over_answer(question, renamed[question.id])
        for question in rulebook.questions.values()
        if question.id in renamed
    }


def carry_over_answer(question: Question, answer: Answer) -> Answer:
    """Return the answer, or only its notes where the option no longer exists or the question must now apply."""
    gone = answer.option is not None and all(answer.option != option.id for option in question.options)
    if gone or (answer.does_not_apply and not question.may_not_apply):
        return Answer(note=answer.note, evidence=answer.evidence, by=answer.by)
    return answer


def carry_over_plan(rulebook: Rulebook, plan: Plan) -> Plan:
    """Return the actions for recommendations that the rulebook has."""
    return {name: action for name, action in plan.items() if name in rulebook.recommendations}
