"""Baseline for the question page: the same form and layout with govuk-frontend-wtf, as its documentation shows.

It leaves out everything else that the real page does: it opens no database, reads no rules and evaluates nothing, and
the texts of `Why we ask` and `What would prove it` are rendered beforehand.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, render_template
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import WTFormsHelpers
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length

from assess import resources
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.report.content.citations import strip_references
from assess.web.layout import FOOTER, has_stylesheet
from assess.web.questionnaire.forms import DOES_NOT_APPLY, DONT_KNOW, answer_to_form
from assess.web.questionnaire.question_markup import load_macros
from assess.web.shared.text import cite_text, join_role_titles

NAVIGATION = (
    {"text": "Your assessments", "href": "/assessments", "active": True},
    {"text": "Services", "href": "/services", "active": False},
    {"text": "All questions", "href": "/questions", "active": False},
    {"text": "Rules", "href": "/rules", "active": False},
)


class DividedRadios(GovRadioInput):  # type: ignore[misc]  # the package has no types
    """Radios of the package with an `or` divider before "I do not know", for which the package has no option."""

    def map_gov_params(self, field: RadioField, **kwargs: Any) -> dict[str, Any]:
        """Return the parameters of the package with the divider among the items."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        values = [item["value"] for item in params["items"]]
        params["items"].insert(values.index(DONT_KNOW), {"divider": "or"})
        return params


class BaselinePage(NamedTuple):
    """Everything that the page of a question shows."""

    question: str
    form: type[FlaskForm]
    form_data: dict[str, str]
    section: str
    section_title: str
    caption: str
    hints: list[dict[str, object]]
    why: str
    proof: str


def create_baseline_app(rulebook: Rulebook, assessment: Assessment) -> Flask:
    """Create an application with the question pages of one assessment and nothing else."""
    app = Flask("peer")
    app.config.update(SECRET_KEY="peer", WTF_CSRF_TIME_LIMIT=None)
    app.jinja_env.undefined = ChainableUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader([Path(__file__).parent / "templates", resources.find_folder("templates")]),
            PrefixLoader({name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}),
        ]
    )
    WTFormsHelpers(app)
    sheets = {
        question.id: build_baseline_page(rulebook, question, assessment) for question in rulebook.questions.values()
    }
    app.add_url_rule(
        "/assessments/1/questions/<question>", view_func=lambda question: render_baseline_page(sheets[question])
    )
    return app


def render_baseline_page(page: BaselinePage) -> str:
    """Render the page of a question."""
    return render_template(
        "baseline.html",
        page=page,
        form=page.form(data=page.form_data),
        council="Your council",
        navigation=NAVIGATION,
        footer=FOOTER,
        styled=has_stylesheet(),
        cspNonce="nonce",
    )


def build_baseline_page(rulebook: Rulebook, question: Question, assessment: Assessment) -> BaselinePage:
    """Build the content of the page of a question."""
    section = rulebook.sections_by_question[question.id]
    place = section.questions.index(question) + 1
    return BaselinePage(
        question.id,
        build_form_class(question),
        answer_to_form(assessment.answers.get(question.id, Answer())),
        section.id,
        section.title,
        f"{section.title}: question {place} of {len(section.questions)}",
        list_radio_items(rulebook, question),
        load_macros().cited_text(cite_text(rulebook, question.why, question.claims, date.today()), "source"),
        load_macros().bullets([strip_references(item) for item in question.evidence]),
    )


def list_radio_items(rulebook: Rulebook, question: Question) -> list[dict[str, object]]:
    """Return the items merged into the radios: nothing for the options, then the hints of the other states."""
    asking = f"Shown as a range, never as a “no”. Ask: {join_role_titles(rulebook, question.ask, brief=True)}"
    said: list[dict[str, object]] = [{} for _ in question.options] + [{"hint": {"text": asking}}]
    return said + ([{"hint": {"text": "Give the reason below"}}] if question.may_not_apply else [])


def build_form_class(question: Question) -> type[FlaskForm]:
    """Build the form class of a question with the same fields as the real page."""
    fields: dict[str, Any] = {"answer": build_answer_field(question)}
    if question.may_not_apply:
        fields["reason"] = build_text_field(TextAreaField, "If it does not apply, why not?", 5000)
    fields["note"] = build_text_field(
        TextAreaField,
        "Note for the report (optional)",
        100_000,
        "Councillors and the public may read it. Do not name anyone",
    )
    fields["evidence"] = build_text_field(
        StringField, "Where the evidence is (optional)", 5000, "A web address, a file reference or a date"
    )
    fields["by"] = build_text_field(
        StringField, "Who gave this answer (optional)", 300, "A role, not a name. For example, head of finance"
    )
    fields["onward"] = SubmitField("Save and continue", name="then", widget=GovSubmitInput())
    fields["later"] = SubmitField("Save and come back later", name="then", widget=GovSubmitInput())
    return type("QuestionForm", (FlaskForm,), fields)


def build_answer_field(question: Question) -> RadioField:
    """Build the radios of a question."""
    choices = {option.id: strip_references(option.text) for option in question.options} | {DONT_KNOW: "I do not know"}
    if question.may_not_apply:
        choices[DOES_NOT_APPLY] = "It does not apply"
    return RadioField(
        strip_references(question.text),
        choices=[SelectChoice(value, text) for value, text in choices.items()],
        description=strip_references(question.help),
        widget=DividedRadios(),
        validators=[InputRequired("Select the statement that fits best, or “I do not know”")],
    )


def build_text_field(kind: type[StringField], label: str, longest: int, hint: str = "") -> StringField:
    """Build a text field with its hint and maximum length."""
    widget = GovTextArea() if issubclass(kind, TextAreaField) else GovTextInput()
    return kind(label, description=hint, validators=[Length(max=longest)], widget=widget)
