"""The chapter on changes since the baseline, in Word."""

from collections.abc import Sequence

from docx.document import Document

from assess.report.content.change_models import FindingMove, Group, Progress, QuestionMove
from assess.report.docx.styles import Spans, Strong, bullets, heading, paragraph
from assess.report.docx.tables import table


def changes(paper: Document, progress: Progress, *, with_answers: bool) -> None:
    """Write the chapter on changes; without answers, questions and facts are left out."""
    heading(paper, "Change since last time", 1, "changes")
    paragraph(paper, progress.compared)
    for text in progress.cautions:
        paragraph(paper, text)
    paragraph(paper, [Strong(f"{progress.headline} "), progress.band])
    paragraph(paper, progress.counts)
    heading(paper, "Blockers before and now", 2)
    bullets(paper, [finding(each) for each in progress.blockers])
    if progress.blockers_say:
        paragraph(paper, progress.blockers_say)
    if progress.warnings:
        heading(paper, "Warnings before and now", 2)
        bullets(paper, [finding(each) for each in progress.warnings])
    heading(paper, "The barriers before and now", 2)
    rows = [(each.title, each.before, each.now, each.moved) for each in progress.sections]
    table(paper, "The barriers before and now", ("Barrier", "Before", "Now", "Change"), rows)
    if with_answers:
        answers(paper, progress)
    for title, items in (
        ("Recommended now and not before", progress.newly_recommended),
        ("Not recommended any more", progress.no_longer_recommended),
    ):
        if items:
            heading(paper, title, 2)
            bullets(paper, items)
    heading(paper, "Both side by side", 2)
    table(paper, "Both side by side", ("What", "Before", "Now"), progress.summary)


def answers(paper: Document, progress: Progress) -> None:
    """Write the changes of questions and of facts about the service."""
    for each in progress.groups:
        group(paper, each)
    if progress.facts:
        heading(paper, "Facts about the service that are different now", 2)
        table(paper, "Facts about the service", ("Fact", "Before", "Now"), progress.facts)


def finding(it: FindingMove) -> Spans:
    """Format a changed blocker or warning."""
    return [Strong(f"{it.became}: "), f"{it.says} {it.remark}".rstrip()]


def group(paper: Document, it: Group) -> None:
    """Write a group of questions that changed in the same way."""
    heading(paper, it.heading, 2)
    paragraph(paper, it.says)
    heads = ("No.", "Question", "Before", "Now", *(("Change",) if it.is_moved else ()))
    table(paper, it.heading, heads, [row(each)[: len(heads)] for each in it.questions])


def row(it: QuestionMove) -> Sequence[Spans]:
    """Build the row of a question."""
    return (it.number, f"{it.section}: {it.text} {it.remark}".rstrip(), it.before, it.now, it.moved)
