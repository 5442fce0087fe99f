"""Select what goes into one copy of the report: the complete content, reduced to the options chosen.

Numbers stay those of the complete report, so that two extracts agree: R3, Q9 and [12] mean the same in each.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from assess.core.model.assessment import Answer, Assessment
from assess.report.content.change_models import ChangeReport
from assess.report.content.charts.effort_grid import build_effort_grid
from assess.report.content.charts.heat_map import select_heat_rows
from assess.report.content.charts.timeline import build_timeline
from assess.report.content.citations import CitedPassage, CitedSource
from assess.report.content.models import RecommendationContent, ReportContent, SectionPage
from assess.report.content.plan_models import PlanContent
from assess.report.content.recommendations import SUMMARY_COUNT
from assess.report.content.text import capitalise_first, format_count, format_number, join_words
from assess.report.options import Chapter, ReportOptions

_CHAPTER_NAMES = {
    Chapter.CONTENTS: "the contents and how to read this report",
    Chapter.BARRIERS: "the barriers with their steps",
    Chapter.PLAN: "the action plan",
    Chapter.CAVEATS: "what to keep in mind",
    Chapter.CALCULATION: "how the score was worked out",
    Chapter.ANSWERS: "every question and answer",
    Chapter.SOURCES: "the sources",
}
"""The chapters as named inside a sentence."""

_REASON_OMITTED = "The reason is left out of this copy."
SUMMARY_ONLY_NOTE = "This is the decision summary only. Its sources, and the steps to take, are in the whole report."

ItemT = TypeVar("ItemT")


def remove_notes(assessment: Assessment) -> Assessment:
    """Return the assessment without notes, evidence, names of who answered, and the reasons in its plan."""
    plain = {name: replace(answer, note="", evidence="", by="") for name, answer in assessment.answers.items()}
    plan = {
        name: replace(action, reason=_REASON_OMITTED) if action.reason else action
        for name, action in assessment.plan.items()
    }
    answers = {name: answer for name, answer in plain.items() if answer != Answer()}
    return replace(assessment, answers=answers, plan=plan)


def apply_selection(content: ReportContent, options: ReportOptions, chapters: Collection[Chapter]) -> ReportContent:
    """Return the content of a copy with these chapters: what it includes, and a sentence on what it leaves out."""
    if options.is_complete:
        return content
    pages = tuple(page for page in content.sections if _is_selected(page.id, options.sections))
    recommended = _select_recommendations(content, pages, options)
    parts = tuple(part for part in content.answers if _is_selected(part.section, options.sections))
    questions = {line.number for part in parts for line in part.lines}
    plan = _select_plan(content.plan, recommended, options)
    reduced = replace(
        content,
        pages=tuple(
            replace(page, recommendations=_filter_selected(page.recommendations, recommended)) for page in pages
        ),
        recommendations=recommended,
        recommendations_intro=_describe_recommendations(content, len(recommended)),
        general_recommendations=_filter_selected(content.general_recommendations, recommended),
        answers=parts,
        score_movers=content.score_movers if len(pages) == len(content.sections) else None,
        heat_map=select_heat_rows(content.heat_map, [page.id for page in pages]),
        does_not_apply=tuple(row for row in content.does_not_apply if row.number in questions),
        calculation=replace(
            content.calculation, trace=tuple(row for row in content.calculation.trace if row.number in questions)
        ),
        plan=plan,
        timeline=build_timeline(plan.lines, options.day),
        effort_grid=build_effort_grid(recommended),
        left_out=_describe_omissions(content, options, len(recommended)),
    )
    return replace(reduced, sources=tuple(_select_sources(reduced, chapters)))


def _is_selected(name: str, selected: Collection[str] | None) -> bool:
    """Return whether a name is selected; None selects all."""
    return selected is None or name in selected


def _filter_selected(items: Iterable[ItemT], selected: Collection[ItemT]) -> tuple[ItemT, ...]:
    """Return the items that are among those selected, in their own order."""
    return tuple(it for it in items if it in selected)


def _select_recommendations(
    content: ReportContent, pages: Sequence[SectionPage], options: ReportOptions
) -> tuple[RecommendationContent, ...]:
    """Return the recommendations included; those of a section are left out with it."""
    omitted = {it.id for page in content.sections if page not in pages for it in page.recommendations}
    return tuple(
        it for it in content.recommendations if _is_selected(it.id, options.recommendations) and it.id not in omitted
    )


def _select_plan(
    plan: PlanContent, recommendations: Sequence[RecommendationContent], options: ReportOptions
) -> PlanContent:
    """Return the plan with the lines of the recommendations included; its progress stays that of the complete plan."""
    ids = {it.id for it in recommendations}
    is_complete = options.sections is None and options.recommendations is None
    return replace(
        plan,
        lines=tuple(line for line in plan.lines if line.id in ids),
        not_recommended=plan.not_recommended if is_complete else (),
    )


def select_changes(changes: ChangeReport, content: ReportContent) -> ChangeReport:
    """Return the changes with the questions of the sections included; scores stay those of the complete report."""
    omitted = {page.title for page in content.sections} - {page.title for page in content.pages}
    groups = (
        replace(group, questions=tuple(move for move in group.questions if move.section not in omitted))
        for group in changes.groups
    )
    return replace(changes, groups=tuple(group for group in groups if group.questions)) if omitted else changes


def _describe_recommendations(content: ReportContent, count: int) -> str:
    """Return how many recommendations this copy contains and which come first."""
    total = len(content.recommendations)
    if count == total:
        return content.recommendations_intro
    if not count:
        return f"None of the {format_count(total, 'recommendation')} is in this copy."
    rest = f"{format_number(count)} of the {format_count(total, 'recommendation')}, all that this copy contains"
    if count > SUMMARY_COUNT:
        return f"These are the six most useful of {rest}."
    return capitalise_first(f"{rest}, most useful first.")


def _describe_omissions(content: ReportContent, options: ReportOptions, recommendation_count: int) -> str:
    """Return what this copy leaves out, in a sentence."""
    if options.is_summary:
        return SUMMARY_ONLY_NOTE
    available = [chapter for chapter in _CHAPTER_NAMES if chapter != Chapter.PLAN or content.plan.is_started]
    omitted = [_CHAPTER_NAMES[chapter] for chapter in available if chapter not in options.chapters]
    if not options.notes and options.has(Chapter.ANSWERS):
        omitted.append("notes, evidence and who gave each answer")
    if recommendation_count < len(content.recommendations) and options.recommendations is not None:
        total = len(content.recommendations)
        omitted.append(
            f"{total - recommendation_count} of {total} recommendations"
            if recommendation_count
            else "every recommendation"
        )
    sections = [page.title for page in content.sections if not _is_selected(page.id, options.sections)]
    omitted += sections if len(sections) < len(content.sections) else ["every barrier"]
    return f"This copy leaves out: {join_words(omitted)}." if omitted else ""


def _select_sources(content: ReportContent, chapters: Collection[Chapter]) -> Iterator[CitedSource]:
    """Yield the sources used in this copy, each with the passages used there."""
    shown = content.recommendations if Chapter.BARRIERS in chapters else content.recommendations[:SUMMARY_COUNT]
    anchors = {"summary", "contradictions", *(it.number for it in shown)}
    anchors |= {f"s{page.number}" for page in content.pages} if Chapter.BARRIERS in chapters else set()
    anchors |= {"warnings", "notices"} if Chapter.CAVEATS in chapters else set()
    for source in content.sources:
        passages = tuple(each for each in (_select_uses(each, anchors) for each in source.passages) if each.uses)
        if passages:
            yield source._replace(passages=passages)


def _select_uses(passage: CitedPassage, anchors: Collection[str]) -> CitedPassage:
    """Return a passage with only the uses that are in this copy."""
    return passage._replace(uses=tuple(use for use in passage.uses if use.anchor in anchors))
