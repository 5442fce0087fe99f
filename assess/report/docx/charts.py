"""The charts in Word: the sentence of each, a picture with the sentence as its alternative text, and a table."""

from io import BytesIO

from docx.document import Document
from docx.shared import Mm

from assess.report.content.change_models import ChangeReport
from assess.report.content.chart_models import Drawing, EffortCell, HeatRow
from assess.report.content.models import ReportContent
from assess.report.docx.chart_images import ImageRow, draw_heat_map, join_rows, render_png
from assess.report.docx.named_styles import CHART, CHART_SENTENCE
from assess.report.docx.styles import RichText, Strong, add_heading, add_paragraph, link_numbers
from assess.report.docx.tables import add_table, measure_text_width
from assess.report.html.render import replace_unprintable
from assess.report.options import ReportOptions

_UNITS_PER_MM = 4


def write_heat_map(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write every question at a glance."""
    heat = content.heat_map
    add_heading(document, "Every question at a glance", 1, "glance")
    if heat.says:
        _add_sentence(document, [Strong(heat.says)])
    if heat.rows:
        _add_picture(document, draw_heat_map(heat), f"{heat.says} The table below has every question.", options)
        rows = [(row.title, row.needs or "–", link_numbers(_list_cells(row))) for row in heat.rows]
        add_table(document, "Every question at a glance", ("Barrier", "Needs in place", "Questions"), rows)


def _list_cells(row: HeatRow) -> str:
    """Return the questions of a barrier with their points and what the stage needs of them."""
    return "; ".join(" ".join(filter(None, (cell.number, cell.points, cell.word))) for cell in row.cells)


def write_plan_charts(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write when actions are due, and effort against effect."""
    timeline, grid = content.timeline, content.effort_grid
    if timeline:
        add_heading(document, "When it is due", 2)
        _add_sentence(document, [Strong(timeline.says)])
        if timeline.axis:
            images = [ImageRow(row.number, row.drawing, "") for row in timeline.rows]
            _add_picture(document, join_rows(images, timeline.axis), timeline.says, options)
            rows = [(row.number, row.owner, row.due, row.state) for row in timeline.rows]
            add_table(document, "When it is due", ("No.", "Owner", "Date", "State"), rows)
    if grid.rows:
        add_heading(document, "Effort against effect", 2 if content.plan.is_started else 1)
        _add_sentence(document, [Strong(grid.says), " Bold: decided."])
        heads = ("Takes", "Could add under 1", "1.0 to 1.9", "2.0 to 2.9", "3.0 and over")
        add_table(
            document, "Effort against effect", heads, [(row.effort, *map(_format_cell, row.cells)) for row in grid.rows]
        )


def _format_cell(cell: EffortCell) -> RichText:
    """Return the recommendations of one effort and effect, in bold if something is decided."""
    if not cell.marks:
        return "none"
    marks = [Strong(mark.number) if mark.is_decided else mark.number for mark in cell.marks]
    spans = [span for mark in marks for span in (mark, ", ")][:-1]
    return [*spans, f" and {cell.more} more"] if cell.more else spans


def write_score_charts(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write what moves the score most, in a copy with answers, and where the range comes from."""
    movers, causes = content.score_movers, content.range_causes
    if movers and options.with_answers:
        add_heading(document, "What moves the score most", 2)
        _add_sentence(document, [Strong(movers.says), " Solid, to the left: brings now. Outlined: could add."])
        images = [ImageRow(row.number, row.drawing, row.adds) for row in movers.rows]
        _add_picture(document, join_rows(images), movers.says, options)
        answers = [(row.number, f"{row.text} {row.state}".rstrip(), row.now, row.adds) for row in movers.rows]
        add_table(document, "What moves the score most", ("No.", "Question", "Brings now", "Could add"), answers)
    if causes:
        add_heading(document, "Where the range comes from", 2)
        _add_sentence(document, [Strong(causes.says), f" {causes.scale}." if causes.scale else ""])
        if causes.rows:
            images = [ImageRow(row.number or row.text, row.drawing, row.holds) for row in causes.rows]
            _add_picture(document, join_rows(images), causes.says, options)
            parts = [(row.number or "–", row.text, row.holds) for row in causes.rows]
            add_table(document, "Where the range comes from", ("No.", "Not known", "Accounts for"), parts)


def write_section_changes(document: Document, changes: ChangeReport, options: ReportOptions) -> None:
    """Write the barriers before and now."""
    add_heading(document, "The barriers before and now", 2)
    _add_sentence(document, [Strong(changes.sections_note), " Ring: before. Solid: now. From 0 to 100."])
    images = [ImageRow(row.title, row.drawing, row.change) for row in changes.sections if row.drawing]
    if images:
        _add_picture(document, join_rows(images), changes.sections_note, options)
    rows = [(row.title, row.before, row.now, row.change) for row in changes.sections]
    add_table(document, "The barriers before and now", ("Barrier", "Before", "Now", "Change"), rows)


def _add_sentence(document: Document, text: RichText) -> None:
    """Add the sentence above a chart, on the page of the picture or table that follows."""
    add_paragraph(document, text, CHART_SENTENCE)


def _add_picture(document: Document, drawing: Drawing, says: str, options: ReportOptions) -> None:
    """Add a picture with its alternative text, on the page of the table that follows."""
    paragraph = add_paragraph(document, "", CHART)
    width = min(drawing.width / _UNITS_PER_MM, measure_text_width(document))
    picture = paragraph.add_run().add_picture(BytesIO(render_png(drawing, options.look.colour)), Mm(width))
    picture._inline.docPr.set("descr", replace_unprintable(says))
