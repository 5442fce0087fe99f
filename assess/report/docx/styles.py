"""Building blocks of Word documents: headings, paragraphs with citations and links, and lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assess.report.content.citations import Citation, Prose
from assess.report.html.render import replace_unprintable


class Strong(str):
    """A bold text."""

    __slots__ = ()


class Hyperlink(str):
    """A URL that becomes a link."""

    __slots__ = ()


TextSpan = str | Citation
"""A piece of a paragraph: a text or a citation."""

RichText = Sequence[TextSpan] | str


def build_rich_text(text: Prose) -> list[TextSpan]:
    """Return a text with its citations."""
    spans: list[TextSpan] = []
    for piece in text:
        spans += [f"{piece.text} ", piece.cite] if piece.cite else [piece.text]
    return spans


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
    """Bookmark a paragraph as a link target; bookmark ids only have to be unique."""
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    paragraph._p.append(create_element("bookmarkStart", id=number, name=name))
    paragraph._p.append(create_element("bookmarkEnd", id=number))


def add_paragraph(document: Document, text: RichText, style: str | None = None) -> Paragraph:
    """Add a paragraph."""
    added = document.add_paragraph(style=style)
    write_text(added, text)
    return added


def write_text(paragraph: Paragraph, text: RichText) -> None:
    """Write text, citations and links into a paragraph."""
    for span in [text] if isinstance(text, str) else text:
        if isinstance(span, Citation):
            _add_link(paragraph, span.label, anchor=f"n{span.number}")
        elif isinstance(span, Hyperlink):
            _add_link(paragraph, replace_unprintable(span), url=replace_unprintable(span))
        else:
            paragraph.add_run(replace_unprintable(span)).bold = True if isinstance(span, Strong) else None


def _add_link(paragraph: Paragraph, text: str, *, anchor: str = "", url: str = "") -> None:
    """Add a link to a bookmark or a URL."""
    hyperlink = create_element("hyperlink", **({"anchor": anchor} if anchor else {}))
    if url:
        hyperlink.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.underline = True
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)


def remove_dead_links(document: Document) -> None:
    """Replace links to bookmarks that do not exist with plain text."""
    body: Any = document.element
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    for hyperlink in [
        link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"), "") not in {*bookmarks, ""}
    ]:
        index, parent = hyperlink.getparent().index(hyperlink), hyperlink.getparent()
        parent[index : index + 1] = list(hyperlink)


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
