"""Building blocks of Word documents: headings, paragraphs with citations and links, and lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assess.report.content.citations import Prose
from assess.report.html.render import printable


class Strong(str):
    """A bold text."""

    __slots__ = ()


class Address(str):
    """A URL that becomes a link."""

    __slots__ = ()


Span = str | int
"""A piece of a paragraph: a text, or the number of a source."""

Spans = Sequence[Span] | str


def prose(text: Prose, cites: Iterable[int] = ()) -> list[Span]:
    """Return a text with the numbers of its sources at the citations."""
    said: list[Span] = []
    for piece in text:
        said += [piece.text, piece.cite] if piece.cite else [piece.text]
    return [*said, *cites]


def element(tag: str, /, **attributes: str) -> Any:
    """Create a WordprocessingML element with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def heading(paper: Document, text: str, level: int, anchor: str = "") -> None:
    """Add a heading, with a bookmark if an anchor is given."""
    made = paper.add_heading(printable(text), level)
    if anchor:
        bookmark(made, anchor)


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Bookmark a paragraph as a link target; bookmark ids only have to be unique."""
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    paragraph._p.append(element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def paragraph(paper: Document, said: Spans, style: str | None = None) -> Paragraph:
    """Add a paragraph."""
    made = paper.add_paragraph(style=style)
    write(made, said)
    return made


def write(into: Paragraph, said: Spans) -> None:
    """Write text, citations and links into a paragraph."""
    for span in [said] if isinstance(said, str) else said:
        if isinstance(span, int):
            link(into, f"[{span}]", anchor=f"n{span}", raised=True)
        elif isinstance(span, Address):
            link(into, printable(span), address=printable(span))
        else:
            into.add_run(printable(span)).bold = True if isinstance(span, Strong) else None


def link(into: Paragraph, text: str, *, anchor: str = "", address: str = "", raised: bool = False) -> None:
    """Add a link to a bookmark or a URL."""
    made = element("hyperlink", **({"anchor": anchor} if anchor else {}))
    if address:
        made.set(qn("r:id"), into.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = into.add_run(text)
    run.font.superscript = True if raised else None
    run.font.underline = None if raised else True
    made.append(run._r)
    into._p.append(made)


def unlink(paper: Document) -> None:
    """Replace links to bookmarks that do not exist with plain text."""
    body: Any = paper.element
    here = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    for made in [link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"), "") not in {*here, ""}]:
        place, parent = made.getparent().index(made), made.getparent()
        parent[place : place + 1] = list(made)


def numbered(paper: Document, items: Iterable[Spans]) -> None:
    """Add a numbered list that starts at 1."""
    style = paper.styles["List Number"]
    numbering: Any = paper.part.numbering_part.element
    kind = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(kind)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        made: Any = paragraph(paper, item, "List Number")._p
        made.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def bullets(paper: Document, items: Iterable[Spans]) -> None:
    """Add a bulleted list."""
    for item in items:
        paragraph(paper, item, "List Bullet")
