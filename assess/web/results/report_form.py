"""The form that configures a report: its format, extent, protective marking and status."""

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from assess.report.formats import describe_conflict, is_available
from assess.report.options import Chapter, ReportOptions, build_branding
from assess.settings import Council
from assess.web.components.fields import ChoiceField, Required
from assess.web.components.widgets import Radios, list_choices
from assess.web.results.report_contents import ContentsSelection

_FORMATS = {
    "pdf": "PDF",
    "pdf-large": "PDF in large print",
    "html": "Web page (HTML)",
    "docx": "Word document",
    "xlsx": "Excel workbook",
    "odt": "OpenDocument text (ODT)",
    "ods": "OpenDocument spreadsheet (ODS)",
    "csv": "Answers (CSV)",
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
        "Which format do you need?",
        _FORMATS,
        widget=Radios(
            hints={
                "pdf": "To read, print and send to councillors. Made for screen readers and for archives",
                "pdf-large": "All text is 16 point or larger",
                "html": "To read in a browser or put on a website. A single file",
                "docx": "The same text and tables as the PDF, to edit or copy from",
                "xlsx": "Summary, barriers, answers, recommendations, plan and sources as tables, to sort and filter",
                "odt": "The same as the Word document, for LibreOffice and others",
                "ods": "The same as the Excel workbook, for LibreOffice and others",
                "csv": "Only the answers, for any spreadsheet. It can be opened here again",
                "json": "Answers and figures, for other programs. It can be opened here again",
            }
        ),
        validators=[Required("Select which format you need")],
    )
    scope = ChoiceField(
        "How much of the report do you need?",
        {
            "report": "The report",
            "apart": "The report, with each barrier on pages of its own",
            "summary": "The decision summary only",
            "annex": "The evidence annex only",
        },
        widget=Radios(
            hints={
                "report": "All of it, or the parts you leave selected under “Leave parts out”",
                "apart": "The same, longer, to hand each barrier to whoever leads on it. Only for the PDF",
                "summary": "For councillors, on two pages: blockers, the score, the barriers and what to do next",
                "annex": "What was found in each source. The PDF of the report only says where. Only for the PDF",
            }
        ),
    )
    answers = ChoiceField(
        "What should the file include?",
        {"with": "The result with all answers and notes", "without": "The result without answers and notes"},
        widget=Radios(
            hints={
                "with": "For the people working on it. The PDF also contains the answers and the rules as files",
                "without": "For publishing. Answers, notes, evidence and who gave each answer are left out",
            }
        ),
        validators=[_AnswersRequired("Select whether the file includes your answers and notes")],
    )
    marking = ChoiceField(
        "Does it need a protective marking?",
        {},
        widget=Radios(options={"hint": {"text": "It is printed at the top and bottom of every page"}}),
    )
    status = ChoiceField(
        "Is it a draft or final?",
        {"draft": "Draft", "final": "Final"},
        widget=Radios(options={"classes": "govuk-radios--inline", "hint": {"text": "This is shown on every page"}}),
        validators=[Required("Select whether the report is a draft or final")],
    )


def build_report_form(
    council: Council, chosen: MultiDict[str, str], preset: Sequence[str] = _PRESET_FIELDS
) -> ReportForm:
    """Build the form from the chosen values, with defaults for the preset fields that were not chosen."""
    own = (council.marking,) if council.marking else ()
    form = ReportForm(chosen)
    form.form.choices = [choice for choice in list_choices(form.form) if is_available(_get_suffix(choice[0]))]
    form.marking.choices = [(_NO_MARKING, "No marking"), *((name, name) for name in (*_MARKINGS, *own))]
    for name in preset:
        form[name].data = form[name].data or DEFAULTS[name]
    return form


def _get_suffix(choice: str) -> str:
    """Return the suffix of the file for a choice of format."""
    return f".{choice.removesuffix('-large')}"


def build_report_options(form: ReportForm, selection: ContentsSelection, council: Council, day: date) -> ReportOptions:
    """Build the options of a report from a valid form and the selected contents."""
    summary = form.scope.data == "summary"
    return ReportOptions(
        form=_get_suffix(form.form.data),
        day=day,
        final=form.status.data == "final",
        with_answers=summary or form.answers.data == "with",
        marking="" if form.marking.data == _NO_MARKING else form.marking.data,
        chapters=() if summary else tuple(chapter for chapter in Chapter if chapter not in selection.excluded_chapters),
        sections=None if summary else selection.sections,
        recommendations=None if summary else selection.recommendations,
        notes=summary or selection.notes,
        large=form.form.data.endswith("-large"),
        barriers_apart=form.scope.data == "apart",
        annex=form.scope.data == "annex",
        look=build_branding(council),
    )


def is_refused(form: ReportForm, options: ReportOptions) -> bool:
    """Return whether these options are not allowed; if so, add an error to the form field."""
    reason = describe_conflict(options)
    if reason:
        form.form.errors = [reason]
    return bool(reason)
