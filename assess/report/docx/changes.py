"""The chapter on changes since the baseline, in Word."""

from collections.abc import Sequence

from docx.document import Document

from assess.report.content.change_models import ChangeReport, FindingChangeRow, QuestionChangeGroup, QuestionChangeRow
from assess.report.docx import charts
from assess.report.docx.styles import RichText, Strong, add_bullets, add_heading, add_paragraph
from assess.report.docx.tables import add_table
from assess.report.options import ReportOptions


def write_changes(document: Document, changes: ChangeReport, options: ReportOptions) -> None:
    """Write the chapter on changes; without answers, questions and facts are left out."""
    add_heading(document, "Change since last time", 1, "changes")
    add_paragraph(document, changes.compared)
    for text in changes.cautions:
        add_paragraph(document, text)
    add_paragraph(document, [Strong(f"{changes.headline} "), changes.band])
    add_paragraph(document, changes.counts)
    add_heading(document, "Blockers before and now", 2)
    add_bullets(document, [_format_finding_change(each) for each in changes.blockers])
    if changes.blockers_note:
        add_paragraph(document, changes.blockers_note)
    if changes.warnings:
        add_heading(document, "Warnings before and now", 2)
        add_bullets(document, [_format_finding_change(each) for each in changes.warnings])
    charts.write_section_changes(document, changes, options)
    if options.with_answers:
        _write_answer_changes(document, changes)
    for title, items in (
        ("Newly recommended", changes.newly_recommended),
        ("No longer recommended", changes.no_longer_recommended),
    ):
        if items:
            add_heading(document, title, 2)
            add_bullets(document, items)
    add_heading(document, "Side by side", 2)
    add_table(document, "Side by side", ("What", "Before", "Now"), changes.summary)


def _write_answer_changes(document: Document, changes: ChangeReport) -> None:
    """Write the changes of questions and of facts about the service."""
    for each in changes.groups:
        _write_question_group(document, each)
    if changes.facts:
        add_heading(document, "Facts about the service that are different now", 2)
        add_table(document, "Facts about the service", ("Fact", "Before", "Now"), changes.facts)


def _format_finding_change(change: FindingChangeRow) -> RichText:
    """Format a changed blocker or warning."""
    return [Strong(f"{change.change}: "), f"{change.says} {change.remark}".rstrip()]


def _write_question_group(document: Document, questions: QuestionChangeGroup) -> None:
    """Write a group of questions that changed in the same way."""
    add_heading(document, questions.heading, 2)
    add_paragraph(document, questions.says)
    heads = ("No.", "Question", "Before", "Now", *(("Change",) if questions.has_figures else ()))
    add_table(
        document,
        questions.heading,
        heads,
        [_build_question_change_row(each)[: len(heads)] for each in questions.questions],
    )


def _build_question_change_row(change: QuestionChangeRow) -> Sequence[RichText]:
    """Build the row of a question."""
    return (
        change.number,
        f"{change.section}: {change.text} {change.remark}".rstrip(),
        change.before,
        change.now,
        change.change,
    )
