"""The plan in Word: who does what by when, and reasons for not acting."""

from collections.abc import Iterable, Sequence

from docx.document import Document

from assess.report.content.plan_models import PlanLine, PlanPart
from assess.report.content.text import sentence
from assess.report.docx.styles import Spans, Strong, heading, paragraph
from assess.report.docx.tables import table

HEADS = ("No.", "Recommendation", "Owner", "Date", "How it stands")


def plan(paper: Document, part: PlanPart) -> None:
    """Write the chapter on the plan."""
    heading(paper, "The plan", 1, "plan")
    paragraph(paper, [Strong(part.says)])
    if part.final_says:
        paragraph(paper, part.final_says)
    if part.begun:
        heading(paper, "What was decided", 2)
        lines(paper, "What was decided", part.begun)
    if part.open_numbers:
        paragraph(paper, f"Nothing was said yet about {part.open_numbers}.")
    if part.kept:
        heading(paper, "Actions that are not advised now", 2)
        paragraph(paper, "They were decided earlier and do not follow from the answers now.")
        lines(paper, "Actions that are not advised now", part.kept)


def lines(paper: Document, shows: str, rows: Iterable[PlanLine]) -> None:
    """Write a table of actions."""
    table(paper, shows, HEADS, [row(line) for line in rows])


def row(line: PlanLine) -> Sequence[Spans]:
    """Build the row of an action."""
    also = " ".join(filter(None, (line.reason, line.remark)))
    due = f"{line.due_says}{' Overdue' if line.overdue else ''}"
    said = [Strong(f"{line.title}. "), also]
    return (line.number or "–", said, line.owner or "–", due or "–", [Strong(line.label)])


def decided(line: PlanLine) -> Spans:
    """Format the decision on a recommendation."""
    due = f"{line.due_says}{', overdue' if line.overdue else ''}"
    facts = filter(None, (", ".join(filter(None, (line.owner, due))), line.reason, line.remark))
    return ["Plan: ", Strong(line.label), " ".join([".", *map(sentence, facts)])]
