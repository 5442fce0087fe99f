"""The report as an editable Word document with an outline."""

from datetime import date, datetime
from io import BytesIO
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assess.report.content.models import Content
from assess.report.docx import changes as docx_changes
from assess.report.docx import header as docx_header
from assess.report.docx import plan as docx_plan
from assess.report.docx import sections
from assess.report.docx.styles import element, paragraph, unlink
from assess.report.docx.tables import dress_tables
from assess.report.html.render import printable
from assess.report.options import Chapter, Edition

LONGEST = 255
"""Maximum length of a document property (python-docx, CoreProperties)."""


class Titled(Protocol):
    """The texts used for document properties and page footers."""

    @property
    def title(self) -> str:
        """The title of the document."""

    @property
    def running(self) -> str:
        """The text in the footer of each page."""

    @property
    def council(self) -> str:
        """The council it belongs to."""


FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3")
SIZES = {"Normal": 11, "Title": 24, "Subtitle": 13, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


def to_word(content: Content, edition: Edition) -> bytes:
    """Render the report as a Word document, reproducibly for the same content and day."""
    paper = docx.Document()
    dress(paper, edition.look.colour)
    name(paper, content, edition.day)
    number_pages(paper, content)
    docx_header.mark(paper, edition)
    docx_header.crest(paper, content, edition.look)
    paragraph(paper, content.title, "Title")
    paragraph(paper, f"{content.council}: {content.service}", "Subtitle")
    paragraph(paper, f"{content.assessed} {edition.status}.")
    if content.left_out:
        paragraph(paper, content.left_out)
    sections.first(paper, content)
    sections.next_steps(paper, content, edition)
    chapters(paper, content, edition)
    unlink(paper)
    return packed(paper)


def chapters(paper: Document, content: Content, edition: Edition) -> None:
    """Write the selected chapters."""
    with_answers = edition.with_answers
    if edition.has(Chapter.CONTENTS):
        sections.reading(paper, content)
    if edition.has(Chapter.CHANGES) and content.progress:
        docx_changes.changes(paper, content.progress, with_answers=with_answers)
    if edition.has(Chapter.BARRIERS):
        sections.barriers(paper, content, edition)
    if edition.has(Chapter.PLAN) and content.plan.is_begun:
        docx_plan.plan(paper, content.plan)
    behind(paper, content, edition)


def behind(paper: Document, content: Content, edition: Edition) -> None:
    """Write the selected chapters after the recommendations: caveats, calculation, answers and sources."""
    with_answers = edition.with_answers
    if edition.has(Chapter.MIND):
        sections.mind(paper, content, with_answers=with_answers)
    if edition.has(Chapter.WORKINGS):
        sections.worked(paper, content, with_answers=with_answers)
    if edition.has(Chapter.ANSWERS):
        sections.answers(paper, content)
    if edition.has(Chapter.SOURCES) and content.sources:
        sections.sources(paper, content)


def dress(paper: Document, colour: str) -> None:
    """Set the page size, the language and the styles."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for style in STYLES:
        made: Any = paper.styles[style]
        made.font.name = "Arial"
        for theme in FONTS:
            made.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        if style != "Normal":
            made.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    for style, size in SIZES.items():
        sized: Any = paper.styles[style]
        sized.font.size = Pt(size)
        sized.font.italic = False
    dress_tables(paper)


def name(paper: Document, content: Titled, day: date) -> None:
    """Set the document properties: title, author and date."""
    known, made = paper.core_properties, datetime(day.year, day.month, day.day, 9)
    known.title, known.subject = content.title, printable(content.running)[:LONGEST]
    known.author = known.last_modified_by = printable(content.council)[:LONGEST]
    known.language, known.comments = "en-GB", ""
    known.created = known.modified = made


def number_pages(paper: Document, content: Titled) -> None:
    """Add the service and the page number to the footer of every page."""
    foot = paper.sections[0].footer.paragraphs[0]
    foot.add_run(f"{printable(content.running)}. Page ")
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        made = element("fldSimple", instr=field)
        run = foot.add_run("1")
        made.append(run._r)
        foot._p.append(made)
        foot.add_run(after)


def packed(paper: Document) -> bytes:
    """Save the document to bytes without the time of writing, so that the output is reproducible."""
    saved, again = BytesIO(), BytesIO()
    paper.save(saved)
    with ZipFile(saved) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for file in old.namelist():
            info = ZipInfo(file, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(file))
    return again.getvalue()
