"""The charts in Word: the sentence of each above a table."""

from docx.document import Document

from assess.report.content.models import ReportContent
from assess.report.docx.styles import Strong, add_heading, add_paragraph
from assess.report.docx.tables import add_table


def write_score_charts(document: Document, content: ReportContent, *, with_answers: bool) -> None:
    """Write what moves the score most, in a copy with answers, and where the range comes from."""
    if content.score_movers and with_answers:
        add_heading(document, "What moves the score most", 2)
        add_paragraph(document, [Strong(content.score_movers.says)])
        movers = [
            (row.number, f"{row.text} {row.state}".rstrip(), row.now, row.adds) for row in content.score_movers.rows
        ]
        add_table(document, "What moves the score most", ("No.", "Question", "Brings now", "Could add"), movers)
    if content.range_causes:
        add_heading(document, "Where the range comes from", 2)
        add_paragraph(document, [Strong(content.range_causes.says)])
        causes = [(row.number or "–", row.text, row.holds) for row in content.range_causes.rows]
        if causes:
            add_table(document, "Where the range comes from", ("No.", "Not known", "Accounts for"), causes)
