"""The result page: the score, its reasons and the next steps, with the same content as the report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template, url_for

from assess.core.analysis.what_if import outlook
from assess.core.model.assessment import Assessment
from assess.core.model.rules import STAGE
from assess.report.content.builder import content
from assess.report.content.models import Content
from assess.storage.records import PROFILE_PAGE
from assess.web.context import Opened, opened, site
from assess.web.results.report_jobs import begin_usual
from assess.web.shared.text import plain

area = Blueprint("result", __name__)


@area.get("/assessments/<int:number>/result")
def show(number: int) -> str:
    """Show the result, or what has to be answered before there can be one."""
    assessment = opened(number)
    back = (assessment.record.assessment.service, url_for("tasks.show", number=number))
    if not is_begun(assessment):
        return render_template("pages/results/none.html", opened=assessment, back=back)
    begin_usual(assessment, said_of(assessment))
    return render_template(
        "pages/results/result.html",
        back=back,
        opened=assessment,
        content=content_of(assessment, date.today()),
        colour=site().settings.council.colour,
        pages=question_pages(assessment),
        blank=blank_facts(assessment),
        unfinished=unfinished_pages(assessment),
    )


def is_begun(assessment: Opened) -> bool:
    """Return whether the stage of the service is known; without it nothing can be scored."""
    return STAGE in assessment.profile


def content_of(assessment: Opened, day: date) -> Content:
    """Build the content of the result, the same as in the report of this day."""
    rulebook, profile, answers = assessment.rulebook, assessment.profile, assessment.answers
    view = outlook(rulebook, profile, answers)
    return content(rulebook, said_of(assessment), assessment.result(), view, date=day)


def said_of(assessment: Opened) -> Assessment:
    """Return the assessment with only what is still valid in its rulebook."""
    return replace(
        assessment.record.assessment, profile=assessment.profile, answers=assessment.answers, plan=assessment.plan
    )


def question_pages(assessment: Opened) -> Mapping[str, str]:
    """Return the URL of each question's page, by its number in the report, such as `Q1`."""
    return {
        f"Q{place}": url_for("questions.show", number=assessment.number, question=question)
        for place, question in enumerate(assessment.rulebook.questions, 1)
    }


def blank_facts(assessment: Opened) -> tuple[str, ...]:
    """Return the texts of the required facts that were left blank."""
    facts = assessment.rulebook.rules.profile
    return tuple(plain(fact.text) for fact in facts if fact.required and fact.id not in assessment.profile)


def unfinished_pages(assessment: Opened) -> tuple[tuple[str, str], ...]:
    """Return the titles and URLs of the pages with unfinished drafts."""
    found, number = assessment.record.unfinished, assessment.number
    facts = (("About the service and the council", url_for("about.show", number=number)),)
    return (facts if PROFILE_PAGE in found else ()) + tuple(
        (plain(question.text), url_for("questions.show", number=number, question=question.id))
        for question in assessment.rulebook.questions.values()
        if question.id in found
    )
