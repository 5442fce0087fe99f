"""Checks whether a report can be final yet."""

from wtforms import Field

from assess.report.content.plan_models import PlanLine
from assess.web.context import Opened
from assess.web.results.plan import part_of


def before_final(assessment: Opened) -> tuple[PlanLine, ...]:
    """Return the lines of the plan that must be decided before a report can be final."""
    return part_of(assessment, assessment.plan).before_final


def may_be_final(assessment: Opened, status: Field) -> bool:
    """Return whether the chosen status is allowed; if not, add an error to its field."""
    says = part_of(assessment, assessment.plan).final_says if status.data == "final" else ""
    if says:
        status.errors = [says.rstrip(".")]
    return not says
