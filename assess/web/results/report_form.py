"""The form that configures a report: its format, extent, protective marking and status."""

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from assess.report.formats import describe_conflict
from assess.report.options import Chapter, ReportOptions, build_branding
from assess.settings import Council
from assess.web.components.fields import ChoiceField, Required
from assess.web.components.widgets import Radios
from assess.web.results.report_contents import ContentsSelection

_FORMATS = {
    "pdf": "PDF",
    "pdf-large": "PDF in large print",
    "html": "One web page (HTML)",
    "docx": "Document (Word)",
    "xlsx": "Workbook (Excel)",
    "csv": "Sheet of answers (CSV)",
    "json": "Data (JSON)",
}
_MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""Protective markings for what a council holds (Government Security Classifications Policy)."""

_NO_MARKING = "none"
"""No protective marking."""


DEFAULTS = {"form": "pdf", "scope": "report", "marking": _NO_MARKING, "status": "draft"}
"""The usual choices. `answers` has no default, so that nobody publishes notes by accident."""

_PRESET_FIELDS = ("scope", "marking")
"""Fields that old links do not have: without them a link still means what it meant when it was saved."""


class _AnswersRequired(Required):
    """Validator that requires a choice about answers, except for the decision summary, which shows none."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError with the message."""
        if form["scope"].data != "summary":
            super().__call__(form, field)


class ReportForm(Form):
    """The options of a report."""

    form = ChoiceField(
        "Which form do you need?",
        _FORMATS,
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
        validators=[Required("Select which form you need")],
    )
    scope = ChoiceField(
        "How much of it?",
        {"report": "The report", "summary": "The decision summary alone"},
        widget=Radios(
            hints={
                "report": "All of it, or what you leave ticked under “Leave parts out”",
                "summary": "For councillors, on two pages: blockers, the score, the barriers and what to do next",
            }
        ),
    )
    answers = ChoiceField(
        "What should the file carry?",
        {"with": "The result with all answers and notes", "without": "The result without answers and notes"},
        widget=Radios(
            hints={
                "with": "For those who work on it. The PDF also holds the answers and the rules as files",
                "without": "For publishing. Answers, notes, evidence and whose answers they are stay out",
            }
        ),
        validators=[_AnswersRequired("Select whether the file carries your answers and notes")],
    )
    marking = ChoiceField(
        "Does it need a protective marking?",
        {},
        widget=Radios(options={"hint": {"text": "It stands at the head and the foot of every page"}}),
    )
    status = ChoiceField(
        "Is it a draft?",
        {"draft": "Draft", "final": "Final"},
        widget=Radios(options={"classes": "govuk-radios--inline", "hint": {"text": "Every page says so"}}),
        validators=[Required("Select whether the report is a draft or final")],
    )


def build_report_form(
    council: Council, chosen: MultiDict[str, str], preset: Sequence[str] = _PRESET_FIELDS
) -> ReportForm:
    """Build the form from the chosen values, with defaults for the preset fields that were not chosen."""
    own = (council.marking,) if council.marking else ()
    form = ReportForm(chosen)
    form.marking.choices = [(_NO_MARKING, "No marking"), *((name, name) for name in (*_MARKINGS, *own))]
    for name in preset:
        form[name].data = form[name].data or DEFAULTS[name]
    return form


def build_report_options(form: ReportForm, selection: ContentsSelection, council: Council, day: date) -> ReportOptions:
    """Build the options of a report from a valid form and the selected contents."""
    summary = form.scope.data == "summary"
    return ReportOptions(
        form=f".{form.form.data.removesuffix('-large')}",
        day=day,
        final=form.status.data == "final",
        with_answers=summary or form.answers.data == "with",
        marking="" if form.marking.data == _NO_MARKING else form.marking.data,
        chapters=() if summary else tuple(chapter for chapter in Chapter if chapter not in selection.excluded_chapters),
        sections=None if summary else selection.sections,
        recommendations=None if summary else selection.recommendations,
        notes=summary or selection.notes,
        large=form.form.data.endswith("-large"),
        look=build_branding(council),
    )


def is_refused(form: ReportForm, options: ReportOptions) -> bool:
    """Return whether these options are not allowed; if so, add an error to the form field."""
    reason = describe_conflict(options)
    if reason:
        form.form.errors = [reason]
    return bool(reason)
