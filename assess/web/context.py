"""What every page needs: the site and the assessment that is opened."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from flask import Flask, current_app

from assess.core.answers import Answer, Answers, Profile
from assess.core.evaluation import evaluate
from assess.core.model import UNKNOWN, Fact, Question
from assess.core.plan import Plan
from assess.core.result import Result
from assess.core.rulebook import Rulebook
from assess.printing.press import Press
from assess.publishing.versions import number_by_number
from assess.settings import Settings
from assess.storage.records import Record
from assess.storage.store import Store
from assess.web.rulebooks import Rulebooks

EXTENSION = "assess"


@dataclass(frozen=True, slots=True)
class Site:
    """Where everything is."""

    settings: Settings
    store: Store
    rulebooks: Rulebooks
    press: Press


def site() -> Site:
    """Give the site of the application that answers this request."""
    return site_of(current_app)


def site_of(app: Flask) -> Site:
    """Give the site of an application."""
    return cast(Site, app.extensions[EXTENSION])


class Opened(NamedTuple):
    """An assessment with the rulebook it is on."""

    record: Record
    rulebook: Rulebook
    newer: str
    """The version in force, where it is newer than the assessment's; empty otherwise."""

    @property
    def number(self) -> int:
        """The number of the assessment, as addresses name it."""
        return self.record.id

    @property
    def profile(self) -> Profile:
        """What is known of the service and still means something in this rulebook."""
        return fitting_profile(self.rulebook, self.record.assessment.profile)

    @property
    def answers(self) -> Answers:
        """The answers that still mean something in this rulebook; the others stay kept."""
        return fitting_answers(self.rulebook, self.record.assessment.answers)

    @property
    def plan(self) -> Plan:
        """The actions for recommendations that this rulebook has; the others stay kept."""
        known = self.rulebook.recommendations
        return {name: action for name, action in self.record.assessment.plan.items() if name in known}

    def result(self) -> Result:
        """Work the result out."""
        return evaluate(self.rulebook, self.profile, self.answers)


def opened(number: int) -> Opened:
    """Open an assessment; raises MissingError and NoRulebookError."""
    return opened_record(site().store.load(number))


def opened_at(number: int, question: str) -> Opened:
    """Open an assessment at one question, without the other answers; raises MissingError and NoRulebookError."""
    return opened_record(site().store.load_question(number, question))


def opened_record(record: Record) -> Opened:
    """Give an assessment with the rulebook it is on."""
    in_force = site().rulebooks.in_force()
    newer = number_by_number(in_force.version) > number_by_number(record.edition.version)
    return Opened(record, site().rulebooks.of(record.edition), in_force.version if newer else "")


@lru_cache(300)
def asked_of(rulebook: Rulebook, profile: tuple[tuple[str, str | int], ...]) -> Result:
    """Give what follows from a profile alone, such as which questions are asked: answers never change that."""
    return evaluate(rulebook, dict(profile), {})


def fitting_profile(rulebook: Rulebook, profile: Profile) -> Profile:
    """Give the facts that the rulebook has, with options it has."""
    return {
        name: value for name, value in profile.items() if name in rulebook.facts and means(rulebook.facts[name], value)
    }


def means(fact: Fact, value: str | int) -> bool:
    """Tell whether a fact can have this value."""
    if value == UNKNOWN:
        return True
    return any(value == choice.id for choice in fact.options) if fact.kind == "choice" else isinstance(value, int)


def fitting_answers(rulebook: Rulebook, answers: Answers) -> Answers:
    """Give the answers to questions that the rulebook has, with options it has."""
    return {
        question.id: fitting(question, answers[question.id])
        for question in rulebook.questions.values()
        if question.id in answers
    }


def fitting(question: Question, answer: Answer) -> Answer:
    """Give the answer, or only its note where the question no longer has its option or must apply now."""
    gone = answer.option is not None and all(answer.option != option.id for option in question.options)
    if gone or (answer.does_not_apply and not question.may_not_apply):
        return Answer(note=answer.note, evidence=answer.evidence, by=answer.by)
    return answer
