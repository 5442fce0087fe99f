"""Building blocks of Word documents: headings, paragraphs with citations and links, and lists."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assess.report.content.citations import Citation, Prose
from assess.report.docx.named_styles import AFTER_TABLE, CITATION, HYPERLINK, STRONG
from assess.report.html.render import replace_unprintable


class Strong(str):
    """A bold text."""

    __slots__ = ()


class Hyperlink(str):
    """A URL that becomes a link."""

    __slots__ = ()


class Reference(NamedTuple):
    """A text that leads to a bookmark."""

    text: str
    anchor: str


TextSpan = str | Citation | Reference
"""A piece of a paragraph: a text, a citation, or a reference to another place."""

RichText = Sequence[TextSpan] | str

_NUMBER_PATTERN = re.compile(r"\b([QR][1-9][0-9]*)\b")
"""The number of a question or a recommendation."""


def build_rich_text(text: Prose) -> list[TextSpan]:
    """Return a text with its citations."""
    spans: list[TextSpan] = []
    for piece in text:
        spans += [f"{piece.text} ", piece.cite] if piece.cite else [piece.text]
    return spans


def link_numbers(text: str) -> list[TextSpan]:
    """Return a text of the program in which every number of a question or a recommendation leads there."""
    return [Reference(part, part) if at % 2 else part for at, part in enumerate(_NUMBER_PATTERN.split(text)) if part]


def get_passage_bookmark(claim: str) -> str:
    """Return the bookmark of a passage in a source; Word allows 40 letters, digits and underscores in a name."""
    return f"c_{sha256(claim.encode()).hexdigest()[:16]}"


def create_element(tag: str, /, **attributes: str) -> Any:
    """Create a WordprocessingML element with attributes of the same namespace."""
    created = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        created.set(qn(f"w:{key}"), value)
    return created


def add_heading(document: Document, text: str, level: int, anchor: str = "") -> None:
    """Add a heading, with a bookmark if an anchor is given."""
    added = document.add_heading(replace_unprintable(text), level)
    if anchor:
        add_bookmark(added, anchor)


def add_bookmark(paragraph: Paragraph, name: str) -> None:
    """Bookmark a paragraph as a link target; bookmarks are numbered when the document is complete."""
    paragraph._p.append(create_element("bookmarkStart", id="0", name=name))
    paragraph._p.append(create_element("bookmarkEnd", id="0"))


def add_paragraph(document: Document, text: RichText, style: str | None = None) -> Paragraph:
    """Add a paragraph; one in the body text keeps its distance from a table before it."""
    before = document.element.body[:-1][-1:]
    if style is None and before and before[0].tag == qn("w:tbl"):
        style = AFTER_TABLE
    added = document.add_paragraph(style=style)
    write_text(added, text)
    return added


def write_text(paragraph: Paragraph, text: RichText) -> None:
    """Write text, citations and links into a paragraph."""
    for span in [text] if isinstance(text, str) else text:
        match span:
            case Citation():
                write_link(
                    paragraph, replace_unprintable(span.label), anchor=get_passage_bookmark(span.claim), style=CITATION
                )
            case Reference():
                write_link(paragraph, replace_unprintable(span.text), anchor=span.anchor)
            case Hyperlink():
                write_link(paragraph, replace_unprintable(span), url=replace_unprintable(span))
            case _:
                style = STRONG if isinstance(span, Strong) else None
                paragraph.add_run(replace_unprintable(span), style)


def write_link(paragraph: Paragraph, text: str, *, anchor: str = "", url: str = "", style: str = HYPERLINK) -> None:
    """Write a link to a bookmark or a URL."""
    hyperlink = create_element("hyperlink", **({"anchor": anchor} if anchor else {}))
    if url:
        hyperlink.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    hyperlink.append(paragraph.add_run(text, style)._r)
    paragraph._p.append(hyperlink)


def add_numbered_list(document: Document, items: Iterable[RichText]) -> None:
    """Add a numbered list that starts at 1."""
    style = document.styles["List Number"]
    numbering: Any = document.part.numbering_part.element
    kind = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(kind)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        item_element: Any = add_paragraph(document, item, "List Number")._p
        item_element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def add_bullets(document: Document, items: Iterable[RichText]) -> None:
    """Add a bulleted list."""
    for item in items:
        add_paragraph(document, item, "List Bullet")
