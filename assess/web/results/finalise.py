"""Whether a report can be final yet: asked wherever one is chosen or made."""

from wtforms import Field

from assess.report.content.plan_models import PlanLine
from assess.web.context import Opened
from assess.web.results.plan import part_of


def before_final(assessment: Opened) -> tuple[PlanLine, ...]:
    """Give what has to be decided before a report can be final."""
    return part_of(assessment, assessment.plan).before_final


def may_be_final(assessment: Opened, status: Field) -> bool:
    """Tell whether the status that was chosen can be had; if not, its field says what has to be decided first."""
    says = part_of(assessment, assessment.plan).final_says if status.data == "final" else ""
    if says:
        status.errors = [says.rstrip(".")]
    return not says
