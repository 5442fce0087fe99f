"""The result page: the score, its reasons and the next steps, with the same content as the report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.analysis.what_if import compute_what_if
from assess.core.model.assessment import Assessment
from assess.core.model.rules import STAGE
from assess.report.content.builder import build_content
from assess.report.content.citations import strip_references
from assess.report.content.models import ReportContent
from assess.storage.records import PROFILE_PAGE
from assess.web.context import AssessmentContext, get_assessment, services
from assess.web.results.report_jobs import prefetch_default_report

bp = Blueprint("result", __name__)


@bp.get("/assessments/<int:number>/result")
def show(number: int) -> str:
    """Show the result, or what has to be answered before there can be one."""
    assessment = get_assessment(number)
    back = (assessment.record.assessment.service, url_for("task_list.show", number=number))
    if not has_stage(assessment):
        return render_template("pages/results/none.html", assessment=assessment, back=back)
    prefetch_default_report(assessment, get_applicable_assessment(assessment))
    return render_template(
        "pages/results/result.html",
        back=back,
        assessment=assessment,
        content=build_result_content(assessment, date.today()),
        colour=services().settings.council.colour,
        question_urls=get_question_urls(assessment),
        sources_url=url_for("result.show_sources", number=number),
        blank_facts=_find_blank_facts(assessment),
        unfinished_pages=_find_unfinished_pages(assessment),
    )


@bp.get("/assessments/<int:number>/result/sources")
def show_sources(number: int) -> AnyResponse | str:
    """Show the sources that the result cites, with where each is used."""
    return _render_part("pages/results/sources.html", number)


@bp.get("/assessments/<int:number>/result/calculation")
def show_calculation(number: int) -> AnyResponse | str:
    """Show how the score was worked out, from each answer to what it adds."""
    return _render_part("pages/results/calculation.html", number)


def _render_part(template: str, number: int) -> AnyResponse | str:
    """Render a part of the result that has a page of its own; without a result, go to the page that says so."""
    assessment, result_url = get_assessment(number), url_for("result.show", number=number)
    if not has_stage(assessment):
        return redirect(result_url, 303)
    return render_template(
        template,
        back=("Result", result_url),
        content=build_result_content(assessment, date.today()),
        question_urls=get_question_urls(assessment),
        result_url=result_url,
    )


def has_stage(assessment: AssessmentContext) -> bool:
    """Return whether the stage of the service is known; without it nothing can be scored."""
    return STAGE in assessment.profile


def build_result_content(assessment: AssessmentContext, day: date) -> ReportContent:
    """Build the content of the result, the same as in the report of this day."""
    rulebook, profile, answers = assessment.rulebook, assessment.profile, assessment.answers
    view = compute_what_if(rulebook, profile, answers)
    return build_content(rulebook, get_applicable_assessment(assessment), assessment.result(), view, report_date=day)


def get_applicable_assessment(assessment: AssessmentContext) -> Assessment:
    """Return the assessment with only what is still valid in its rulebook."""
    return replace(
        assessment.record.assessment, profile=assessment.profile, answers=assessment.answers, plan=assessment.plan
    )


def get_question_urls(assessment: AssessmentContext) -> Mapping[str, str]:
    """Return the URL of each question's page, by its number in the report, such as `Q1`."""
    return {
        f"Q{place}": url_for("questions.show", number=assessment.number, question=question)
        for place, question in enumerate(assessment.rulebook.questions, 1)
    }


def _find_blank_facts(assessment: AssessmentContext) -> tuple[str, ...]:
    """Return the texts of the required facts that were left blank."""
    facts = assessment.rulebook.rules.profile
    return tuple(strip_references(fact.text) for fact in facts if fact.required and fact.id not in assessment.profile)


def _find_unfinished_pages(assessment: AssessmentContext) -> tuple[tuple[str, str], ...]:
    """Return the titles and URLs of the pages with unfinished drafts."""
    found, number = assessment.record.unfinished, assessment.number
    facts = (("About the service and the council", url_for("profile.show", number=number)),)
    return (facts if PROFILE_PAGE in found else ()) + tuple(
        (strip_references(question.text), url_for("questions.show", number=number, question=question.id))
        for question in assessment.rulebook.questions.values()
        if question.id in found
    )
