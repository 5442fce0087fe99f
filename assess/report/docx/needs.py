"""What the stage needs in Word, with the order and wording of the PDF."""

from collections.abc import Sequence

from docx.document import Document

from assess.report.content.models import ReportContent
from assess.report.content.need_models import NeedContent, NextStageContent
from assess.report.docx.styles import (
    RichText,
    Strong,
    add_bullets,
    add_heading,
    add_paragraph,
    build_rich_text,
    link_numbers,
)
from assess.report.docx.tables import add_table
from assess.report.options import ReportOptions


def write_needs(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write what this stage needs, what does not fit together and what the next stage needs as well."""
    needs, following = content.needs, content.next_stage
    in_place = tuple(need for part in needs.in_place for need in part.needs)
    if not (needs.missing or needs.unknown or in_place or following or content.contradictions):
        return
    add_heading(document, needs.heading, 1, "needs")
    add_paragraph(document, needs.says)
    for label, listed in (("Missing", needs.missing), ("Not known", needs.unknown), ("In place", in_place)):
        if listed:
            add_heading(document, f"{label} ({len(listed)})", 2)
            caption = f"What this stage needs: {label.lower()}"
            add_table(document, caption, ("No.", "Needed", "Who to ask"), [_build_need_row(each) for each in listed])
    for note in needs.notes:
        add_paragraph(document, link_numbers(note))
    if content.contradictions:
        add_heading(document, "What does not fit together", 2, "contradictions")
        add_paragraph(document, f"{content.contradictions_note}. This changes no figure.")
        add_bullets(
            document,
            [[*build_rich_text(each.says), f" {each.check_with}"] for each in content.contradictions],
        )
    if following:
        _write_next_stage(document, following, with_answers=options.with_answers)


def _build_need_row(need: NeedContent) -> Sequence[RichText]:
    """Build the row of something that the stage needs."""
    return (need.number, need.needed, f"Ask the {need.ask}")


def _write_next_stage(document: Document, following: NextStageContent, *, with_answers: bool) -> None:
    """Write what the next stage needs as well, with who leads and how long it takes."""
    add_heading(document, following.heading, 2)
    add_paragraph(document, following.says)
    rows: list[Sequence[RichText]] = [
        (
            each.need.number,
            [Strong(each.need.needed), f" {each.need.today}" if with_answers else ""],
            each.owner,
            each.time or "–",
        )
        for each in (*following.answered, *following.unanswered)
    ]
    if rows:
        add_table(document, following.heading, ("No.", "Needed by then", "Who", "Time"), rows)
