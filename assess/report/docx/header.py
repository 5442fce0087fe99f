"""The protective marking and the council's logo in Word documents."""

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from assess.report.content.models import ReportContent
from assess.report.html.render import replace_unprintable
from assess.report.options import Branding, ReportOptions

_MAX_LOGO_SIZE = Mm(60), Mm(14)
"""Maximum width and height of a logo, as in the PDF."""


def add_marking(document: Document, options: ReportOptions) -> None:
    """Add the protective marking to the header and footer of every page."""
    if options.marking:
        section = document.sections[0]
        _write_marking(section.header.paragraphs[0], options.marking)
        _write_marking(section.footer.add_paragraph(), options.marking)


def _write_marking(paragraph: Paragraph, marking: str) -> None:
    """Write the marking centred and in bold."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(replace_unprintable(marking)).bold = True


def add_header_logo(document: Document, content: ReportContent, branding: Branding) -> None:
    """Add the logo above the title, with the council's name as alternative text.

    SVG logos are left out, as python-docx does not support them.
    """
    if branding.logo is None or branding.logo.kind != "image/png":
        return
    line = document.add_paragraph()
    picture: Any = line.add_run().add_picture(BytesIO(branding.logo.data))
    scale = min(_MAX_LOGO_SIZE[0] / picture.width, _MAX_LOGO_SIZE[1] / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture._inline.docPr.set("descr", replace_unprintable(branding.name or content.council))
