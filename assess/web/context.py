"""The services of the application and the assessment that a request is about."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from flask import Flask, current_app

from assess.core.comparison.carry_over import fitting_answers, fitting_plan, fitting_profile
from assess.core.model.assessment import Answers, Profile
from assess.core.model.plan import Plan
from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.releases.versions import number_by_number
from assess.rendering.service import Press
from assess.settings import Settings
from assess.storage.records import Record
from assess.storage.store import Store
from assess.web.rulebooks import Rulebooks
from assess.web.summary_refresher import Filler

EXTENSION = "assess"


@dataclass(frozen=True, slots=True)
class Site:
    """The objects that all views of an application share."""

    settings: Settings
    store: Store
    rulebooks: Rulebooks
    press: Press
    filler: Filler


def site() -> Site:
    """Return the services of the current application."""
    return site_of(current_app)


def site_of(app: Flask) -> Site:
    """Return the services of this application."""
    return cast(Site, app.extensions[EXTENSION])


class Opened(NamedTuple):
    """An assessment with its rulebook."""

    record: Record
    rulebook: Rulebook
    newer: str
    """The current version of the rules, if it is newer than the assessment's; otherwise empty."""

    @property
    def number(self) -> int:
        """The id of the assessment, as it appears in URLs."""
        return self.record.id

    @property
    def profile(self) -> Profile:
        """The facts about the service that are still valid in this rulebook."""
        return fitting_profile(self.rulebook, self.record.assessment.profile)

    @property
    def answers(self) -> Answers:
        """The answers that are still valid in this rulebook; the others stay stored."""
        return fitting_answers(self.rulebook, self.record.assessment.answers)

    @property
    def plan(self) -> Plan:
        """The actions for recommendations that this rulebook has; the others stay stored."""
        return fitting_plan(self.rulebook, self.record.assessment.plan)

    def result(self) -> Result:
        """Compute the result."""
        return evaluate(self.rulebook, self.profile, self.answers)


def opened(number: int) -> Opened:
    """Load an assessment with its rulebook; raises MissingError and NoRulebookError."""
    return opened_record(site().store.load(number))


def opened_at(number: int, question: str) -> Opened:
    """Load an assessment with the answer to one question only; raises MissingError and NoRulebookError."""
    return opened_record(site().store.load_question(number, question))


def opened_record(record: Record) -> Opened:
    """Return an assessment with its rulebook."""
    in_force = site().rulebooks.in_force()
    newer = number_by_number(in_force.version) > number_by_number(record.release.version)
    return Opened(record, site().rulebooks.of(record.release), in_force.version if newer else "")


@lru_cache(300)
def asked_of(rulebook: Rulebook, profile: tuple[tuple[str, str | int], ...]) -> Result:
    """Compute what follows from a profile alone, such as which questions are asked: answers never change that."""
    return evaluate(rulebook, dict(profile), {})
