"""The report to download: what it is to carry, and the file itself."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from wtforms import Field, Form, ValidationError

from assess.printing.values import Order
from assess.report.edition import Edition, look_of, refusal
from assess.web import printing
from assess.web.comparing import NOT_LISTED, choices, earlier_of
from assess.web.context import Opened, opened, site
from assess.web.fields import Choice, Given
from assess.web.plan.final import before_final, may_be_final
from assess.web.printing import Answered, Others, order_of, with_choices
from assess.web.results import is_begun, said_of
from assess.web.widgets import Radios, choices_of

area = Blueprint("reports", __name__)


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
                "xlsx": "Summary, barriers, answers, recommendations, plan and sources as tables, to sort and filter",
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
    order = order_from(assessment, form)
    if order is None:
        return choices_page(assessment, form), 422
    return printing.answer(assessment, order, others(form))


@area.get("/assessments/<int:number>/report/waiting")
def wait(number: int) -> Answered:
    """Show how far a report has come, that it is there, or why there is none."""
    assessment, form = opened(number), ReportForm(request.args)
    order = order_from(assessment, form) if is_begun(assessment) else None
    if order is None:
        return redirect(with_choices("reports.download", number), 303)
    return printing.look(assessment, order, others(form))


def order_from(assessment: Opened, form: ReportForm) -> Order | None:
    """Give the order that was chosen; none where something has still to be chosen."""
    chosen = request.args.get("with", "")
    before = earlier_of(assessment, chosen) if chosen else None
    if not form.validate() or not may_be_final(assessment, form.status) or (chosen and before is None):
        return None
    return order_of(assessment, said_of(assessment), edition_of(form, date.today()), before)


def others(form: ReportForm) -> Others:
    """Give the forms that were not chosen."""
    return [(name, text) for name, text in choices_of(form.form) if name != form.form.data]


def edition_of(form: ReportForm, day: date) -> Edition:
    """Give how the report is to be made, from a valid form."""
    return Edition(
        form=f".{form.form.data}",
        day=day,
        final=form.status.data == "final",
        with_answers=form.answers.data == "with",
        look=look_of(site().settings.council),
    )


def choices_page(assessment: Opened, form: ReportForm) -> str:
    """Render the choices, with what is still to be chosen."""
    service, number = assessment.record.assessment.service, assessment.number
    compare, chosen = choices(assessment), request.args.get("with", "")
    errors = [(str(field.errors[0]), f"#{field.id}") for field in form if field.errors]
    if chosen and chosen not in {each.value for each in compare}:
        errors.append((NOT_LISTED, "#with"))
    return render_template(
        "pages/report.html",
        back=("Result", url_for("result.show", number=number)),
        service=service,
        number=number,
        form=form,
        compare=compare,
        chosen=chosen,
        before_final=before_final(assessment),
        errors=errors,
    )
