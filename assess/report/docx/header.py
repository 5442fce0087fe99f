"""The protective marking and the council's logo in Word documents."""

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from assess.report.content.models import Content
from assess.report.html.render import printable
from assess.report.options import Edition, Look

LARGEST = Mm(60), Mm(14)
"""Maximum width and height of a logo, as in the PDF."""


def mark(paper: Document, edition: Edition) -> None:
    """Add the protective marking to the header and footer of every page."""
    if edition.marking:
        part = paper.sections[0]
        mark_line(part.header.paragraphs[0], edition.marking)
        mark_line(part.footer.add_paragraph(), edition.marking)


def mark_line(line: Paragraph, marking: str) -> None:
    """Write the marking centred and in bold."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(printable(marking)).bold = True


def crest(paper: Document, content: Content, look: Look) -> None:
    """Add the logo above the title, with the council's name as alternative text.

    SVG logos are left out, as python-docx does not support them.
    """
    if look.logo is None or look.logo.kind != "image/png":
        return
    line = paper.add_paragraph()
    picture: Any = line.add_run().add_picture(BytesIO(look.logo.data))
    scale = min(LARGEST[0] / picture.width, LARGEST[1] / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture._inline.docPr.set("descr", printable(look.name or content.council))
