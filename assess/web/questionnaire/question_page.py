"""The page of a question, rendered once per `PageKey` and filled in for each request."""

from collections.abc import Collection, Hashable
from datetime import date
from functools import partial
from operator import attrgetter
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache, cached
from flask import abort, get_flashed_messages, render_template, url_for
from markupsafe import Markup, escape

from assess.core.comparison.carry_over import carry_over_answer
from assess.core.model import result
from assess.core.model.assessment import Answer
from assess.core.model.result import NotAskedReason, QuestionTrace, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, Question, Section
from assess.report.content.citations import strip_references
from assess.storage.records import compute_etag
from assess.web.components.fragments import MarkupTemplate, make_marker, split_markup
from assess.web.components.govuk import mark_safe
from assess.web.components.widgets import get_marker_values, sanitise
from assess.web.context import evaluate_profile, get_assessment_at_question
from assess.web.questionnaire.contradictions import describe_contradictions, find_contradictions
from assess.web.questionnaire.forms import AnswerForm, answer_to_form
from assess.web.questionnaire.question_markup import QuestionMarkup, build_question_markup
from assess.web.security import get_csrf_token, get_nonce
from assess.web.shared import notices
from assess.web.shared.form_state import FormState, LabelledTexts, collect_errors
from assess.web.shared.text import describe_stage

_CACHE_SIZE = 500


class PageKey(NamedTuple):
    """All that a question's page depends on except input and errors: equal keys have equal pages."""

    number: int
    rulebook: Rulebook
    profile: tuple[tuple[str, str | int], ...]
    question_id: str
    """The id of the question."""
    answered: bool
    contradictions: tuple[str, ...]
    """The ids of the contradictions that are true and name this question."""
    day: date
    from_check: bool = False
    """Whether the page was opened from the page that checks all answers, and leads back to it."""

    @property
    def cache_key(self) -> Hashable:
        """The same with the hash of the rulebook, so that a cache keeps no rulebook alive."""
        return (self.number, self.rulebook.hash, *self[2:])

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.rulebook.questions[self.question_id]

    @property
    def section(self) -> Section:
        """The section that the question belongs to."""
        return self.rulebook.sections_by_question[self.question_id]

    @property
    def markup(self) -> QuestionMarkup:
        """The page's markup that is the same for everyone."""
        stage = dict(self.profile).get(STAGE, "") if self.question.needs else ""
        return build_question_markup(self.rulebook, self.question_id, str(stage), self.day)

    @property
    def profile_result(self) -> Result:
        """The result of the profile alone."""
        return evaluate_profile(self.rulebook, self.profile)

    @property
    def trace_row(self) -> QuestionTrace:
        """The state of this question, as far as the profile decides it."""
        return next(row for row in self.profile_result.trace if row.question == self.question_id)

    @property
    def asked_in_section(self) -> list[str]:
        """The ids of the questions of this section that are asked now."""
        rows = (row for row in self.profile_result.trace if row.section == self.section.id)
        return [row.question for row in rows if row.state is not result.QuestionState.NOT_ASKED]


class _LoadedQuestion(NamedTuple):
    """A question of an assessment with its answer."""

    key: PageKey
    stored: Answer
    """The answer as stored, whether or not the rules still have its option."""
    unfinished: bool

    @property
    def form_data(self) -> dict[str, str]:
        """The form data before any input."""
        return answer_to_form(carry_over_answer(self.key.question, self.stored))


def load_question(number: int, question_id: str, *, from_check: bool = False) -> _LoadedQuestion:
    """Load a question; aborts with 404 if the rulebook has none with this id."""
    assessment = get_assessment_at_question(number, question_id)
    if question_id not in assessment.rulebook.questions:
        abort(404)
    stored = assessment.record.assessment.answers.get(question_id, Answer())
    answered = bool(stored.option or stored.dont_know or stored.does_not_apply)
    profile = tuple(sorted(assessment.record.assessment.profile.items()))
    contradictions = find_contradictions(assessment.rulebook, (question_id,), number)
    key = PageKey(number, assessment.rulebook, profile, question_id, answered, contradictions, date.today(), from_check)
    return _LoadedQuestion(key, stored, question_id in assessment.record.unfinished)


def render_initial_page(loaded: _LoadedQuestion) -> str:
    """Return a question's page without errors, filled in from the prerendered one."""
    if get_flashed_messages():
        return render_question_page(
            loaded.key, loaded.key.markup.form(data=loaded.form_data), FormState(compute_etag(loaded.stored))
        )
    session = {"csrf": get_csrf_token(), "nonce": get_nonce(), "seen": compute_etag(loaded.stored)}
    return _prerender_page(loaded.key).fill(session | get_marker_values(loaded.form_data))


