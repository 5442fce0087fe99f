"""The plan of an assessment, as of today."""

from datetime import date

from assess.core.model.plan import NO_ACTION, Action, Plan
from assess.report.content.plan import build_plan_content, build_unrecommended_line
from assess.report.content.plan_models import PlanContent, PlanLine
from assess.web.context import AssessmentContext


def build_plan(assessment: AssessmentContext, plan: Plan | None = None) -> PlanContent:
    """Build the whole plan, including actions for recommendations that the rules no longer have."""
    stored = assessment.record.assessment.plan if plan is None else plan
    return build_plan_content(assessment.rulebook, assessment.result(), stored, date.today())


def build_plan_line(assessment: AssessmentContext, recommendation_id: str, action: Action | None = None) -> PlanLine:
    """Build the line of one recommendation, with this action in place of the stored one if it is given."""
    stored = assessment.record.assessment.plan
    chosen = stored.get(recommendation_id, NO_ACTION) if action is None else action
    whole_plan = build_plan(assessment, {**stored, recommendation_id: chosen})
    found = next(
        (line for line in (*whole_plan.lines, *whole_plan.not_recommended) if line.id == recommendation_id), None
    )
    return found or build_unrecommended_line(assessment.rulebook, recommendation_id, chosen, date.today())
