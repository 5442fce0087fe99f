"""Build the content shared by the result page and the report."""

from collections.abc import Iterator
from datetime import date

from assess.core.model.assessment import Assessment, clean_assessment
from assess.core.model.result import Result, WhatIf
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import DerivedFact
from assess.report.content import appendix, calculation, headline, needs, sections
from assess.report.content import recommendations as content_recommendations
from assess.report.content.bidi import bidi_isolate, isolate_assessment
from assess.report.content.charts.effort_grid import build_effort_grid
from assess.report.content.charts.heat_map import build_heat_map
from assess.report.content.charts.range_causes import build_range_causes
from assess.report.content.charts.score_movers import build_score_movers
from assess.report.content.charts.timeline import build_timeline
from assess.report.content.citations import Citations, CitationUse
from assess.report.content.context import ReportContext
from assess.report.content.models import ReportContent
from assess.report.content.row_models import NoticeContent
from assess.report.content.text import format_count, format_date, format_period, shorten

_TITLE = "Readiness to become a public service mutual"


def build_content(
    rulebook: Rulebook,
    assessment: Assessment,
    result: Result,
    what_if: WhatIf,
    *,
    report_date: date,
) -> ReportContent:
    """Build the content of the result page and the report, numbering sources in document order."""
    isolated_assessment = isolate_assessment(clean_assessment(assessment))
    case = ReportContext(rulebook, isolated_assessment, result, what_if, report_date, Citations(rulebook))
    blockers, headline_content = headline.build_blockers(case), headline.build_headline(case)
    contradictions = needs.build_contradictions(case)
    recommendations = content_recommendations.build_recommendations(case)
    pages = sections.build_section_pages(case, recommendations)
    find_out, next_band = (
        content_recommendations.build_open_questions(case),
        content_recommendations.build_next_band(case),
    )
    placed = {r.id for page in pages for r in page.recommendations}
    return ReportContent(
        council=isolated_assessment.council,
        service=isolated_assessment.service,
        running_header=f"{bidi_isolate(shorten(assessment.council))}: {bidi_isolate(shorten(assessment.service))}",
        title=_TITLE,
        report_date=report_date.isoformat(),
        subtitle=_format_subtitle(case),
        blockers=blockers,
        needs=needs.build_needs(case),
        headline=headline_content,
        next_stage=needs.build_next_stage(case),
        contradictions=contradictions,
        contradictions_note=needs.describe_contradictions(len(contradictions)),
        sections_heading=f"The {format_count(len(pages), 'barrier')}" if len(pages) > 1 else "The barrier",
        sections=pages,
        pages=pages,
        recommendations=recommendations,
        recommendations_intro=content_recommendations.introduce_recommendations(case),
        general_recommendations=tuple(r for r in recommendations if r.id not in placed),
        find_out=find_out,
        find_out_intro=content_recommendations.introduce_open_questions(case),
        heat_map=build_heat_map(case),
        score_movers=build_score_movers(case),
        range_causes=build_range_causes(case),
        next_band=next_band,
        summary_counts=content_recommendations.fit_second_page(
            recommendations, find_out, next_band.steps if next_band else ()
        ),
        plan=case.plan,
        timeline=build_timeline(case.plan.lines, report_date),
        effort_grid=build_effort_grid(recommendations),
        warnings=headline.build_warnings(case),
        no_warning_note=headline.describe_no_warning(case),
        warnings_note=headline.describe_warnings(case),
        possible_warnings=headline.describe_possible_warnings(case),
        notices=tuple(_build_notices(case)),
        does_not_apply=sections.build_not_applicable(case),
        calculation=calculation.build_calculation(case),
        facts=appendix.build_profile_facts(case),
        answers=appendix.build_appendix(case),
        disclaimer=_DISCLAIMER,
        law=_describe_law_date(case),
        sources_note=_describe_sources(case),
        changes=None,
        sources=case.citations.list_sources(report_date),
    )


def _format_subtitle(context: ReportContext) -> str:
    """Return the date, stage and rules version of the assessment in one line."""
    stage = context.get_stage_text(context.result.now.stage)
    return f"Assessed {format_date(context.report_date)}. Stage: {stage}. Rules version {context.result.version}."


def _build_notices(context: ReportContext) -> Iterator[NoticeContent]:
    """Yield what the profile means: the notices that apply, then the notes on derived facts."""
    use = CitationUse("what this means", "notices")
    rules = {notice.id: notice for notice in context.rulebook.rules.notices}
    for name in context.result.notices:
        says, _ = context.citations.cite_after(rules[name].says, rules[name].claims, use)
        yield NoticeContent(says)
    for derived in context.rulebook.rules.derived:
        yield from _build_derived_note(context, derived, use)


def _build_derived_note(context: ReportContext, derived: DerivedFact, use: CitationUse) -> Iterator[NoticeContent]:
    """Yield the note on how a derived fact was determined, if there is one."""
    row = derived.table.get(str(context.result.facts.get(derived.from_, "")))
    fitting = (unless for unless in derived.unless if context.is_true(unless.when))
    rule = next(fitting, row)
    if rule is not None and rule.note and derived.id in context.result.facts:
        says, _ = context.citations.cite_after(rule.note, rule.claims, use)
        yield NoticeContent(says)


_DISCLAIMER = (
    (
        "The weights, bands, caps, points and estimates of time in the rules are the judgement of their authors. They "
        "are not law, and no one has tested them against what later happened to services. The statements of fact are "
        "drawn from the sources listed at the end."
    ),
    (
        "This report is neither assurance nor legal advice, and it does not say whether the service should become a "
        "mutual. That is for councillors to decide."
    ),
)
"""What a report is and what it is not, a text for each paragraph."""


def _describe_sources(context: ReportContext) -> str:
    """Return when the sources were checked and what their statuses mean."""
    recent = [day for day in context.citations.list_check_dates() if context.citations.is_recent(day)]
    when = f"All were checked {format_period(recent[0], recent[-1])}, unless another date is given. " if recent else ""
    return (
        f"Each place that was read, and what rests on it. {when}They may have changed since: check with your legal "
        "officer before you rely on them. A status is given only where a text is not law in force."
    )


def _describe_law_date(context: ReportContext) -> str:
    """Return a sentence on how recent the law in the report is."""
    days = context.citations.list_check_dates()
    if not days:
        return "Law changes. Check with your legal officer that this is still correct before you rely on it."
    return (
        "The law and guidance in this report are as we found them in the published texts, which we read "
        f"{format_period(days[0], days[-1])}. They may have changed since. Check with your legal officer before you "
        "rely on them."
    )
