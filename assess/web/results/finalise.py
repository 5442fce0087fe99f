"""Checks whether a report can be final yet."""

from wtforms import Field

from assess.report.content.plan_models import PlanLine
from assess.web.context import AssessmentContext
from assess.web.results.plan import build_plan


def get_lines_to_decide(assessment: AssessmentContext) -> tuple[PlanLine, ...]:
    """Return the lines of the plan that must be decided before a report can be final."""
    return build_plan(assessment, assessment.plan).lines_blocking_final


def check_status(assessment: AssessmentContext, status: Field) -> bool:
    """Return whether the chosen status is allowed; if not, add an error to its field."""
    reason = build_plan(assessment, assessment.plan).undecided_note if status.data == "final" else ""
    if reason:
        status.errors = [reason.rstrip(".")]
    return not reason
