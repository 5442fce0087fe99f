"""Select what goes into one copy of the report: the complete content, reduced to the options chosen.

Numbers stay those of the complete report, so that two extracts agree: R3, Q9 and [12] mean the same in each.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from assess.core.model.assessment import Answer, Assessment
from assess.report.content.change_models import Progress
from assess.report.content.citations import Point, Prose, Source
from assess.report.content.models import Content, Finding, Recommendation, SectionPage
from assess.report.content.plan_models import PlanPart
from assess.report.content.recommendations import MOST_USEFUL
from assess.report.content.text import counted, joined, number, starting
from assess.report.options import Chapter, Edition

NAMES = {
    Chapter.CONTENTS: "the contents and how to read this report",
    Chapter.BARRIERS: "the pages of the barriers",
    Chapter.PLAN: "the plan",
    Chapter.MIND: "what to keep in mind",
    Chapter.WORKINGS: "how it was worked out",
    Chapter.ANSWERS: "every question and answer",
    Chapter.SOURCES: "the sources",
}
"""The chapters as named inside a sentence."""

NO_REASON = "The reason is left out of this copy."
SUMMARY_ALONE = "This is the decision summary alone: its sources, and the steps to take, are in the whole report."

Item = TypeVar("Item")


def without_notes(assessment: Assessment) -> Assessment:
    """Return the assessment without notes, evidence, names of who answered, and the reasons in its plan."""
    plain = {name: replace(answer, note="", evidence="", by="") for name, answer in assessment.answers.items()}
    plan = {
        name: replace(action, reason=NO_REASON) if action.reason else action for name, action in assessment.plan.items()
    }
    said = {name: answer for name, answer in plain.items() if answer != Answer()}
    return replace(assessment, answers=said, plan=plan)


def chosen(whole: Content, edition: Edition) -> Content:
    """Return the content of this copy: the sections, recommendations and sources included, and what it leaves out."""
    if edition.is_whole:
        return whole
    pages = tuple(page for page in whole.sections if among(page.id, edition.sections))
    advice = chosen_advice(whole, pages, edition)
    parts = tuple(part for part in whole.answers if among(part.section, edition.sections))
    questions = {line.number for part in parts for line in part.lines}
    cut = replace(
        whole,
        pages=tuple(replace(page, recommendations=kept(page.recommendations, advice)) for page in pages),
        recommendations=advice,
        best_says=best_says(whole, len(advice)),
        elsewhere=kept(whole.elsewhere, advice),
        answers=parts,
        does_not_apply=tuple(row for row in whole.does_not_apply if row.number in questions),
        workings=replace(whole.workings, trace=tuple(row for row in whole.workings.trace if row.number in questions)),
        plan=chosen_plan(whole.plan, advice, edition),
        left_out=left_out(whole, edition, len(advice)),
    )
    return replace(cut, sources=tuple(sources(cut, edition)))


def among(name: str, names: Collection[str] | None) -> bool:
    """Return whether a name is selected; None selects all."""
    return names is None or name in names


def kept(every: Iterable[Item], some: Collection[Item]) -> tuple[Item, ...]:
    """Return the items that are among those selected, in their own order."""
    return tuple(it for it in every if it in some)


def chosen_advice(whole: Content, pages: Sequence[SectionPage], edition: Edition) -> tuple[Recommendation, ...]:
    """Return the recommendations included; those of a section are left out with it."""
    gone = {it.id for page in whole.sections if page not in pages for it in page.recommendations}
    return tuple(it for it in whole.recommendations if among(it.id, edition.recommendations) and it.id not in gone)


def chosen_plan(plan: PlanPart, advice: Sequence[Recommendation], edition: Edition) -> PlanPart:
    """Return the plan with the lines of the recommendations included; its progress stays that of the complete plan."""
    ids = {it.id for it in advice}
    every = edition.sections is None and edition.recommendations is None
    return replace(plan, lines=tuple(line for line in plan.lines if line.id in ids), kept=plan.kept if every else ())


def chosen_progress(whole: Progress, said: Content) -> Progress:
    """Return the changes with the questions of the sections included; scores stay those of the complete report."""
    gone = {page.title for page in said.sections} - {page.title for page in said.pages}
    groups = (
        replace(group, questions=tuple(move for move in group.questions if move.section not in gone))
        for group in whole.groups
    )
    return replace(whole, groups=tuple(group for group in groups if group.questions)) if gone else whole


def best_says(whole: Content, count: int) -> str:
    """Return how many recommendations this copy contains and which come first."""
    every = len(whole.recommendations)
    if count == every:
        return whole.best_says
    if not count:
        return f"None of the {counted(every, 'recommendation')} goes into this copy."
    first = "The six most useful of " if count > MOST_USEFUL else ""
    rest = f"{number(count)} of the {counted(every, 'recommendation')}, which are all that this copy holds"
    return starting(f"{first}{rest}, most useful first.")


def left_out(whole: Content, edition: Edition, advice: int) -> str:
    """Return what this copy leaves out, in a sentence."""
    if edition.is_summary:
        return SUMMARY_ALONE
    there = [chapter for chapter in NAMES if chapter != Chapter.PLAN or whole.plan.is_begun]
    gone = [NAMES[chapter] for chapter in there if chapter not in edition.chapters]
    if not edition.notes and edition.has(Chapter.ANSWERS):
        gone.append("notes, evidence and who answered")
    if advice < len(whole.recommendations) and edition.recommendations is not None:
        every = len(whole.recommendations)
        gone.append(f"{every - advice} of {every} recommendations" if advice else "every recommendation")
    sections = [page.title for page in whole.sections if not among(page.id, edition.sections)]
    gone += sections if len(sections) < len(whole.sections) else ["every barrier"]
    return f"This copy leaves out: {joined(gone)}." if gone else ""


def sources(cut: Content, edition: Edition) -> Iterator[Source]:
    """Yield the sources cited in this copy, each with the passages used there."""
    numbers = {cite for prose in said(cut, edition) for cite in cites(prose)}
    anchors = {"summary", *(it.number for it in cut.recommendations)}
    anchors |= {f"s{page.number}" for page in cut.pages} if edition.has(Chapter.BARRIERS) else set()
    anchors |= {"warnings", "notices"} if edition.has(Chapter.MIND) else set()
    for source in cut.sources:
        points = tuple(point for point in (used(each, anchors) for each in source.points) if point.uses)
        if source.number in numbers:
            yield source._replace(points=points or source.points)


def used(point: Point, anchors: Collection[str]) -> Point:
    """Return a passage with only the uses that are in this copy."""
    return point._replace(uses=tuple(use for use in point.uses if use.anchor in anchors))


Cited = Prose | tuple[int, ...]
"""A text with citations in it, or the citations that follow one."""


def cites(said: Cited) -> Iterator[int]:
    """Yield the numbers of the sources that a text cites."""
    for part in said:
        yield part if isinstance(part, int) else part.cite


def said(cut: Content, edition: Edition) -> Iterator[Cited]:
    """Yield every text that may cite a source, from the chapters included."""
    box, full = cut.blockers, edition.has(Chapter.BARRIERS) or edition.form == ".xlsx"
    yield cut.headline.meaning
    for found in (*box.true, *box.possible):
        yield from finding(found)
    for it in cut.recommendations if full else cut.recommendations[:MOST_USEFUL]:
        yield from recommendation(it) if full else (it.why,)
    if full:
        yield from (page.why for page in cut.pages)
    if edition.has(Chapter.MIND) or edition.form == ".xlsx":
        for found in cut.warnings:
            yield from finding(found)
        for notice in cut.notices:
            yield notice.says
            yield notice.cites


def finding(found: Finding) -> Iterator[Cited]:
    """Yield the texts of a blocker or a warning."""
    yield found.says
    yield found.cites
    yield found.lifted_by


def recommendation(it: Recommendation) -> Iterator[Cited]:
    """Yield the texts of a complete recommendation."""
    yield from (it.why, *it.steps, it.done_when)
    yield it.cites
    yield it.takes_cites
    for text, numbers in it.elsewhere:
        yield text
        yield numbers
