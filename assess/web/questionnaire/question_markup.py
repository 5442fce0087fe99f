"""The markup of a question's page that is the same for everyone, rendered through the macros once per rulebook."""

from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question
from assess.report.content.citations import strip_references
from assess.web.caching import cached_by_hash
from assess.web.components.fragments import make_marker
from assess.web.components.govuk import environment, render_cached
from assess.web.components.widgets import PrerenderedForm, Radios
from assess.web.questionnaire.forms import DOES_NOT_APPLY, DONT_KNOW, AnswerForm, build_answer_form
from assess.web.shared.text import cite_text, join_role_titles

_CACHE_SIZE = 2000


class QuestionMarkup(NamedTuple):
    """The form of a question and the parts of its page that can be rendered in advance."""

    form: type[AnswerForm]
    prerendered: PrerenderedForm
    details: Markup
    """`Why we ask` with its sources, and `What would prove it`."""


@cached_by_hash(_CACHE_SIZE)
def build_question_markup(rulebook: Rulebook, question_id: str, stage: str, day: date) -> QuestionMarkup:
    """Build the markup of the question with this id for a service at a stage, with its sources as of this day.

    The stage is empty if it is not known or if no stage needs anything of the question.
    """
    question = rulebook.questions[question_id]
    form = build_answer_form(question, _build_answer_widget(rulebook, question, stage))
    return QuestionMarkup(
        form,
        PrerenderedForm(form()),
        Markup("\n").join((_render_why(rulebook, question, day), _render_evidence(question))),
    )


def _build_answer_widget(rulebook: Rulebook, question: Question, stage: str) -> Radios:
    """Build the radio buttons of a question, with a marker for the caption, as that depends on the assessment."""
    heading = Markup('<span class="govuk-caption-l">{}</span><h1 class="govuk-fieldset__heading">{}</h1>')
    legend = heading.format(make_marker("caption"), strip_references(question.text))
    return Radios(
        options={
            "fieldset": {"legend": {"html": legend, "classes": "govuk-fieldset__legend--l"}},
            "hint": {"text": strip_references(question.help)},
        },
        hints=_mark_needs(rulebook, question, stage)
        | {
            DONT_KNOW: (
                f"Shown as a range, never as a “no”. Ask: {join_role_titles(rulebook, question.ask, brief=True)}"
            ),
        },
        divider_before=DONT_KNOW,
        reveals={DOES_NOT_APPLY: "reason"} if question.may_not_apply else {},
    )


_MARK_NOW = Markup('<span class="app-mark app-mark--now">Needed now</span>')
_MARK_LATER = Markup('<span class="app-mark">Needed by “{}”</span>')


def _mark_needs(rulebook: Rulebook, question: Question, stage: str) -> dict[str, str]:
    """Return the mark of each option that this stage or a later one needs; a stage that is past has none."""
    marks: dict[str, str] = {}
    stages = list(rulebook.stages)
    reached = stages.index(stage) if stage in stages else -1
    for place, each in enumerate(stages):
        option = question.needs.get(each)
        if option is not None and place <= reached:
            marks = {option: _MARK_NOW}
        elif option is not None:
            marks.setdefault(option, _MARK_LATER.format(strip_references(rulebook.stages[each].short_text)))
    return marks


def _render_why(rulebook: Rulebook, question: Question, day: date) -> Markup:
    """Render `Why we ask`, with its sources."""
    text = load_macros().cited_text(cite_text(rulebook, question.why, question.claims, day), "source")
    return render_cached("details", {"summaryText": "Why we ask", "html": text})


def _render_evidence(question: Question) -> Markup:
    """Render `What would prove it`."""
    items = load_macros().bullets([strip_references(item) for item in question.evidence])
    return render_cached("details", {"summaryText": "What would prove it", "html": items})


def load_macros() -> Any:
    """Load the macros for texts with citations."""
    return environment.get_template("macros/question.html").module
