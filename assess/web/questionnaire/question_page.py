"""The page of a question, rendered once per `PageKey` and filled in for each request."""

from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from flask import abort, get_flashed_messages, render_template, url_for
from markupsafe import Markup, escape

from assess.core.comparison.carry_over import fitting_answer
from assess.core.model import result
from assess.core.model.assessment import Answer
from assess.core.model.result import NotAsked, Result, Row
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, Section
from assess.storage.records import fingerprint
from assess.web.components.fragments import Fragment, cut, marker
from assess.web.components.govuk import trusted
from assess.web.components.widgets import shown, values_of
from assess.web.context import asked_of, opened_at
from assess.web.questionnaire.forms import AnswerForm, typed_from
from assess.web.questionnaire.question_markup import Sheet, sheet
from assess.web.security import nonce, session_word
from assess.web.shared import notices
from assess.web.shared.form_state import Said, State, errors_of
from assess.web.shared.text import plain, stage_words

REMEMBERED = 500


class Visit(NamedTuple):
    """All that a question's page depends on except input and errors: equal keys have equal pages."""

    number: int
    rulebook: Rulebook
    profile: tuple[tuple[str, str | int], ...]
    name: str
    """The id of the question."""
    answered: bool
    day: date

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.rulebook.questions[self.name]

    @property
    def section(self) -> Section:
        """The section that the question belongs to."""
        return self.rulebook.section_of[self.name]

    @property
    def sheet(self) -> Sheet:
        """The page's markup that is the same for everyone."""
        return sheet(self.rulebook, self.name, self.day)

    @property
    def alone(self) -> Result:
        """The result of the profile alone."""
        return asked_of(self.rulebook, self.profile)

    @property
    def row(self) -> Row:
        """The state of this question, as far as the profile decides it."""
        return next(row for row in self.alone.trace if row.question == self.name)

    @property
    def asked_here(self) -> list[str]:
        """The ids of the questions of this section that are asked now."""
        rows = (row for row in self.alone.trace if row.section == self.section.id)
        return [row.question for row in rows if row.state is not result.State.NOT_ASKED]


class Asked(NamedTuple):
    """A question of an assessment with its answer."""

    visit: Visit
    kept: Answer
    """The answer as stored, whether or not the rules still have its option."""
    unfinished: bool

    @property
    def typed(self) -> dict[str, str]:
        """The form data before any input."""
        return typed_from(fitting_answer(self.visit.question, self.kept))


def asked(number: int, name: str) -> Asked:
    """Load a question; aborts with 404 if the rulebook has none with this id."""
    opened = opened_at(number, name)
    if name not in opened.rulebook.questions:
        abort(404)
    kept = opened.record.assessment.answers.get(name, Answer())
    answered = bool(kept.option or kept.dont_know or kept.does_not_apply)
    profile = tuple(sorted(opened.record.assessment.profile.items()))
    visit = Visit(number, opened.rulebook, profile, name, answered, date.today())
    return Asked(visit, kept, name in opened.record.unfinished)


def first_page(page: Asked) -> str:
    """Return a question's page without errors, filled in from the prerendered one."""
    if get_flashed_messages():
        return question_page(page.visit, page.visit.sheet.form(data=page.typed), State(fingerprint(page.kept)))
    session = {"csrf": session_word(), "nonce": nonce(), "seen": fingerprint(page.kept)}
    return remembered(page.visit).filled(session | values_of(page.typed))


@lru_cache(REMEMBERED)
def remembered(visit: Visit) -> Fragment:
    """Render a question's page with markers for its values, CSRF token and nonce, and split it there."""
    open_words = {name: partial(trusted, marker(word)) for name, word in (("csrf_token", "csrf"), ("nonce", "nonce"))}
    said = {**words_of(visit), **open_words, "errors": (), "state": State(trusted(marker("seen"))), "messages": tuple}
    fields = {name: caption_in(visit, markup) for name, markup in visit.sheet.prepared.unfilled().items()}
    return cut(render_template("pages/questionnaire/question.html", **said, fields=fields))


def caption_in(visit: Visit, markup: str) -> Markup:
    """Insert the caption over the question at its marker in the markup."""
    return trusted(markup.replace(marker("caption"), str(escape(place(visit)[0]))))


def following(visit: Visit) -> str:
    """Return the URL of the next question asked in this section, or of the section after the last."""
    listed = [question.id for question in visit.section.questions]
    after = listed[listed.index(visit.name) + 1 :]
    number = visit.number
    for question in after:
        if question in visit.asked_here:
            return url_for("questions.show", number=number, question=question)
    return url_for("tasks.section", number=number, section=visit.section.id)


def in_words(question: Question, answer: Answer) -> Said:
    """Return the labels and texts of the parts of an answer that are not empty."""
    chosen = next((plain(option.text) for option in question.options if option.id == answer.option), "")
    state = chosen or ("I do not know" if answer.dont_know else "Does not apply" if answer.does_not_apply else "None")
    parts = (
        ("Answer", state),
        ("Reason", answer.does_not_apply),
        ("Note", answer.note),
        ("Where the evidence is", answer.evidence),
        ("Whose answer", answer.by),
    )
    return tuple((label, shown(text)) for label, text in parts if text)


def question_page(visit: Visit, form: AnswerForm, state: State) -> str:
    """Render a question's page, with its errors in page order."""
    caption = {"caption": str(escape(place(visit)[0]))}
    return render_template(
        "pages/questionnaire/question.html",
        **words_of(visit),
        fields=visit.sheet.prepared.filled(form, caption),
        errors=errors_of(form, state, "#answer"),
        state=state,
    )


def words_of(visit: Visit) -> dict[str, Any]:
    """Return the template variables of the page other than its form."""
    title = visit.section.title
    return {
        "title": f"{plain(visit.question.text)} – {title}",
        "back": (title, url_for("tasks.section", number=visit.number, section=visit.section.id)),
        "details": visit.sheet.details,
        "standing": place(visit)[1],
        "notices": notices.beside(visit.rulebook, visit.alone, visit.question),
        "skip": following(visit),
        "answered": visit.answered,
        "clear": url_for("questions.clear", number=visit.number, question=visit.name),
    }


def place(visit: Visit) -> tuple[str, str]:
    """Return the caption over the question, and why it is not asked now; empty if it is."""
    title, row = visit.section.title, visit.row
    if row.not_asked is NotAsked.STAGE and visit.question.from_stage:
        when = stage_words(visit.rulebook, visit.question.from_stage)
        return f"{title}: {when}", f"This question counts {when}. You can read it and prepare the answer now."
    if row.not_asked is NotAsked.PROFILE:
        because = plain(visit.question.not_asked_because)
        return title, f"This question is not asked of this service. {because} An answer is kept but does not count."
    here = visit.asked_here
    return f"{title}: question {here.index(visit.name) + 1} of {len(here)}", ""