@cached(LRUCache(_CACHE_SIZE), key=attrgetter("cache_key"), lock=Lock())
def _prerender_page(key: PageKey) -> MarkupTemplate:
    """Render a question's page with markers for its values, CSRF token and nonce, and split it there."""
    open_values = {
        name: partial(mark_safe, make_marker(word)) for name, word in (("csrf_token", "csrf"), ("nonce", "nonce"))
    }
    variables = {
        **_build_page_variables(key),
        **open_values,
        "errors": (),
        "state": FormState(mark_safe(make_marker("seen"))),
        "messages": tuple,
    }
    fields = {
        name: _insert_caption(key, markup) for name, markup in key.markup.prerendered.render_with_markers().items()
    }
    return split_markup(render_template("pages/questionnaire/question.html", **variables, fields=fields))


def _insert_caption(key: PageKey, markup: str) -> Markup:
    """Insert the caption over the question at its marker in the markup."""
    return mark_safe(markup.replace(make_marker("caption"), str(escape(_describe_position(key)[0]))))


def next_question_url(key: PageKey, candidates: Collection[str]) -> str:
    """Return the URL of the next of these questions in this section, or of the section after the last."""
    listed = [question.id for question in key.section.questions]
    after = listed[listed.index(key.question_id) + 1 :]
    number = key.number
    for question in after:
        if question in candidates:
            return url_for("questions.show", number=number, question=question)
    return url_for("task_list.show_section", number=number, section=key.section.id)


def get_check_url(key: PageKey) -> str:
    """Return the URL of the page that checks all answers, at the row of this question."""
    return url_for("task_list.check_answers", number=key.number, _anchor=f"q-{key.question_id}")


def describe_answer_parts(question: Question, answer: Answer) -> LabelledTexts:
    """Return the labels and texts of the parts of an answer that are not empty."""
    chosen = next((strip_references(option.text) for option in question.options if option.id == answer.option), "")
    state = chosen or ("I do not know" if answer.dont_know else "Does not apply" if answer.does_not_apply else "None")
    parts = (
        ("Answer", state),
        ("Reason", answer.does_not_apply),
        ("Note", answer.note),
        ("Where the evidence is", answer.evidence),
        ("Who gave this answer", answer.by),
    )
    return tuple((label, sanitise(text)) for label, text in parts if text)


def render_question_page(key: PageKey, form: AnswerForm, state: FormState) -> str:
    """Render a question's page, with its errors in page order."""
    caption = {"caption": str(escape(_describe_position(key)[0]))}
    return render_template(
        "pages/questionnaire/question.html",
        **_build_page_variables(key),
        fields=key.markup.prerendered.render(form, caption),
        errors=collect_errors(form, state, "#answer"),
        state=state,
    )


def _build_page_variables(key: PageKey) -> dict[str, Any]:
    """Return the template variables of the page other than its form."""
    title = key.section.title
    section = (title, url_for("task_list.show_section", number=key.number, section=key.section.id))
    check = ("Check your answers", get_check_url(key))
    return {
        "title": f"{strip_references(key.question.text)} – {title}",
        "back": check if key.from_check else section,
        "details": key.markup.details,
        "not_asked_note": _describe_position(key)[1],
        "contradictions": describe_contradictions(key.rulebook, key.contradictions),
        "notices": notices.render_question_notices(key.rulebook, key.profile_result, key.question),
        "skip_link": ("Go back without saving", check[1])
        if key.from_check
        else ("Skip this question", next_question_url(key, key.asked_in_section)),
        "is_answered": key.answered,
        "clear_url": url_for(
            "questions.clear", number=key.number, question=key.question_id, back="check" if key.from_check else None
        ),
    }


def _describe_position(key: PageKey) -> tuple[str, str]:
    """Return the caption over the question, and why it is not asked now; empty if it is."""
    title, row = key.section.title, key.trace_row
    if row.not_asked is NotAskedReason.STAGE and key.question.from_stage:
        when = describe_stage(key.rulebook, key.question.from_stage)
        return f"{title}: {when}", f"This question is {when}. You can read it and prepare the answer now."
    if row.not_asked is NotAskedReason.PROFILE:
        because = strip_references(key.question.not_asked_because)
        return title, f"This question is not asked about this service. {because} An answer is kept but does not count."
    here = key.asked_in_section
    return f"{title}: question {here.index(key.question_id) + 1} of {len(here)}", ""
