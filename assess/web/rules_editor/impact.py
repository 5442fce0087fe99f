"""What the draft would change: before and after for samples, worked examples and every stored assessment."""

from functools import lru_cache
from typing import NamedTuple

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.impact_detail import explained
from assess.core.model.assessment import Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.releases.impact import Impacts, State
from assess.releases.impact_models import Affected, Ends, ends
from assess.releases.models import Refused
from assess.releases.trial_cases import Tried, compared, shipped
from assess.web.context import site
from assess.web.rules_editor.draft import Working, working
from assess.web.rules_editor.index import IMPORTANT, standing
from assess.web.shared.text import plain

area = Blueprint("impacts", __name__)
BACK = "What would change"
ON_A_PAGE = 50
AGAIN = "1; url={}"
"""Seconds after which a page with a progress bar is loaded again; its address has no `#`, or nothing would be asked."""


class Pair(NamedTuple):
    """One side of an outcome in words."""

    score: str
    band: str
    blockers: tuple[str, ...]


class Line(NamedTuple):
    """One assessment with its outcome before and after."""

    title: str
    remark: str
    address: str
    reach: int
    before: Pair
    after: Pair


def impacts() -> Impacts:
    """Give the job that goes through the stored assessments."""
    return site().rulebooks.impacts


@area.get("/rules/impact")
def show() -> Response:
    """Show what the draft changes for samples and examples, and for the stored assessments as far as that has come."""
    now = working()
    rules = both(now)
    progress = impacts().progress() if rules else None
    running = progress is not None and progress.state is State.RUNNING
    found = progress.tally.affected if progress and progress.tally else ()
    page = page_number(len(found))
    markup = render_template(
        "pages/rules-editor/impact.html",
        standing=standing(now),
        tried=[line_of(rules, each, number) for number, each in tried_out(rules)] if rules else None,
        progress=progress,
        running=running,
        found=[line_of(rules, each) for each in found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]] if rules else [],
        page=page,
        pages=pages_of(len(found)),
        changed=len(found),
        bands=sum(each.reach == 0 for each in found),
        back=("Rules", url_for("rules.shown")),
    )
    response = make_response(markup)
    if running:
        response.headers["Refresh"] = AGAIN.format(url_for("impacts.show"))
    return response


@area.post("/rules/impact")
def start() -> AnyResponse:
    """Begin to go through the stored assessments."""
    found = impacts().start()
    if isinstance(found, Refused):
        flash(" ".join(found.sentences), IMPORTANT)
    return redirect(url_for("impacts.show", _anchor="stored"), 303)


@area.get("/rules/impact/<int:number>")
def stored(number: int) -> str:
    """Show what the draft changes in one stored assessment, and which changed rules that comes from."""
    now = working()
    rules = both(now) or abort(404)
    record = site().store.load(number)
    title = f"{record.assessment.service}: {record.name}"
    return detail(now, rules, title, (record.assessment.profile, record.assessment.answers))


@area.get("/rules/impact/tried/<int:number>")
def tried(number: int) -> str:
    """Show what the draft changes in a sample or a worked example."""
    now = working()
    rules = both(now) or abort(404)
    cases = cases_of(*rules)
    if number >= len(cases):
        abort(404)
    case = cases[number]
    return detail(now, rules, title_of(case), (case.profile, case.answers))


def both(now: Working) -> tuple[Rulebook, Rulebook] | None:
    """Give the rules in force and those of the draft; none where there is no draft or it cannot be tried."""
    rulebook = now.rulebook
    return None if rulebook is None or not now.has_draft else (now.in_force.rulebook, rulebook)


@lru_cache(2)
def cases_of(before: Rulebook, after: Rulebook) -> tuple[Tried, ...]:
    """Give the samples and the worked examples."""
    return shipped(before, after)


@lru_cache(2)
def tried_out(rules: tuple[Rulebook, Rulebook]) -> tuple[tuple[int, Affected], ...]:
    """Give each sample and worked example with its number and its outcomes, what reaches farthest first.

    It is worked out once, since a page with a progress bar asks again and again.
    """
    cases = cases_of(*rules)
    numbers = {case.case: number for number, case in enumerate(cases)}
    return tuple((numbers[each.case], each) for each in compared(*rules, cases))


def title_of(case: Tried) -> str:
    """Give what a sample or a worked example is called."""
    service = f"{case.case.service}, {case.case.council}" if case.case.service else ""
    return f"{case.case.name} ({service})" if service else case.case.name


def line_of(rules: tuple[Rulebook, Rulebook], each: Affected, number: int | None = None) -> Line:
    """Give one assessment as a list has it: a sample or a worked example by its number, or a stored one."""
    case = each.case
    if number is None:
        title, address = f"{case.service}: {case.name}", url_for("impacts.stored", number=case.number)
    else:
        title, address = case.name, url_for("impacts.tried", number=number)
    remark = f"{case.council}, on version {case.version}" if case.version else case.service
    return Line(title, remark, address, int(each.reach), pair(rules[0], each.before), pair(rules[1], each.after))


def pair(rulebook: Rulebook, ends: Ends) -> Pair:
    """Say one side of an outcome."""
    if ends.evidenced is None:
        return Pair("Nothing is asked", "", ())
    score = f"{ends.evidenced}" if ends.evidenced == ends.possible else f"{ends.evidenced} to {ends.possible}"
    bands = dict.fromkeys(plain(rulebook.bands[band].label) for band in (ends.band, ends.possible_band) if band)
    blockers = [
        plain(rulebook.blockers[name].says) + ("" if state == "true" else " (possible)")
        for name, state in ends.blockers
        if name in rulebook.blockers
    ]
    return Pair(score, ", could be ".join(bands), tuple(blockers))


def detail(now: Working, rules: tuple[Rulebook, Rulebook], title: str, said: tuple[Profile, Answers]) -> str:
    """Render what the draft changes in one assessment."""
    told = explained(*rules, now.changes() or (), *said)
    texts = {name: plain(text) for name, text in texts_of(rules).items()}
    return render_template(
        "pages/rules-editor/impact-detail.html",
        title=title,
        told=told,
        sections=[(title_in(rules, each.section), each) for each in told.changes.sections],
        new=[texts[name] for name in told.new],
        gone=[texts[name] for name in told.gone],
        lost=[texts[name] for name, _ in told.lost],
        before=pair(rules[0], ends(told.impact.before)),
        after=pair(rules[1], ends(told.impact.after)),
        version=now.in_force.rulebook.version,
        back=(BACK, url_for("impacts.show")),
    )


def title_in(rules: tuple[Rulebook, Rulebook], section: str) -> str:
    """Give the title of a section of either."""
    return next(plain(rules[at].sections[section].title) for at in (1, 0) if section in rules[at].sections)


def texts_of(rules: tuple[Rulebook, Rulebook]) -> dict[str, str]:
    """Give the texts of all questions of both."""
    return {name: question.text for rulebook in rules for name, question in rulebook.questions.items()}


def page_number(count: int) -> int:
    """Give the page of the list that is asked for."""
    asked = request.args.get("page", 1, type=int)
    return max(1, min(asked, pages_of(count)))


def pages_of(count: int) -> int:
    """Give how many pages a list has."""
    return max(1, -(-count // ON_A_PAGE))
