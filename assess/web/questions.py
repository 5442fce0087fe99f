"""One page for each question."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import escape
from werkzeug.wrappers import Response

from assess.core import result
from assess.core.answers import Answer
from assess.core.model import Question, Section
from assess.core.result import NotAsked, Result, Row
from assess.storage.records import AnswerClash, fingerprint
from assess.web import notices
from assess.web.context import Opened, asked_of, opened_at, site
from assess.web.forms import AnswerForm, answer_from, typed_from
from assess.web.saving import NOT_OURS, Answered, Said, State, errors_of, typed_in
from assess.web.security import form_is_ours, looks_itself
from assess.web.sheets import Sheet, sheet
from assess.web.widgets import shown
from assess.web.wording import plain, stage_words

area = Blueprint("questions", __name__)
CLASH = "Someone else saved this question while you had it open. Compare their answer with yours and save again"


class Asked(NamedTuple):
    """A question of an opened assessment."""

    opened: Opened
    section: Section
    question: Question
    alone: Result
    """What follows from the profile alone."""

    @property
    def row(self) -> Row:
        """The state of this question."""
        return next(row for row in self.alone.trace if row.question == self.question.id)

    @property
    def kept(self) -> Answer:
        """The answer as it is kept, whether or not the rules still have its option."""
        return self.opened.record.assessment.answers.get(self.question.id, Answer())

    @property
    def sheet(self) -> Sheet:
        """The page's markup that is the same for everyone."""
        return sheet(self.opened.rulebook, self.question, date.today())

    @property
    def asked_here(self) -> list[str]:
        """The questions of this section that are asked now."""
        rows = (row for row in self.alone.trace if row.section == self.section.id)
        return [row.question for row in rows if row.state is not result.State.NOT_ASKED]


def asked(number: int, question: str) -> Asked:
    """Open a question; answers 404 where the rulebook has none of this name."""
    assessment = opened_at(number, question)
    rulebook = assessment.rulebook
    if question not in rulebook.questions:
        abort(404)
    alone = asked_of(rulebook, tuple(sorted(assessment.profile.items())))
    return Asked(assessment, rulebook.section_of[question], rulebook.questions[question], alone)


@area.get("/assessments/<int:number>/questions/<question>")
def show(number: int, question: str) -> str:
    """Show a question with its answer, or with what was typed when it was left unfinished."""
    page = asked(number, question)
    draft = site().store.load_draft(number, question) if question in page.opened.record.unfinished else {}
    if draft:
        form = page.sheet.form(data=draft)
        form.validate()
        return question_page(page, form, State(draft.get("seen", ""), unfinished=True))
    typed = typed_from(page.opened.answers.get(question, Answer()))
    return question_page(page, page.sheet.form(data=typed), State(fingerprint(page.kept)))


@area.post("/assessments/<int:number>/questions/<question>")
@looks_itself
def save(number: int, question: str) -> Answered:
    """Save the answer and go on, or show what has to be mended with everything typed still there."""
    page = asked(number, question)
    form = page.sheet.form(request.form)
    sound = form.validate()
    seen = request.form.get("seen", "")
    if not form_is_ours():
        return question_page(page, form, State(seen, NOT_OURS)), 422
    later = request.form.get("then") == "later"
    if not sound and not (later and is_note_alone(form)):
        return left_unfinished(page, form, seen) if later else (question_page(page, form, State(seen)), 422)
    clash = site().store.save_answer(number, question, answer_from(form.data), seen)
    if clash:
        return clash_page(page, form, clash)
    return redirect(url_for("tasks.show", number=number) if later else following(page), 303)


@area.post("/assessments/<int:number>/questions/<question>/clear")
def clear(number: int, question: str) -> Answered:
    """Take an answer back: nobody has looked at the question, but the note stays."""
    page = asked(number, question)
    old = page.kept
    left = Answer(note=old.note, evidence=old.evidence, by=old.by)
    clash = site().store.save_answer(number, question, left, request.form.get("seen", ""))
    if clash:
        return clash_page(page, page.sheet.form(data=typed_from(left)), clash)
    flash("The answer was taken back.")
    return redirect(url_for("questions.show", number=number, question=question), 303)


def is_note_alone(form: AnswerForm) -> bool:
    """Tell whether nothing is wrong but that no answer was chosen yet."""
    return list(form.errors) == ["answer"] and not form.answer.data and not form.data.get("reason")


def left_unfinished(page: Asked, form: AnswerForm, seen: str) -> Response:
    """Keep what was typed, mistakes and all, and go back to the task list."""
    site().store.save_draft(page.opened.number, page.question.id, typed_in(form, seen))
    flash(f"“{plain(page.question.text)}” is kept as you left it. It does not count until it is finished.")
    return redirect(url_for("tasks.show", number=page.opened.number), 303)


def following(page: Asked) -> str:
    """Give the address of the next question asked in this section, or of the section after the last."""
    listed = [question.id for question in page.section.questions]
    after = listed[listed.index(page.question.id) + 1 :]
    number = page.opened.number
    for question in after:
        if question in page.asked_here:
            return url_for("questions.show", number=number, question=question)
    return url_for("tasks.section", number=number, section=page.section.id)


def clash_page(page: Asked, form: AnswerForm, clash: AnswerClash) -> tuple[str, int]:
    """Show what someone else saved in the meantime beside what was typed; saving again replaces theirs knowingly."""
    state = State(fingerprint(clash.theirs), CLASH, in_words(page.question, clash.theirs))
    return question_page(page, form, state), 422


def in_words(question: Question, answer: Answer) -> Said:
    """Give what an answer says, part by part, leaving out what is empty."""
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


def question_page(page: Asked, form: AnswerForm, state: State) -> str:
    """Render a question's page, with what is wrong in the order of the page."""
    caption, standing = place(page)
    return render_template(
        "pages/question.html",
        title=f"{plain(page.question.text)} – {page.section.title}",
        back=(page.section.title, url_for("tasks.section", number=page.opened.number, section=page.section.id)),
        fields=page.sheet.prepared.filled(form, {"caption": str(escape(caption))}),
        details=page.sheet.details,
        errors=errors_of(form, state, "#answer"),
        state=state,
        standing=standing,
        notices=notices.beside(page.opened, page.alone, page.question),
        skip=following(page),
        answered=bool(page.kept.option or page.kept.dont_know or page.kept.does_not_apply),
        clear=url_for("questions.clear", number=page.opened.number, question=page.question.id),
    )


def place(page: Asked) -> tuple[str, str]:
    """Give the caption over the question, and why it is not asked now; nothing where it is."""
    title, row = page.section.title, page.row
    if row.not_asked is NotAsked.STAGE and page.question.from_stage:
        when = stage_words(page.question.from_stage)
        return f"{title}: {when}", f"This question counts {when}. You can read it and prepare the answer now."
    if row.not_asked is NotAsked.PROFILE:
        because = plain(page.question.not_asked_because)
        return title, f"This question is not asked of this service. {because} An answer is kept but does not count."
    here = page.asked_here
    return f"{title}: question {here.index(page.question.id) + 1} of {len(here)}", ""
