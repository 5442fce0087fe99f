"""The rules in readable form, the problems of the draft, and the coverage of the rules."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, abort, render_template, url_for
from markupsafe import Markup

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.update import is_update_available
from assess.report.content.citations import strip_references
from assess.report.content.condition_text import describe_condition
from assess.report.content.text import format_count, format_date
from assess.web.components.govuk import render_component
from assess.web.context import services
from assess.web.reference import coverage_text, rule_models
from assess.web.rulebooks import FILES, DraftReview
from assess.web.rules_editor.draft import DraftView, load_draft_view
from assess.web.rules_editor.index import build_draft_overview
from assess.web.rules_editor.line_links import build_line_urls
from assess.web.shared.downloads import make_attachment
from assess.web.shared.text import cite_text, quote_names

bp = Blueprint("rules", __name__)
_MAX_PROBLEMS = 50


class ProblemExcerpt(NamedTuple):
    """A problem beside its line in the file."""

    anchor: str
    file: str
    line: int
    text: str
    """The line in the file; empty if the file could not be read."""
    sentence: str


@bp.get("/rules")
def show_rules() -> str:
    """Show the current rules and their weights, preceded by the problems of the draft."""
    rulebooks = services().rulebooks
    draft, review = load_draft_view(), rulebooks.review_draft()
    rulebook = draft.in_force.rulebook
    problems = draft.status.disk.problems + (() if draft.rulebook else draft.checked.problems)
    overview = build_draft_overview(draft)
    excerpts = () if _is_edited_in_forms(draft) else _build_excerpts(review, problems)
    links = _list_excerpt_links(excerpts) or overview.problems
    return render_template(
        "pages/reference/rules.html",
        **_build_rules_variables(rulebook),
        folder=rulebooks.folder,
        excerpts=excerpts,
        review=review,
        overview=overview,
        has_update=is_update_available(rulebooks.publishing),
        write_error=rulebooks.publishing.write_error,
        problem_summary=_render_problem_summary(rulebook, links, len(problems)) if problems else "",
        bands=tuple(rule_models.build_band_summaries(rulebook)),
        shares=rule_models.compute_section_shares(rulebook),
        colour=services().settings.council.colour,
    )


def _is_edited_in_forms(draft: DraftView) -> bool:
    """Return whether all problems are those of a draft that was edited here, so that no file needs to be opened."""
    return draft.status.draft is not None and not draft.status.draft.unedited and not draft.status.disk.problems


def _build_excerpts(review: DraftReview, problems: tuple[Problem, ...]) -> tuple[ProblemExcerpt, ...]:
    """Return the first problems of the current files, each beside its line."""
    contents = (part for part in review.files or () if isinstance(part, bytes))  # none if unreadable
    lines = {
        name: content.decode("utf-8", "replace").splitlines() for name, content in zip(FILES, contents, strict=False)
    }
    return tuple(_build_excerpt(place, problem, lines) for place, problem in enumerate(problems[:_MAX_PROBLEMS], 1))


def _build_excerpt(number: int, problem: Problem, lines: dict[str, list[str]]) -> ProblemExcerpt:
    """Return a problem beside its line."""
    name = Path(problem.file).name
    text = "".join(lines.get(name, [])[problem.line - 1 : problem.line])
    return ProblemExcerpt(f"problem-{number}", name, problem.line, text[:500], quote_names(problem.message))


def _list_excerpt_links(excerpts: tuple[ProblemExcerpt, ...]) -> tuple[tuple[str, str], ...]:
    """Return each problem with its line and the anchor of its excerpt."""
    return tuple((f"{each.file}, line {each.line}: {each.sentence}", f"#{each.anchor}") for each in excerpts)


def _render_problem_summary(rulebook: Rulebook, links: tuple[tuple[str, str], ...], count: int) -> Markup:
    """Render the summary of the problems, each linked to where it can be mended."""
    listed = [{"text": text, "href": url} for text, url in links]
    first = f" These are the first {len(links)}." if count > len(links) else ""
    params = {
        "titleText": f"The changed rules have {format_count(count, 'problem')} and are not in use",
        "descriptionText": f"Version {rulebook.version} stays in force. Correct these in the forms or the text.{first}",
        "errorList": listed,
    }
    return render_component("error-summary", params)


@bp.get("/rules/<any(readiness, evidence):name>.yaml")
def download_file(name: str) -> Response:
    """Download a file of the current rules."""
    stored = services().rulebooks.get_current_stored()
    return make_attachment(getattr(stored, name), name, ".yaml")


@bp.get("/rules/blockers")
def show_blockers() -> str:
    """Show the blockers, which cap the band, and the warnings, which do not."""
    rulebook, today = services().rulebooks.get_current(), date.today()
    return render_template(
        "pages/reference/rules/blockers.html",
        **_build_rules_variables(rulebook),
        blockers=tuple(rule_models.build_finding_cards(rulebook, rulebook.rules.blockers, today)),
        warnings=tuple(rule_models.build_finding_cards(rulebook, rulebook.rules.warnings, today)),
    )


@bp.get("/rules/facts")
def show_facts() -> str:
    """Show the facts that decide which questions are asked, and the notices that follow from them."""
    rulebook, today = services().rulebooks.get_current(), date.today()
    notices = [
        (notice.id, describe_condition(rulebook, notice.when), cite_text(rulebook, notice.says, notice.claims, today))
        for notice in rulebook.rules.notices
    ]
    return render_template("pages/reference/rules/facts.html", **_build_rules_variables(rulebook), notices=notices)


@bp.get("/rules/sections/<section>")
def show_section(section: str) -> str:
    """Show a section's questions with their weights, points and what they lead to."""
    rulebook = services().rulebooks.get_current()
    if section not in rulebook.sections:
        abort(404)
    found_section = rulebook.sections[section]
    return render_template(
        "pages/reference/rules/section.html",
        **_build_rules_variables(rulebook),
        section=found_section,
        share=next(line.share for line in rule_models.compute_section_shares(rulebook) if line.id == section),
        cards=rule_models.build_question_cards(rulebook, found_section, date.today()),
    )


