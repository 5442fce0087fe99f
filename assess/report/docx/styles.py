"""What a Word document is made of: headings, paragraphs with citations, and lists."""

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
    """Words in bold."""

    __slots__ = ()


class Address(str):
    """An address of the web, which becomes a link."""

    __slots__ = ()


Span = str | int
"""A piece of a paragraph: words, or the number of a source."""

Spans = Sequence[Span] | str


def prose(text: Prose, cites: Iterable[int] = ()) -> list[Span]:
    """Give a text with the numbers of its sources where they are cited."""
    said: list[Span] = []
    for piece in text:
        said += [piece.text, piece.cite] if piece.cite else [piece.text]
    return [*said, *cites]


def element(tag: str, /, **attributes: str) -> Any:
    """Give an element of WordprocessingML with attributes of its own namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def heading(paper: Document, text: str, level: int, anchor: str = "") -> None:
    """Add a heading of the outline, with a bookmark where something leads to it."""
    made = paper.add_heading(printable(text), level)
    if anchor:
        bookmark(made, anchor)


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Mark a paragraph as the target of links; the numbers of bookmarks only have to differ."""
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    paragraph._p.append(element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def paragraph(paper: Document, said: Spans, style: str | None = None) -> Paragraph:
    """Add a paragraph."""
    made = paper.add_paragraph(style=style)
    write(made, said)
    return made


def write(into: Paragraph, said: Spans) -> None:
    """Write words, citations and links into a paragraph."""
    for span in [said] if isinstance(said, str) else said:
        if isinstance(span, int):
            link(into, f"[{span}]", anchor=f"n{span}", raised=True)
        elif isinstance(span, Address):
            link(into, printable(span), address=printable(span))
        else:
            into.add_run(printable(span)).bold = True if isinstance(span, Strong) else None


def link(into: Paragraph, text: str, *, anchor: str = "", address: str = "", raised: bool = False) -> None:
    """Add a link to a bookmark or to an address of the web."""
    made = element("hyperlink", **({"anchor": anchor} if anchor else {}))
    if address:
        made.set(qn("r:id"), into.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = into.add_run(text)
    run.font.superscript = True if raised else None
    run.font.underline = None if raised else True
    made.append(run._r)
    into._p.append(made)


def unlink(paper: Document) -> None:
    """Turn each link to a part that was left out into plain words."""
    body: Any = paper.element
    here = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    for made in [link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"), "") not in {*here, ""}]:
        place, parent = made.getparent().index(made), made.getparent()
        parent[place : place + 1] = list(made)


def numbered(paper: Document, items: Iterable[Spans]) -> None:
    """Add a list whose numbers start with one."""
    style = paper.styles["List Number"]
    numbering: Any = paper.part.numbering_part.element
    kind = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(kind)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        made: Any = paragraph(paper, item, "List Number")._p
        made.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def bullets(paper: Document, items: Iterable[Spans]) -> None:
    """Add a list without numbers."""
    for item in items:
        paragraph(paper, item, "List Bullet")
