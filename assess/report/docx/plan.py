"""The plan in Word: who does what by when, and reasons for not acting."""

from collections.abc import Iterable, Sequence

from docx.document import Document

from assess.report.content.plan_models import PlanContent, PlanLine
from assess.report.content.text import end_sentence
from assess.report.docx.styles import RichText, Strong, add_heading, add_paragraph, link_numbers
from assess.report.docx.tables import add_table

_HEADINGS = ("No.", "Recommendation", "Who is responsible", "Date", "Status")


def write_plan(document: Document, plan: PlanContent) -> None:
    """Write the chapter on the plan."""
    add_heading(document, "Action plan", 1, "plan")
    add_paragraph(document, [Strong(plan.says)])
    if plan.undecided_note:
        add_paragraph(document, plan.undecided_note)
    if plan.started_lines:
        add_heading(document, "What has been decided", 2)
        _write_plan_table(document, "What has been decided", plan.started_lines)
    if plan.open_numbers:
        add_paragraph(document, link_numbers(f"Nothing has been decided yet about {plan.open_numbers}."))
    if plan.not_recommended:
        add_heading(document, "Actions that are not recommended now", 2)
        add_paragraph(document, "They were decided earlier. The answers do not trigger them now.")
        _write_plan_table(document, "Actions that are not recommended now", plan.not_recommended)


def _write_plan_table(document: Document, caption: str, rows: Iterable[PlanLine]) -> None:
    """Write a table of actions."""
    add_table(document, caption, _HEADINGS, [_build_plan_row(line) for line in rows])


def _build_plan_row(line: PlanLine) -> Sequence[RichText]:
    """Build the row of an action."""
    also = " ".join(filter(None, (line.reason, line.remark)))
    due = f"{line.due_text}{' Overdue' if line.overdue else ''}"
    description = [Strong(f"{line.title}. "), also]
    return (line.number or "–", description, line.owner or "–", due or "–", [Strong(line.label)])


def format_decision(line: PlanLine) -> RichText:
    """Format the decision on a recommendation."""
    due = f"{line.due_text}{', overdue' if line.overdue else ''}"
    facts = filter(None, (", ".join(filter(None, (line.owner, due))), line.reason, line.remark))
    return ["Plan: ", Strong(line.label), " ".join([".", *map(end_sentence, facts)])]
