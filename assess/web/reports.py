"""The report to download: what it is to carry, and the file itself."""

import logging
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, Form, ValidationError

from assess.report.edition import Edition, Look, refusal
from assess.report.publish import report
from assess.web.context import Opened, opened, site
from assess.web.fields import Choice, Given
from assess.web.results import is_begun, said_of
from assess.web.rulebooks import FILES
from assess.web.widgets import Radios, choices_of
from assess.web.wording import file_name

area = Blueprint("reports", __name__)
log = logging.getLogger(__name__)

TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
LONGEST = 40
"""Letters of a council's or a service's name in the name of a file."""
Answered = AnyResponse | tuple[str, int] | str


def carried(form: Form, field: Field) -> None:
    """Refuse a form of report that cannot be without answers."""
    edition = Edition(f".{form['form'].data}", date.today(), with_answers=field.data == "with")
    if why := refusal(edition):
        raise ValidationError(why)


class ReportForm(Form):
    """What the file is to be."""

    form = Choice(
        "Which form do you need?",
        {
            "pdf": "PDF",
            "html": "One web page (HTML)",
            "docx": "Document (Word)",
            "xlsx": "Workbook (Excel)",
            "csv": "Sheet of answers (CSV)",
            "json": "Data (JSON)",
        },
        widget=Radios(
            hints={
                "pdf": "To read, print and send to councillors. Made for screen readers and for archives",
                "html": "To read in a browser or put on a website. It needs no other file",
                "docx": "The same words and tables as the PDF, to change and to take parts from",
                "xlsx": "Summary, barriers, answers, recommendations and sources as tables, to sort and filter",
                "csv": "The answers alone, for any spreadsheet. It can be opened here again",
                "json": "Answers and figures, for other programs. It can be opened here again",
            }
        ),
        validators=[Given("Select which form you need")],
    )
    answers = Choice(
        "What should the file carry?",
        {"with": "The result with all answers and notes", "without": "The result without answers and notes"},
        widget=Radios(
            hints={
                "with": "For those who work on it. The PDF also holds the answers and the rules as files",
                "without": "For publishing. Answers, notes, evidence and whose answers they are stay out",
            }
        ),
        validators=[Given("Select whether the file carries your answers and notes"), carried],
    )
    status = Choice(
        "Is it a draft?",
        {"draft": "Draft", "final": "Final"},
        widget=Radios(options={"classes": "govuk-radios--inline", "hint": {"text": "Every page says so"}}),
        validators=[Given("Select whether the report is a draft or final")],
    )


@area.get("/assessments/<int:number>/report")
def choose(number: int) -> Answered:
    """Ask what the file is to be."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    return choices_page(assessment, ReportForm(data={"form": "pdf", "status": "draft"}))


@area.get("/assessments/<int:number>/report/file")
def download(number: int) -> Answered:
    """Give the file, or say what has to be chosen first."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    form = ReportForm(request.args)
    if not form.validate():
        return choices_page(assessment, form), 422
    edition = edition_of(form, date.today())
    try:
        made = made_report(assessment, edition)
    except Exception:  # whatever stopped the making of a page, the result can still be read
        log.exception("a report could not be made")
        return failed_page(assessment, edition), 500
    response = Response(made, content_type=TYPES[edition.form.removeprefix(".")])
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of(assessment, edition)}"'
    return response


def edition_of(form: ReportForm, day: date) -> Edition:
    """Give how the report is to be made, from a valid form."""
    return Edition(
        form=f".{form.form.data}",
        day=day,
        final=form.status.data == "final",
        with_answers=form.answers.data == "with",
        look=Look(colour=site().settings.council.colour),
    )


def made_report(assessment: Opened, edition: Edition) -> bytes:
    """Make the report, with the rules files as they are kept for the version that the assessment is on."""
    kept = site().store.load_kept(assessment.record.edition)
    rules = dict(zip(FILES, (kept.readiness, kept.evidence), strict=True))
    return report(assessment.rulebook, said_of(assessment), edition, rules)


def name_of(assessment: Opened, edition: Edition) -> str:
    """Give the name of the file: council, service and day, and whether it is without answers."""
    kept = assessment.record.assessment
    parts = [file_name(kept.council)[:LONGEST], file_name(kept.service)[:LONGEST], edition.day.isoformat()]
    without = [] if edition.with_answers else ["without-answers"]
    return "-".join(part.strip("-") for part in parts + without) + edition.form


def choices_page(assessment: Opened, form: ReportForm) -> str:
    """Render the choices, with what is still to be chosen."""
    service, number = assessment.record.assessment.service, assessment.number
    return render_template(
        "pages/report.html",
        back=("Result", url_for("result.show", number=number)),
        service=service,
        number=number,
        form=form,
        errors=[(str(field.errors[0]), f"#{field.id}") for field in form if field.errors],
    )


def failed_page(assessment: Opened, edition: Edition) -> str:
    """Say that the file could not be made, and what can be done instead."""
    others = [(name, text) for name, text in choices_of(ReportForm().form) if f".{name}" != edition.form]
    return render_template(
        "pages/report-failed.html",
        back=("Result", url_for("result.show", number=assessment.number)),
        number=assessment.number,
        others=others,
        chosen={name: request.args.get(name, "") for name in ("answers", "status")},
    )
