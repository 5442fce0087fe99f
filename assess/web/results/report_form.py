"""The form that configures a report: its format, extent, protective marking and status."""

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from assess.report.options import Chapter, Edition, look_of, refusal
from assess.settings import Council
from assess.web.components.fields import Choice, Given
from assess.web.components.widgets import Radios
from assess.web.results.report_contents import Ticks

FORMS = {
    "pdf": "PDF",
    "pdf-large": "PDF in large print",
    "html": "One web page (HTML)",
    "docx": "Document (Word)",
    "xlsx": "Workbook (Excel)",
    "csv": "Sheet of answers (CSV)",
    "json": "Data (JSON)",
}
OFFICIAL = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""Protective markings for what a council holds (Government Security Classifications Policy)."""

NONE = "none"
"""No protective marking."""


USUAL = {"form": "pdf", "scope": "report", "marking": NONE, "status": "draft"}
"""The usual choices. `answers` has no default, so that nobody publishes notes by accident."""

ASKED_LATE = ("scope", "marking")
"""Fields that old links do not have: without them a link still means what it meant when it was saved."""


class AnswersGiven(Given):
    """Validator that requires a choice about answers, except for the decision summary, which shows none."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError with the message."""
        if form["scope"].data != "summary":
            super().__call__(form, field)


class ReportForm(Form):
    """The options of a report."""

    form = Choice(
        "Which form do you need?",
        FORMS,
        widget=Radios(
            hints={
                "pdf": "To read, print and send to councillors. Made for screen readers and for archives",
                "pdf-large": "Letters of 16 points or more wherever text is read",
                "html": "To read in a browser or put on a website. It needs no other file",
                "docx": "The same words and tables as the PDF, to change and to take parts from",
                "xlsx": "Summary, barriers, answers, recommendations, plan and sources as tables, to sort and filter",
                "csv": "The answers alone, for any spreadsheet. It can be opened here again",
                "json": "Answers and figures, for other programs. It can be opened here again",
            }
        ),
        validators=[Given("Select which form you need")],
    )
    scope = Choice(
        "How much of it?",
        {"report": "The report", "summary": "The decision summary alone"},
        widget=Radios(
            hints={
                "report": "All of it, or what you leave ticked under “Leave parts out”",
                "summary": "For councillors, on two pages: blockers, the score, the barriers and what to do next",
            }
        ),
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
        validators=[AnswersGiven("Select whether the file carries your answers and notes")],
    )
    marking = Choice(
        "Does it need a protective marking?",
        {},
        widget=Radios(options={"hint": {"text": "It stands at the head and the foot of every page"}}),
    )
    status = Choice(
        "Is it a draft?",
        {"draft": "Draft", "final": "Final"},
        widget=Radios(options={"classes": "govuk-radios--inline", "hint": {"text": "Every page says so"}}),
        validators=[Given("Select whether the report is a draft or final")],
    )


def report_form(council: Council, chosen: MultiDict[str, str], preset: Sequence[str] = ASKED_LATE) -> ReportForm:
    """Build the form from the chosen values, with defaults for the preset fields that were not chosen."""
    own = (council.marking,) if council.marking else ()
    form = ReportForm(chosen)
    form.marking.choices = [(NONE, "No marking"), *((name, name) for name in (*OFFICIAL, *own))]
    for name in preset:
        form[name].data = form[name].data or USUAL[name]
    return form


def edition_of(form: ReportForm, ticks: Ticks, council: Council, day: date) -> Edition:
    """Build the options of a report from a valid form and the selected contents."""
    summary = form.scope.data == "summary"
    return Edition(
        form=f".{form.form.data.removesuffix('-large')}",
        day=day,
        final=form.status.data == "final",
        with_answers=summary or form.answers.data == "with",
        marking="" if form.marking.data == NONE else form.marking.data,
        chapters=() if summary else tuple(chapter for chapter in Chapter if chapter not in ticks.chapters_out),
        sections=None if summary else ticks.sections,
        recommendations=None if summary else ticks.recommendations,
        notes=summary or ticks.notes,
        large=form.form.data.endswith("-large"),
        look=look_of(council),
    )


def refused(form: ReportForm, edition: Edition) -> bool:
    """Return whether these options are not allowed; if so, add an error to the form field."""
    says = refusal(edition)
    if says:
        form.form.errors = [says]
    return bool(says)
