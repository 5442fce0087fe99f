"""The impact of the draft: results before and after for samples, worked examples and every stored assessment."""

from typing import NamedTuple

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.comparison.impact_detail import explain_impact
from assess.core.model.assessment import Answers, Profile
from assess.core.model.rulebook import Rulebook
from assess.releases.impact import ImpactRunner, ImpactState
from assess.releases.impact_models import AssessmentImpact, OutcomeSummary, summarise_outcome
from assess.releases.models import RejectedError
from assess.releases.trial_cases import TrialCase, compare_cases, load_trial_cases
from assess.report.content.citations import strip_references
from assess.web.caching import cached_by_hash
from assess.web.context import services
from assess.web.rules_editor.draft import DraftView, load_draft_view
from assess.web.rules_editor.index import IMPORTANT, build_draft_overview

bp = Blueprint("impact", __name__)
_BACK_TEXT = "What would change"
_PAGE_SIZE = 50
_REFRESH_HEADER = "1; url={}"
"""The `Refresh` header of a page with a progress bar, which reloads it after a second.

The URL must have no fragment: with one, the browser would not send a new request.
"""


class OutcomeText(NamedTuple):
    """The result of one assessment under one version, formatted for display."""

    score: str
    band: str
    blockers: tuple[str, ...]


class _ImpactRow(NamedTuple):
    """An assessment with its results before and after."""

    title: str
    remark: str
    address: str
    severity: int
    before: OutcomeText
    after: OutcomeText


def _get_impact_jobs() -> ImpactRunner:
    """Return the service that compares all stored assessments in the background."""
    return services().rulebooks.impacts


@bp.get("/rules/impact")
def show() -> Response:
    """Show the impact on samples and worked examples, and on the stored assessments compared so far."""
    draft = load_draft_view()
    rules = _get_rulebooks(draft)
    progress = _get_impact_jobs().get_progress() if rules else None
    is_running = progress is not None and progress.state is ImpactState.RUNNING
    found = progress.summary.affected if progress and progress.summary else ()
    page = _get_page_number(len(found))
    markup = render_template(
        "pages/rules-editor/impact.html",
        overview=build_draft_overview(draft),
        case_rows=[_build_impact_row(rules, each, number) for number, each in _compare_trial_cases(*rules)]
        if rules
        else None,
        progress=progress,
        is_running=is_running,
        rows=[_build_impact_row(rules, each) for each in found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]]
        if rules
        else [],
        page=page,
        page_count=_count_pages(len(found)),
        changed_count=len(found),
        band_change_count=sum(each.severity == 0 for each in found),
        back=("Rules", url_for("rules.show_rules")),
    )
    response = make_response(markup)
    if is_running:
        response.headers["Refresh"] = _REFRESH_HEADER.format(url_for("impact.show"))
    return response


@bp.post("/rules/impact")
def start() -> AnyResponse:
    """Start to compare all stored assessments."""
    try:
        _get_impact_jobs().start()
    except RejectedError as error:
        flash(str(error), IMPORTANT)
    return redirect(url_for("impact.show", _anchor="stored"), 303)


@bp.get("/rules/impact/<int:number>")
def show_assessment(number: int) -> str:
    """Show the impact on one stored assessment, and the changed rules that cause it."""
    draft = load_draft_view()
    rules = _get_rulebooks(draft) or abort(404)
    record = services().store.load_assessment(number)
    title = f"{record.assessment.service}: {record.name}"
    return _render_impact_detail(draft, rules, title, (record.assessment.profile, record.assessment.answers))


@bp.get("/rules/impact/tried/<int:number>")
def show_case(number: int) -> str:
    """Show the impact on a sample or a worked example."""
    draft = load_draft_view()
    rules = _get_rulebooks(draft) or abort(404)
    cases = _list_trial_cases(*rules)
    if number >= len(cases):
        abort(404)
    case = cases[number]
    return _render_impact_detail(draft, rules, _format_case_title(case), (case.profile, case.answers))


def _get_rulebooks(draft: DraftView) -> tuple[Rulebook, Rulebook] | None:
    """Return the rulebooks in force and of the draft; None if there is no draft or it cannot be loaded."""
    rulebook = draft.rulebook
    return None if rulebook is None or not draft.has_draft else (draft.in_force.rulebook, rulebook)