@bp.get("/rules/recommendations")
def show_recommendations() -> str:
    """Show every recommendation with its condition."""
    rulebook = services().rulebooks.get_current()
    lines = tuple(rule_models.build_recommendation_cards(rulebook, date.today()))
    return render_template(
        "pages/reference/rules/recommendations.html", **_build_rules_variables(rulebook), cards=lines
    )


@bp.get("/rules/sources")
def show_sources() -> str:
    """Show every source with its status and findings."""
    rulebook = services().rulebooks.get_current()
    groups = rule_models.group_sources_by_status(rulebook, date.today())
    return render_template("pages/reference/rules/sources.html", **_build_rules_variables(rulebook), groups=groups)


@bp.get("/rules/proof")
def show_coverage() -> str:
    """Show the coverage of the draft, or else of the current rules: what can be reached and how."""
    draft = load_draft_view()
    rulebook = draft.rulebook or draft.in_force.rulebook
    coverage = coverage_text.compute_coverage(rulebook, date.today())
    return render_template(
        "pages/reference/rules/proof.html",
        **_build_rules_variables(draft.in_force.rulebook),
        coverage=coverage,
        checked_rulebook=rulebook,
        is_draft=draft.has_draft and draft.rulebook is not None,
        line_urls=build_line_urls(draft) if draft.rulebook else {},
        reachable_groups=tuple(coverage_text.describe_reachable(rulebook, coverage)),
        review_items=tuple(coverage_text.list_review_items(rulebook, coverage)),
        stage_facts=tuple(coverage_text.list_stage_facts(rulebook, coverage)),
        shares=tuple(coverage_text.list_shares(rulebook, coverage)),
        weakest_answers=tuple(coverage_text.list_weakest_answers(rulebook, coverage)),
    )


def _build_rules_variables(rulebook: Rulebook) -> dict[str, object]:
    """Return the template variables of every page of the rules: the version, its date and the contents."""
    titles = [
        (strip_references(each.title), url_for("rules.show_section", section=each.id))
        for each in rulebook.rules.sections
    ]
    return {
        "rulebook": rulebook,
        "effective_date": format_date(date.fromisoformat(rulebook.rules.rulebook.effective_from)),
        "contents": (
            ("Bands and shares", url_for("rules.show_rules")),
            ("Blockers and warnings", url_for("rules.show_blockers")),
            ("Facts about the service", url_for("rules.show_facts")),
            *titles,
            ("Recommendations", url_for("rules.show_recommendations")),
            ("Sources", url_for("rules.show_sources")),
            ("What the rules prove", url_for("rules.show_coverage")),
        ),
    }
