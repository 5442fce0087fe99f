"""The plan of an assessment, as of today."""

from datetime import date

from assess.core.model.plan import NOTHING, Action, Plan
from assess.report.content.plan import not_advised, plan_part
from assess.report.content.plan_models import PlanLine, PlanPart
from assess.web.context import Opened


def part_of(assessment: Opened, plan: Plan | None = None) -> PlanPart:
    """Build the whole plan, including actions for recommendations that the rules no longer have."""
    kept = assessment.record.assessment.plan if plan is None else plan
    return plan_part(assessment.rulebook, assessment.result(), kept, date.today())


def line_of(assessment: Opened, name: str, action: Action | None = None) -> PlanLine:
    """Build the line of one recommendation, with this action in place of the stored one if it is given."""
    kept = assessment.record.assessment.plan
    chosen = kept.get(name, NOTHING) if action is None else action
    part = part_of(assessment, {**kept, name: chosen})
    found = next((line for line in (*part.lines, *part.kept) if line.id == name), None)
    return found or not_advised(assessment.rulebook, name, chosen, date.today())
