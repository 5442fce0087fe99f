"""The services of the application and the assessment that a request is about."""

from dataclasses import dataclass
from typing import NamedTuple, cast

from flask import Flask, current_app

from assess.core.comparison.carry_over import carry_over_answers, carry_over_plan, carry_over_profile
from assess.core.model.assessment import Answers, Profile
from assess.core.model.plan import Plan
from assess.core.model.result import Result
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.releases.versions import parse_version
from assess.rendering.service import RenderService
from assess.settings import Settings
from assess.storage.records import AssessmentRecord
from assess.storage.store import Store
from assess.web.caching import cached_by_hash
from assess.web.rulebooks import Rulebooks
from assess.web.summary_refresher import SummaryRefresher

EXTENSION = "assess"


@dataclass(frozen=True, slots=True)
class Services:
    """The objects that all views of an application share."""

    settings: Settings
    store: Store
    rulebooks: Rulebooks
    renderer: RenderService
    refresher: SummaryRefresher


def services() -> Services:
    """Return the services of the current application."""
    return get_services(current_app)


def get_services(app: Flask) -> Services:
    """Return the services of this application."""
    return cast(Services, app.extensions[EXTENSION])


class AssessmentContext(NamedTuple):
    """An assessment with its rulebook."""

    record: AssessmentRecord
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
        return carry_over_profile(self.rulebook, self.record.assessment.profile)

    @property
    def answers(self) -> Answers:
        """The answers that are still valid in this rulebook; the others stay stored."""
        return carry_over_answers(self.rulebook, self.record.assessment.answers)

    @property
    def plan(self) -> Plan:
        """The actions for recommendations that this rulebook has; the others stay stored."""
        return carry_over_plan(self.rulebook, self.record.assessment.plan)

    def result(self) -> Result:
        """Compute the result."""
        return evaluate(self.rulebook, self.profile, self.answers)


def get_assessment(number: int) -> AssessmentContext:
    """Load an assessment with its rulebook; raises MissingError and NoRulebookError."""
    return _build_context(services().store.load_assessment(number))


def get_assessment_at_question(number: int, question: str) -> AssessmentContext:
    """Load an assessment with the answer to one question only; raises MissingError and NoRulebookError."""
    return _build_context(services().store.load_with_answer(number, question))


def _build_context(record: AssessmentRecord) -> AssessmentContext:
    """Return an assessment with its rulebook."""
    current = services().rulebooks.get_current()
    newer = parse_version(current.version) > parse_version(record.release.version)
    return AssessmentContext(
        record, services().rulebooks.get_for_release(record.release), current.version if newer else ""
    )


@cached_by_hash(300)
def evaluate_profile(rulebook: Rulebook, profile: tuple[tuple[str, str | int], ...]) -> Result:
    """Compute what follows from a profile alone, such as which questions are asked: answers never change that."""
    return evaluate(rulebook, dict(profile), {})
