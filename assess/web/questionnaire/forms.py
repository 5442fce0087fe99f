"""The form of a question, built from the rulebook, and the form of names."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form

from assess.core.model.assessment import (
    MAX_EVIDENCE_LENGTH,
    MAX_NAME_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_TITLE_LENGTH,
    Answer,
)
from assess.core.model.rules import Question
from assess.report.content.citations import strip_references
from assess.web.components.fields import ChoiceField, Required, text_field
from assess.web.components.widgets import Radios

DONT_KNOW, DOES_NOT_APPLY = ":dont-know", ":does-not-apply"
"""Values that cannot be the id of an option."""


class AnswerForm(Form):
    """Base of the forms of questions; `build_answer_form` adds the answer and, where allowed, the reason."""

    answer: ChoiceField

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that there is a reason where the answer needs one; any other reason does not count."""
        super().validate(extra_validators)
        reason = self._fields.get("reason")
        if reason is not None and self.answer.data == DOES_NOT_APPLY:
            reason.errors = reason.errors or ([] if reason.data else ["Enter why this question does not apply"])
        elif reason is not None and self.answer.data:
            reason.errors = []
        return not self.errors


def _build_question_fields(question: Question, widget: Radios) -> dict[str, Field]:
    """Build the fields of a question in page order."""
    choices = {option.id: strip_references(option.text) for option in question.options} | {DONT_KNOW: "I do not know"}
    if question.may_not_apply:
        choices[DOES_NOT_APPLY] = "It does not apply"
    required = Required("Select the statement that fits best, or “I do not know”")
    fields = {"answer": ChoiceField(strip_references(question.text), choices, widget=widget, validators=[required])}
    reason = text_field(
        "Your reason",
        "Why does it not apply?",
        MAX_EVIDENCE_LENGTH,
        component="textarea",
        rows=2,
        hint={"text": "One or two sentences. They are printed in the report"},
    )
    return fields | ({"reason": reason} if question.may_not_apply else {}) | _build_detail_fields()


def _build_detail_fields() -> dict[str, Field]:
    """Build the fields that every answer has."""
    do_not_name = {"text": "Councillors and the public may read it. Do not name anyone"}
    return {
        "note": text_field(
            "Your note",
            "Note for the report (optional)",
            MAX_NOTE_LENGTH,
            component="textarea",
            rows=4,
            hint=do_not_name,
        ),
        "evidence": text_field(
            "“Where the evidence is”",
            "Where the evidence is (optional)",
            MAX_EVIDENCE_LENGTH,
            hint={"text": "A web address, or where it is filed"},
        ),
        "by": text_field(
            "“Who gave this answer”",
            "Who gave this answer (optional)",
            MAX_TITLE_LENGTH,
            hint={"text": "A role, not a name. For example, head of finance"},
            classes="govuk-input--width-20",
        ),
    }


def build_answer_form(question: Question, widget: Radios) -> type[AnswerForm]:
    """Build the form of a question."""
    return type("QuestionForm", (AnswerForm,), _build_question_fields(question, widget))


def answer_to_form(answer: Answer) -> dict[str, str]:
    """Return the form data of an answer."""
    choice = answer.option or (DONT_KNOW if answer.dont_know else DOES_NOT_APPLY if answer.does_not_apply else "")
    form_data = {"answer": choice, "reason": answer.does_not_apply}
    return form_data | {"note": answer.note, "evidence": answer.evidence, "by": answer.by}


def form_to_answer(form_data: Mapping[str, str | None]) -> Answer:
    """Return the answer in a valid form."""
    choice = form_data.get("answer") or ""
    return Answer(
        option=choice if choice and not choice.startswith(":") else None,
        dont_know=choice == DONT_KNOW,
        does_not_apply=(form_data.get("reason") or "") if choice == DOES_NOT_APPLY else "",
        note=form_data.get("note") or "",
        evidence=form_data.get("evidence") or "",
        by=form_data.get("by") or "",
    )


class NamesForm(Form):
    """The names of an assessment, its service and its council."""

    council = text_field("The council’s name", "Council", MAX_NAME_LENGTH, Required("Enter the name of the council"))
    service = text_field(
        "The service’s name",
        "Service",
        MAX_NAME_LENGTH,
        Required("Enter the name of the service"),
        hint={"text": "The service that might become a mutual. For example, Libraries"},
    )
    name = text_field(
        "The assessment’s name",
        "What to call this assessment",
        MAX_NAME_LENGTH,
        Required("Enter a name for this assessment"),
        hint={"text": "To tell it apart from others of the same service. For example, Before the options paper"},
    )
