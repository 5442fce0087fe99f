"""The impact of the draft: results before and after for samples, worked examples and every stored assessment."""

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
"""The `Refresh` header of a page with a progress bar, which reloads it after a second.

The URL must have no fragment: with one, the browser would not send a new request.
"""


class Pair(NamedTuple):
    """The result of one assessment under one version, formatted for display."""

    score: str
    band: str
    blockers: tuple[str, ...]


class Line(NamedTuple):
    """An assessment with its results before and after."""

    title: str
    remark: str
    address: str
    reach: int
    before: Pair
    after: Pair


def impacts() -> Impacts:
    """Return the service that compares all stored assessments in the background."""
    return site().rulebooks.impacts


@area.get("/rules/impact")
def show() -> Response:
    """Show the impact on samples and worked examples, and on the stored assessments compared so far."""
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
    """Start to compare all stored assessments."""
    found = impacts().start()
    if isinstance(found, Refused):
        flash(" ".join(found.sentences), IMPORTANT)
    return redirect(url_for("impacts.show", _anchor="stored"), 303)


@area.get("/rules/impact/<int:number>")
def stored(number: int) -> str:
    """Show the impact on one stored assessment, and the changed rules that cause it."""
    now = working()
    rules = both(now) or abort(404)
    record = site().store.load(number)
    title = f"{record.assessment.service}: {record.name}"
    return detail(now, rules, title, (record.assessment.profile, record.assessment.answers))


@area.get("/rules/impact/tried/<int:number>")
def tried(number: int) -> str:
    """Show the impact on a sample or a worked example."""
    now = working()
    rules = both(now) or abort(404)
    cases = cases_of(*rules)
    if number >= len(cases):
        abort(404)
    case = cases[number]
    return detail(now, rules, title_of(case), (case.profile, case.answers))


def both(now: Working) -> tuple[Rulebook, Rulebook] | None:
    """Return the rulebooks in force and of the draft; None if there is no draft or it cannot be loaded."""
    rulebook = now.rulebook
    return None if rulebook is None or not now.has_draft else (now.in_force.rulebook, rulebook)


@lru_cache(2)
def cases_of(before: Rulebook, after: Rulebook) -> tuple[Tried, ...]:
    """Return the samples and the worked examples."""
    return shipped(before, after)


@lru_cache(2)
def tried_out(rules: tuple[Rulebook, Rulebook]) -> tuple[tuple[int, Affected], ...]:
    """Return the results of each sample and worked example with its number, greatest impact first.

    The result is cached, because a page with a progress bar is requested again and again.
    """
    cases = cases_of(*rules)
    numbers = {case.case: number for number, case in enumerate(cases)}
    return tuple((numbers[each.case], each) for each in compared(*rules, cases))


def title_of(case: Tried) -> str:
    """Return the title of a sample or a worked example."""
    service = f"{case.case.service}, {case.case.council}" if case.case.service else ""
    return f"{case.case.name} ({service})" if service else case.case.name


def line_of(rules: tuple[Rulebook, Rulebook], each: Affected, number: int | None = None) -> Line:
    """Build the row of a sample or a worked example, given its number, or of a stored assessment."""
    case = each.case
    if number is None:
        title, address = f"{case.service}: {case.name}", url_for("impacts.stored", number=case.number)
    else:
        title, address = case.name, url_for("impacts.tried", number=number)
    remark = f"{case.council}, on version {case.version}" if case.version else case.service
    return Line(title, remark, address, int(each.reach), pair(rules[0], each.before), pair(rules[1], each.after))


def pair(rulebook: Rulebook, ends: Ends) -> Pair:
    """Format the result of an assessment under one version."""
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
    """Render the impact on one assessment."""
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
    """Return the title of a section in the draft, or in force if the draft does not have it."""
    return next(plain(rules[at].sections[section].title) for at in (1, 0) if section in rules[at].sections)


def texts_of(rules: tuple[Rulebook, Rulebook]) -> dict[str, str]:
    """Return the texts of all questions of both rulebooks."""
    return {name: question.text for rulebook in rules for name, question in rulebook.questions.items()}


def page_number(count: int) -> int:
    """Return the requested page number, limited to the pages that exist."""
    asked = request.args.get("page", 1, type=int)
    return max(1, min(asked, pages_of(count)))


def pages_of(count: int) -> int:
    """Return the number of pages of a list."""
    return max(1, -(-count // ON_A_PAGE))