@cached_by_hash(2)
def _list_trial_cases(before: Rulebook, after: Rulebook) -> tuple[TrialCase, ...]:
    """Return the samples and the worked examples."""
    return load_trial_cases(before, after)


@cached_by_hash(2)
def _compare_trial_cases(before: Rulebook, after: Rulebook) -> tuple[tuple[int, AssessmentImpact], ...]:
    """Return the results of each sample and worked example with its number, greatest impact first.

    The result is cached, because a page with a progress bar is requested again and again.
    """
    cases = _list_trial_cases(before, after)
    numbers = {case.identity: number for number, case in enumerate(cases)}
    return tuple((numbers[each.identity], each) for each in compare_cases(before, after, cases))


def _format_case_title(case: TrialCase) -> str:
    """Return the title of a sample or a worked example."""
    service = f"{case.identity.service}, {case.identity.council}" if case.identity.service else ""
    return f"{case.identity.name} ({service})" if service else case.identity.name


def _build_impact_row(
    rulebooks: tuple[Rulebook, Rulebook], affected: AssessmentImpact, number: int | None = None
) -> _ImpactRow:
    """Build the row of a sample or a worked example, given its number, or of a stored assessment."""
    case = affected.identity
    if number is None:
        title, address = f"{case.service}: {case.name}", url_for("impact.show_assessment", number=case.number)
    else:
        title, address = case.name, url_for("impact.show_case", number=number)
    remark = f"{case.council}, on version {case.version}" if case.version else case.service
    return _ImpactRow(
        title,
        remark,
        address,
        int(affected.severity),
        _format_outcome(rulebooks[0], affected.before),
        _format_outcome(rulebooks[1], affected.after),
    )


def _format_outcome(rulebook: Rulebook, outcome: OutcomeSummary) -> OutcomeText:
    """Format the result of an assessment under one version."""
    if outcome.evidenced is None:
        return OutcomeText("Nothing is asked", "", ())
    score = (
        f"{outcome.evidenced}"
        if outcome.evidenced == outcome.possible
        else f"{outcome.evidenced} to {outcome.possible}"
    )
    bands = dict.fromkeys(
        strip_references(rulebook.bands[band].label) for band in (outcome.band, outcome.possible_band) if band
    )
    blockers = [
        strip_references(rulebook.blockers[name].says) + ("" if state == "true" else " (possible)")
        for name, state in outcome.blockers
        if name in rulebook.blockers
    ]
    return OutcomeText(score, ", could be ".join(bands), tuple(blockers))


def _render_impact_detail(
    draft: DraftView, rulebooks: tuple[Rulebook, Rulebook], title: str, inputs: tuple[Profile, Answers]
) -> str:
    """Render the impact on one assessment."""
    detail = explain_impact(*rulebooks, draft.list_changes() or (), *inputs)
    texts = {name: strip_references(text) for name, text in _get_question_texts(rulebooks).items()}
    return render_template(
        "pages/rules-editor/impact-detail.html",
        title=title,
        detail=detail,
        sections=[(_get_section_title(rulebooks, each.section), each) for each in detail.changes.sections],
        new_questions=[texts[name] for name in detail.new_questions],
        removed_questions=[texts[name] for name in detail.removed_questions],
        questions_to_answer=[texts[name] for name, _ in detail.removed_options],
        before=_format_outcome(rulebooks[0], summarise_outcome(detail.impact.before)),
        after=_format_outcome(rulebooks[1], summarise_outcome(detail.impact.after)),
        version=draft.in_force.rulebook.version,
        back=(_BACK_TEXT, url_for("impact.show")),
    )


def _get_section_title(rulebooks: tuple[Rulebook, Rulebook], section: str) -> str:
    """Return the title of a section in the draft, or in force if the draft does not have it."""
    return next(
        strip_references(rulebooks[at].sections[section].title) for at in (1, 0) if section in rulebooks[at].sections
    )


def _get_question_texts(rulebooks: tuple[Rulebook, Rulebook]) -> dict[str, str]:
    """Return the texts of all questions of both rulebooks."""
    return {name: question.text for rulebook in rulebooks for name, question in rulebook.questions.items()}


def _get_page_number(count: int) -> int:
    """Return the requested page number, limited to the pages that exist."""
    asked = request.args.get("page", 1, type=int)
    return max(1, min(asked, _count_pages(count)))


def _count_pages(count: int) -> int:
    """Return the number of pages of a list."""
    return max(1, -(-count // _PAGE_SIZE))
