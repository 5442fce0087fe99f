"""The form of a question, built from the rulebook, and the form of names."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form

from assess.core.model.assessment import Answer
from assess.core.model.rules import Question
from assess.web.components.fields import Choice, Given, words
from assess.web.components.widgets import Radios
from assess.web.shared.text import plain

LONGEST_NOTE = 100_000
DONT_KNOW, DOES_NOT_APPLY = ":dont-know", ":does-not-apply"
"""Values that cannot be the id of an option."""


class AnswerForm(Form):
    """Base of the forms of questions; `build_answer_form` adds the answer and, where allowed, the reason."""

    answer: Choice

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that a reason is given exactly where the answer needs one."""
        sound = super().validate(extra_validators)
        reason = self._fields.get("reason")
        if reason is None or reason.errors:
            return sound
        if self.answer.data == DOES_NOT_APPLY and not reason.data:
            reason.errors = ["Enter why this question does not apply"]
        elif reason.data and self.answer.data not in (DOES_NOT_APPLY, None):
            reason.errors = ["Select “It does not apply” for this reason to count, or delete the reason"]
        return sound and not reason.errors


def question_fields(question: Question, widget: Radios) -> dict[str, Field]:
    """Build the fields of a question in page order."""
    choices = {option.id: plain(option.text) for option in question.options} | {DONT_KNOW: "I do not know"}
    if question.may_not_apply:
        choices[DOES_NOT_APPLY] = "It does not apply"
    missing = Given("Select the statement that fits best, or “I do not know”")
    fields = {"answer": Choice(plain(question.text), choices, widget=widget, validators=[missing])}
    reason = words(
        "Your reason", "If it does not apply, why not?", 5000, component="textarea", rows=2, classes="app-reason"
    )
    return fields | ({"reason": reason} if question.may_not_apply else {}) | detail_fields()


def detail_fields() -> dict[str, Field]:
    """Build the fields that every answer has."""
    do_not_name = {"text": "Councillors and the public may read it. Do not name people."}
    return {
        "note": words(
            "Your note",
            "Note for the report (optional)",
            LONGEST_NOTE,
            component="textarea",
            rows=4,
            hint=do_not_name,
        ),
        "evidence": words(
            "“Where the evidence is”",
            "Where the evidence is (optional)",
            5000,
            hint={"text": "A web address, or where it is filed"},
        ),
        "by": words(
            "“Whose answer this is”",
            "Whose answer this is (optional)",
            300,
            hint={"text": "A job title, not a name. For example, head of finance"},
            classes="govuk-input--width-20",
        ),
    }


def form_for(question: Question, widget: Radios) -> type[AnswerForm]:
    """Build the form of a question."""
    return type("QuestionForm", (AnswerForm,), question_fields(question, widget))


def typed_from(answer: Answer) -> dict[str, str]:
    """Return the form data of an answer."""
    choice = answer.option or (DONT_KNOW if answer.dont_know else DOES_NOT_APPLY if answer.does_not_apply else "")
    typed = {"answer": choice, "reason": answer.does_not_apply}
    return typed | {"note": answer.note, "evidence": answer.evidence, "by": answer.by}


def answer_from(typed: Mapping[str, str | None]) -> Answer:
    """Return the answer in a valid form."""
    choice = typed.get("answer") or ""
    return Answer(
        option=choice if choice and not choice.startswith(":") else None,
        dont_know=choice == DONT_KNOW,
        does_not_apply=(typed.get("reason") or "") if choice == DOES_NOT_APPLY else "",
        note=typed.get("note") or "",
        evidence=typed.get("evidence") or "",
        by=typed.get("by") or "",
    )


class NamesForm(Form):
    """The names of an assessment, its service and its council."""

    council = words("The council’s name", "Council", 200, Given("Enter the name of the council"))
    service = words(
        "The service’s name",
        "Service",
        200,
        Given("Enter the name of the service"),
        hint={"text": "The service that might become a mutual. For example, Libraries"},
    )
    name = words(
        "The assessment’s name",
        "What to call this assessment",
        200,
        Given("Enter a name for this assessment"),
        hint={"text": "To tell it from others of the same service. For example, Before the options paper"},
    )
