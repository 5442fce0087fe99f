"""What every page needs: the site and the assessment that is opened."""

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
    """Where everything is."""

    settings: Settings
    store: Store
    rulebooks: Rulebooks
    press: Press
    filler: Filler


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
        return fitting_plan(self.rulebook, self.record.assessment.plan)

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
    newer = number_by_number(in_force.version) > number_by_number(record.release.version)
    return Opened(record, site().rulebooks.of(record.release), in_force.version if newer else "")


@lru_cache(300)
def asked_of(rulebook: Rulebook, profile: tuple[tuple[str, str | int], ...]) -> Result:
    """Give what follows from a profile alone, such as which questions are asked: answers never change that."""
    return evaluate(rulebook, dict(profile), {})
