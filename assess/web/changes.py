"""Change since last time: an assessment beside an earlier one, beside a file of answers or under other rules."""

from dataclasses import replace
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assess.core.answer_file import version_named
from assess.core.answers import Assessment
from assess.core.problems import Problem
from assess.core.rulebook import Rulebook
from assess.publishing.versions import number_by_number
from assess.report.earlier import Earlier
from assess.report.progress import progress
from assess.report.progress_values import Progress
from assess.report.reading import read_answers
from assess.report.wording import day
from assess.storage.records import Edition, Sibling
from assess.web.context import Opened, fitting_answers, fitting_profile, opened, site
from assess.web.results import is_begun, question_pages, said_of
from assess.web.rulebooks import FILES
from assess.web.wording import quoted

area = Blueprint("changes", __name__)
MOST = 50
"""How many other assessments of the service are offered, the newest of them."""
MOST_PROBLEMS = 50
RULES = "rules-"
"""What stands before a version where the same answers under that version are chosen."""
MISSING = "Choose a file of answers"
Answered = Response | tuple[str, int] | str


class Choice(NamedTuple):
    """Something to compare with."""

    value: str
    text: str


class Shown(NamedTuple):
    """What a page shows: what was chosen, what came of it and what is wrong."""

    chosen: str = ""
    found: Progress | None = None
    errors: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """How many problems of a file are not listed."""


@area.get("/assessments/<int:number>/changes")
def show(number: int) -> Answered:
    """Show what changed since the assessment that was chosen, or since the one before this."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    chosen = request.args.get("with") or before_this(assessment)
    if not chosen:
        return page(assessment, Shown())
    earlier = earlier_of(assessment, chosen)
    if earlier is None:
        return page(assessment, Shown(errors=(("Select one of the assessments that are listed", "#with"),))), 422
    return page(assessment, Shown(chosen, compared(assessment, earlier)))


@area.post("/assessments/<int:number>/changes")
def show_with_file(number: int) -> Answered:
    """Show what changed since a file of answers, which is not kept; or list what is wrong with it."""
    assessment = opened(number)
    if not is_begun(assessment):
        return redirect(url_for("result.show", number=number), 303)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return page(assessment, Shown(errors=((MISSING, "#file"),))), 422
    earlier = earlier_in(assessment, sent.read(), sent.filename)
    if not isinstance(earlier, Earlier):
        lines = tuple((f"Line {each.line}: {quoted(each.sentence)}", "#file") for each in earlier[:MOST_PROBLEMS])
        return page(assessment, Shown(errors=lines, more=max(0, len(earlier) - MOST_PROBLEMS))), 422
    return page(assessment, Shown(found=compared(assessment, earlier)))


def page(assessment: Opened, shown: Shown) -> str:
    """Render the choice and, where there is one, the comparison."""
    return render_template(
        "pages/changes.html",
        back=(assessment.record.assessment.service, url_for("tasks.show", number=assessment.number)),
        opened=assessment,
        choices=choices(assessment),
        chosen=shown.chosen,
        progress=shown.found,
        errors=list(shown.errors),
        more=shown.more,
        pages=question_pages(assessment),
        colour=site().settings.council.colour,
    )


def choices(assessment: Opened) -> tuple[Choice, ...]:
    """Give what can be chosen to compare with: other assessments of the service, and these answers on older rules."""
    others = (Choice(str(each.id), sibling_words(each)) for each in site().store.siblings(assessment.number, MOST))
    rules = (
        Choice(f"{RULES}{each.version}", f"These answers under version {each.version} of the rules")
        for each in older_rules(assessment)
    )
    return (*others, *rules)


def sibling_words(sibling: Sibling) -> str:
    """Name an assessment with the day on which it was last changed."""
    return f"{sibling.name} (last changed {day(sibling.changed_at.astimezone().date())})"


def older_rules(assessment: Opened) -> tuple[Edition, ...]:
    """Give the kept versions of the same rulebook that are older than that of the assessment."""
    own = assessment.record.edition
    return tuple(
        each
        for each in reversed(site().store.editions())
        if each.name == own.name and number_by_number(each.version) < number_by_number(own.version)
    )


def before_this(assessment: Opened) -> str:
    """Give the assessment of the service that was begun just before this one, as it is chosen; empty for none."""
    before = (each for each in site().store.siblings(assessment.number, MOST) if each.id < assessment.number)
    return next((str(each.id) for each in before), "")


def earlier_of(assessment: Opened, chosen: str) -> Earlier | None:
    """Give what was chosen to compare with; none where it cannot be chosen."""
    if chosen not in {each.value for each in choices(assessment)}:
        return None
    if chosen.startswith(RULES):
        return on_rules(assessment, chosen.removeprefix(RULES))
    other = opened(int(chosen))
    when = day(other.record.changed_at.astimezone().date())
    name = f"“{other.record.name}”, last changed on {when}"
    return Earlier(name, other.rulebook, said_of(other), files_of(other.record.edition))


def on_rules(assessment: Opened, version: str) -> Earlier | None:
    """Give the same answers as they would count on an older version of the rules."""
    edition = next((each for each in older_rules(assessment) if each.version == version), None)
    if edition is None:
        return None
    name = f"the same answers under version {version} of the rules"
    return Earlier(name, *fitted(assessment.record.assessment, edition), files_of(edition))


def fitted(assessment: Assessment, edition: Edition) -> tuple[Rulebook, Assessment]:
    """Give a kept version of the rules and what an assessment means in it."""
    rulebook = site().rulebooks.of(edition)
    profile = fitting_profile(rulebook, assessment.profile)
    return rulebook, replace(assessment, profile=profile, answers=fitting_answers(rulebook, assessment.answers))


def files_of(edition: Edition) -> dict[str, bytes]:
    """Give the files of a kept version by name."""
    kept = site().store.load_kept(edition)
    return dict(zip(FILES, (kept.readiness, kept.evidence), strict=True))


def earlier_in(assessment: Opened, content: bytes, name: str) -> Earlier | tuple[Problem, ...]:
    """Give the answers in a file, on the rules that it names where they are kept, or the problems with it."""
    own = assessment.record.edition
    loaded = read_answers(content, assessment.rulebook, name)
    version = loaded.rulebook if isinstance(loaded, Assessment) else version_named(content)
    kept = (each for each in site().store.editions() if (each.name, each.version) == (own.name, version))
    edition = next(kept, own)
    rulebook = site().rulebooks.of(edition)
    if edition != own:
        loaded = read_answers(content, rulebook, name)
    if isinstance(loaded, tuple):
        return loaded
    return Earlier(f"the answers in the file “{name}”", rulebook, loaded, files_of(edition))


def compared(assessment: Opened, earlier: Earlier) -> Progress:
    """Put the assessment beside an earlier one."""
    return progress(assessment.rulebook, said_of(assessment), assessment.result(), earlier)
