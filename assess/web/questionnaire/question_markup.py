"""The markup of a question's page that is the same for everyone, rendered through the macros once per rulebook."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.web.components.fragments import marker
from assess.web.components.govuk import environment, govuk
from assess.web.components.widgets import Prepared, Radios
from assess.web.questionnaire.forms import DOES_NOT_APPLY, DONT_KNOW, AnswerForm, form_for
from assess.web.shared.text import cited, plain, whom

REMEMBERED = 2000


class Sheet(NamedTuple):
    """The form of a question and the parts of its page that can be rendered in advance."""

    form: type[AnswerForm]
    prepared: Prepared
    details: Markup
    """`Why we ask` with its sources, and `What would prove it`."""


@lru_cache(REMEMBERED)
def sheet(rulebook: Rulebook, name: str, day: date) -> Sheet:
    """Build the markup of the question with this id, with its sources as of this day."""
    question = rulebook.questions[name]
    form = form_for(question, widget_for(rulebook, question))
    return Sheet(form, Prepared(form()), Markup("\n").join((why(rulebook, question, day), proof(question))))


def widget_for(rulebook: Rulebook, question: Question) -> Radios:
    """Build the radio buttons of a question, with a marker for the caption, as that depends on the assessment."""
    heading = Markup('<span class="govuk-caption-l">{}</span><h1 class="govuk-fieldset__heading">{}</h1>')
    legend = heading.format(marker("caption"), plain(question.text))
    return Radios(
        options={
            "fieldset": {"legend": {"html": legend, "classes": "govuk-fieldset__legend--l"}},
            "hint": {"text": plain(question.help)},
        },
        hints={
            DONT_KNOW: f"It will be shown as a range, with whom to ask: {whom(rulebook, question.ask, brief=True)}",
            DOES_NOT_APPLY: "Give the reason below",
        },
        divided_at=DONT_KNOW,
    )


def why(rulebook: Rulebook, question: Question, day: date) -> Markup:
    """Render `Why we ask`, with its sources."""
    text = macros().cited_text(cited(rulebook, question.why, question.claims, day), "source")
    return govuk("details", {"summaryText": "Why we ask", "html": text})


def proof(question: Question) -> Markup:
    """Render `What would prove it`."""
    items = macros().bullets([plain(item) for item in question.evidence])
    return govuk("details", {"summaryText": "What would prove it", "html": items})


def macros() -> Any:
    """Load the macros for texts with citations."""
    return environment.get_template("macros/question.html").module
