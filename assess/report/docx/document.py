"""The report as an editable Word document with an outline."""

from datetime import date, datetime
from io import BytesIO
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

from assess.report.content.models import ReportContent
from assess.report.docx import changes as docx_changes
from assess.report.docx import charts, needs, sections
from assess.report.docx import header as docx_header
from assess.report.docx import plan as docx_plan
from assess.report.docx.contents import finish_document, write_contents_place
from assess.report.docx.styles import add_paragraph
from assess.report.docx.template import open_document
from assess.report.html.render import replace_unprintable
from assess.report.options import Chapter, ReportOptions

_MAX_PROPERTY_LENGTH = 255
"""Maximum length of a document property (python-docx, CoreProperties)."""


class DocumentProperties(Protocol):
    """The texts used for document properties and page headers."""

    @property
    def title(self) -> str:
        """The title of the document."""

    @property
    def running_header(self) -> str:
        """The text in the header of each page."""

    @property
    def council(self) -> str:
        """The council it belongs to."""


def render_docx(content: ReportContent, options: ReportOptions) -> bytes:
    """Render the report as a Word document, reproducibly for the same content and day."""
    document = open_document(options.look.colour, options.look.template)
    set_properties(document, content, options.day)
    docx_header.add_header_and_footer(document, content.running_header, options.marking)
    docx_header.add_header_logo(document, content, options.look)
    add_paragraph(document, content.title, "Title")
    add_paragraph(document, f"{content.council}: {content.service}", "Subtitle")
    add_paragraph(document, f"{content.subtitle} {options.status}.")
    if content.left_out:
        add_paragraph(document, content.left_out)
    sections.write_summary(document, content)
    sections.write_next_steps(document, content, options)
    if options.has(Chapter.CONTENTS):
        write_contents_place(document)
        sections.write_reading_guide(document, content)
    if options.has(Chapter.CONTENTS) and options.with_answers:
        charts.write_heat_map(document, content, options)
    if not options.is_summary:
        needs.write_needs(document, content, options)
    _write_chapters(document, content, options)
    add_paragraph(document, "End of the report.")
    finish_document(document)
    return serialise_document(document)


def _write_chapters(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write the selected chapters."""
    if options.has(Chapter.CHANGES) and content.changes:
        docx_changes.write_changes(document, content.changes, options)
    if options.has(Chapter.BARRIERS):
        sections.write_barriers(document, content, options)
    if options.has(Chapter.PLAN) and content.plan.is_started:
        docx_plan.write_plan(document, content.plan)
    if options.has(Chapter.PLAN):
        charts.write_plan_charts(document, content, options)
    _write_supporting_chapters(document, content, options)


def _write_supporting_chapters(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write the selected chapters after the recommendations: caveats, calculation, answers and sources."""
    with_answers = options.with_answers
    if options.has(Chapter.CAVEATS):
        sections.write_caveats(document, content, with_answers=with_answers)
        charts.write_score_charts(document, content, options)
    if options.has(Chapter.CALCULATION):
        sections.write_calculation(document, content, with_answers=with_answers)
    if options.has(Chapter.ANSWERS):
        sections.write_answers(document, content, options)
    if options.has(Chapter.SOURCES) and content.sources:
        sections.write_sources(document, content)


def set_properties(document: Document, content: DocumentProperties, day: date) -> None:
    """Set the document properties: title, author and date."""
    properties, timestamp = document.core_properties, datetime(day.year, day.month, day.day, 9)
    properties.title, properties.subject = (
        content.title,
        replace_unprintable(content.running_header)[:_MAX_PROPERTY_LENGTH],
    )
    properties.author = properties.last_modified_by = replace_unprintable(content.council)[:_MAX_PROPERTY_LENGTH]
    properties.language, properties.comments = "en-GB", ""
    properties.keywords = properties.category = properties.content_status = properties.version = ""
    properties.created = properties.modified = timestamp


def serialise_document(document: Document) -> bytes:
    """Save the document to bytes without the time of writing, so that the output is reproducible."""
    original, output = BytesIO(), BytesIO()
    document.save(original)
    with ZipFile(original) as old, ZipFile(output, "w", ZIP_DEFLATED) as new:
        for file in old.namelist():
            info = ZipInfo(file, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(file))
    return output.getvalue()
