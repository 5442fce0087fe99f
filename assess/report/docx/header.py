"""The service, the protective marking, the page number and the council's logo in Word documents."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from assess.report.content.models import ReportContent
from assess.report.docx.named_styles import MARKING
from assess.report.docx.styles import create_element
from assess.report.html.render import replace_unprintable
from assess.report.options import Branding

_MAX_LOGO_SIZE = Mm(60), Mm(14)
"""Maximum width and height of a logo, as in the PDF."""


def add_header_and_footer(document: Document, running_header: str, marking: str = "") -> None:
    """Add the service, the protective marking and the page number to every page."""
    for header, footer in _iter_headers(document):
        if marking:
            _add_line(header, marking, MARKING)
        _add_line(header, running_header, "Header")
        if marking:
            _add_line(footer, marking, MARKING)
        if not _has_page_number(footer):
            _add_page_number(_add_line(footer, "Page ", "Footer"))


def _iter_headers(document: Document) -> Iterator[tuple[_Header, _Footer]]:
    """Yield the header and footer of all pages, and those of first and even pages where they are different."""
    section = document.sections[-1]
    yield section.header, section.footer
    if section.different_first_page_header_footer:
        yield section.first_page_header, section.first_page_footer
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header, section.even_page_footer


def _add_line(place: _Header | _Footer, text: str, style: str) -> Paragraph:
    """Add a paragraph below what is there, in place of a last one that is empty."""
    last = place.paragraphs[-1:]
    is_empty = bool(last) and not list(last[0]._p.iter(qn("w:r")))
    paragraph = last[0] if is_empty else place.add_paragraph()
    paragraph.style = style
    paragraph.add_run(replace_unprintable(text))
    return paragraph


def _has_page_number(footer: _Footer) -> bool:
    """Return whether a footer numbers the pages already."""
    footer_element: Any = footer._element
    fields = [each.get(qn("w:instr"), "") for each in footer_element.iter(qn("w:fldSimple"))]
    fields += [each.text or "" for each in footer_element.iter(qn("w:instrText"))]
    return any("PAGE" in field.upper().split() for field in fields)


def _add_page_number(paragraph: Paragraph) -> None:
    """Add the number of the page and of all pages."""
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        field_element = create_element("fldSimple", instr=field)
        field_element.append(paragraph.add_run("1")._r)
        paragraph._p.append(field_element)
        if after:
            paragraph.add_run(after)


def add_header_logo(document: Document, content: ReportContent, branding: Branding) -> None:
    """Add the logo above the title, with the council's name as alternative text.

    SVG logos are left out, as python-docx does not support them, and so is the logo beside one in the header.
    """
    if branding.logo is None or branding.logo.kind != "image/png" or _has_header_picture(document):
        return
    line = document.add_paragraph()
    picture: Any = line.add_run().add_picture(BytesIO(branding.logo.data))
    scale = min(_MAX_LOGO_SIZE[0] / picture.width, _MAX_LOGO_SIZE[1] / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture._inline.docPr.set("descr", replace_unprintable(branding.name or content.council))


def _has_header_picture(document: Document) -> bool:
    """Return whether a header has a picture, as that of a council's template may."""
    parts: list[Any] = [header._element for header, _ in _iter_headers(document)]
    return any(next(part.iter(qn("w:drawing"), qn("w:pict")), None) is not None for part in parts)
