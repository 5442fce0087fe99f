"""The report as an editable Word document with an outline."""

from datetime import date, datetime
from io import BytesIO
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assess.report.content.models import ReportContent
from assess.report.docx import changes as docx_changes
from assess.report.docx import charts, needs, sections
from assess.report.docx import header as docx_header
from assess.report.docx import plan as docx_plan
from assess.report.docx.styles import add_paragraph, create_element, remove_dead_links
from assess.report.docx.tables import style_tables
from assess.report.html.render import replace_unprintable
from assess.report.options import Chapter, ReportOptions

_MAX_PROPERTY_LENGTH = 255
"""Maximum length of a document property (python-docx, CoreProperties)."""


class DocumentProperties(Protocol):
    """The texts used for document properties and page footers."""

    @property
    def title(self) -> str:
        """The title of the document."""

    @property
    def running_header(self) -> str:
        """The text in the footer of each page."""

    @property
    def council(self) -> str:
        """The council it belongs to."""


_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3")
_FONT_SIZES = {"Normal": 11, "Title": 24, "Subtitle": 13, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


def render_docx(content: ReportContent, options: ReportOptions) -> bytes:
    """Render the report as a Word document, reproducibly for the same content and day."""
    document = docx.Document()
    apply_styles(document, options.look.colour)
    set_properties(document, content, options.day)
    add_page_numbers(document, content)
    docx_header.add_marking(document, options)
    docx_header.add_header_logo(document, content, options.look)
    add_paragraph(document, content.title, "Title")
    add_paragraph(document, f"{content.council}: {content.service}", "Subtitle")
    add_paragraph(document, f"{content.subtitle} {options.status}.")
    if content.left_out:
        add_paragraph(document, content.left_out)
    sections.write_summary(document, content)
    sections.write_next_steps(document, content, options)
    if not options.is_summary:
        needs.write_needs(document, content, options)
    _write_chapters(document, content, options)
    remove_dead_links(document)
    return serialise_document(document)


def _write_chapters(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write the selected chapters."""
    if options.has(Chapter.CONTENTS):
        sections.write_reading_guide(document, content)
    if options.has(Chapter.CONTENTS) and options.with_answers:
        charts.write_heat_map(document, content, options)
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
        sections.write_answers(document, content)
    if options.has(Chapter.SOURCES) and content.sources:
        sections.write_sources(document, content)


def apply_styles(document: Document, colour: str) -> None:
    """Set the page size, the language and the styles."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for style in _STYLES:
        named_style: Any = document.styles[style]
        named_style.font.name = "Arial"
        for theme in _THEME_FONTS:
            named_style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        if style != "Normal":
            named_style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    for style, size in _FONT_SIZES.items():
        sized_style: Any = document.styles[style]
        sized_style.font.size = Pt(size)
        sized_style.font.italic = False
    style_tables(document)


def set_properties(document: Document, content: DocumentProperties, day: date) -> None:
    """Set the document properties: title, author and date."""
    properties, timestamp = document.core_properties, datetime(day.year, day.month, day.day, 9)
    properties.title, properties.subject = (
        content.title,
        replace_unprintable(content.running_header)[:_MAX_PROPERTY_LENGTH],
    )
    properties.author = properties.last_modified_by = replace_unprintable(content.council)[:_MAX_PROPERTY_LENGTH]
    properties.language, properties.comments = "en-GB", ""
    properties.created = properties.modified = timestamp


def add_page_numbers(document: Document, content: DocumentProperties) -> None:
    """Add the service and the page number to the footer of every page."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{replace_unprintable(content.running_header)}. Page ")
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        field_element = create_element("fldSimple", instr=field)
        run = footer.add_run("1")
        field_element.append(run._r)
        footer._p.append(field_element)
        footer.add_run(after)


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
