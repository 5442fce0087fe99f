"""The rules in readable form, the problems of the draft, and the coverage of the rules."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, abort, render_template, url_for
from markupsafe import Markup

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.report.content.condition_text import clause
from assess.report.content.text import counted, day
from assess.web.components.govuk import rendered
from assess.web.context import site
from assess.web.reference import coverage_text, rule_models
from assess.web.rulebooks import FILES, Looked
from assess.web.rules_editor.draft import working
from assess.web.rules_editor.index import standing
from assess.web.rules_editor.line_links import addresses
from assess.web.shared.downloads import attachment
from assess.web.shared.text import cited, plain, quoted

area = Blueprint("rules", __name__)
MOST_PROBLEMS = 50


class Excerpt(NamedTuple):
    """A problem beside its line in the file."""

    anchor: str
    file: str
    line: int
    text: str
    """The line in the file; empty if the file could not be read."""
    sentence: str


@area.get("/rules")
def shown() -> str:
    """Show the current rules and their weights, preceded by the problems of the draft."""
    rulebooks = site().rulebooks
    now, looked = working(), rulebooks.looked_at()
    rulebook = now.in_force.rulebook
    found = now.desktop.disk.problems + (() if now.rulebook else now.checked.problems)
    excerpts = excerpts_of(looked, found)
    return render_template(
        "pages/reference/rules.html",
        **common(rulebook),
        folder=rulebooks.folder,
        excerpts=excerpts,
        looked=looked,
        standing=standing(now),
        unwritten=rulebooks.desk.unwritten,
        summary=summary(rulebook, excerpts, len(found)) if excerpts else "",
        bands=tuple(rule_models.bands(rulebook)),
        shares=rule_models.shares(rulebook),
        colour=site().settings.council.colour,
    )


def excerpts_of(looked: Looked, found: tuple[Problem, ...]) -> tuple[Excerpt, ...]:
    """Return the first problems of the current files, each beside its line."""
    read = (part for part in looked.seen or () if isinstance(part, bytes))  # none if unreadable
    lines = {name: content.decode("utf-8", "replace").splitlines() for name, content in zip(FILES, read, strict=False)}
    return tuple(excerpt(place, problem, lines) for place, problem in enumerate(found[:MOST_PROBLEMS], 1))


def excerpt(place: int, problem: Problem, lines: dict[str, list[str]]) -> Excerpt:
    """Return a problem beside its line."""
    name = Path(problem.file).name
    text = "".join(lines.get(name, [])[problem.line - 1 : problem.line])
    return Excerpt(f"problem-{place}", name, problem.line, text[:500], quoted(problem.sentence))


def summary(rulebook: Rulebook, excerpts: tuple[Excerpt, ...], count: int) -> Markup:
    """Render the summary of the problems, each linked to its excerpt."""
    listed = [{"text": f"{e.file}, line {e.line}: {e.sentence}", "href": f"#{e.anchor}"} for e in excerpts]
    first = f" These are the first {len(excerpts)}." if count > len(excerpts) else ""
    params = {
        "titleText": f"The changed rules have {counted(count, 'problem')} and are not in use",
        "descriptionText": f"Version {rulebook.version} stays in force. Mend these in the forms or in the text.{first}",
        "errorList": listed,
    }
    return rendered("error-summary", params)


@area.get("/rules/<any(readiness, evidence):name>.yaml")
def file(name: str) -> Response:
    """Download a file of the current rules."""
    kept = site().rulebooks.kept_in_force()
    return attachment(getattr(kept, name), name, ".yaml")


@area.get("/rules/blockers")
def blockers() -> str:
    """Show the blockers, which cap the band, and the warnings, which do not."""
    rulebook, today = site().rulebooks.in_force(), date.today()
    return render_template(
        "pages/reference/rules/blockers.html",
        **common(rulebook),
        blockers=tuple(rule_models.findings(rulebook, rulebook.rules.blockers, today)),
        warnings=tuple(rule_models.findings(rulebook, rulebook.rules.warnings, today)),
    )


@area.get("/rules/facts")
def facts() -> str:
    """Show the facts that decide which questions are asked, and the notices that follow from them."""
    rulebook, today = site().rulebooks.in_force(), date.today()
    notices = [
        (notice.id, clause(rulebook, notice.when), cited(rulebook, notice.says, notice.claims, today))
        for notice in rulebook.rules.notices
    ]
    return render_template("pages/reference/rules/facts.html", **common(rulebook), notices=notices)


@area.get("/rules/sections/<section>")
def section(section: str) -> str:
    """Show a section's questions with their weights, points and what they lead to."""
    rulebook = site().rulebooks.in_force()
    if section not in rulebook.sections:
        abort(404)
    found = rulebook.sections[section]
    return render_template(
        "pages/reference/rules/section.html",
        **common(rulebook),
        section=found,
        share=next(line.share for line in rule_models.shares(rulebook) if line.id == section),
        cards=rule_models.cards(rulebook, found, date.today()),
    )


@area.get("/rules/recommendations")
def recommendations() -> str:
    """Show every recommendation with its condition."""
    rulebook = site().rulebooks.in_force()
    lines = tuple(rule_models.advice(rulebook, date.today()))
    return render_template("pages/reference/rules/recommendations.html", **common(rulebook), lines=lines)


@area.get("/rules/sources")
def sources() -> str:
    """Show every source with its status and findings."""
    rulebook = site().rulebooks.in_force()
    groups = rule_models.sources_by_status(rulebook, date.today())
    return render_template("pages/reference/rules/sources.html", **common(rulebook), groups=groups)


@area.get("/rules/proof")
def proof() -> str:
    """Show the coverage of the draft, or else of the current rules: what can be reached and how."""
    now = working()
    rulebook = now.rulebook or now.in_force.rulebook
    proved = coverage_text.proof(rulebook, date.today())
    return render_template(
        "pages/reference/rules/proof.html",
        **common(now.in_force.rulebook),
        proof=proved,
        proven=rulebook,
        of_draft=now.has_draft and now.rulebook is not None,
        lines=addresses(now) if now.rulebook else {},
        reached=tuple(coverage_text.reached(rulebook, proved)),
        authority=tuple(coverage_text.authority(rulebook, proved)),
    )


def common(rulebook: Rulebook) -> dict[str, object]:
    """Return the template variables of every page of the rules: the version, its date and the contents."""
    titles = [(plain(each.title), url_for("rules.section", section=each.id)) for each in rulebook.rules.sections]
    return {
        "rulebook": rulebook,
        "since": day(date.fromisoformat(rulebook.rules.rulebook.effective_from)),
        "contents": (
            ("Bands and shares", url_for("rules.shown")),
            ("Blockers and warnings", url_for("rules.blockers")),
            ("Facts about the service", url_for("rules.facts")),
            *titles,
            ("Recommendations", url_for("rules.recommendations")),
            ("Sources", url_for("rules.sources")),
            ("What the rules prove", url_for("rules.proof")),
        ),
    }
