"""What can only be written once a document is complete: its contents, the numbers of its tables and its links."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assess.report.docx.named_styles import CONTENTS_ENTRY, CONTENTS_HEADING
from assess.report.docx.styles import add_bookmark, add_paragraph, create_element, write_link

_FIELD = r'TOC \o "1-1" \n \h \z'
"""The chapters as links, without page numbers: those change while a document is edited, and would then be wrong."""


def write_contents_place(document: Document) -> None:
    """Write the place where the contents will stand, in the block in which Word offers to update them."""
    block, properties, kind = (create_element(name) for name in ("sdt", "sdtPr", "docPartObj"))
    kind.append(create_element("docPartGallery", val="Table of Contents"))
    kind.append(create_element("docPartUnique"))
    properties.append(kind)
    block.append(properties)
    block.append(create_element("sdtContent"))
    block[1].append(add_paragraph(document, "Contents", CONTENTS_HEADING)._p)
    document.element.body[-1].addprevious(block)


def finish_document(document: Document) -> None:
    """Fill in the contents, number tables and bookmarks, and turn links that lead nowhere into text."""
    _fill_contents(document)
    _number_tables(document)
    _number_bookmarks(document)
    _remove_dead_links(document)


def _fill_contents(document: Document) -> None:
    """Fill in the contents with a link to each chapter, so that they are right before anybody updates the field."""
    place: Any = document.element.body.find(f"{qn('w:sdt')}/{qn('w:sdtContent')}")
    headings = [each for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    if place is None:
        return
    entries = []
    for number, heading in enumerate(headings, 1):
        add_bookmark(heading, f"_Toc{number:08}")
        entry = add_paragraph(document, "", CONTENTS_ENTRY)
        write_link(entry, heading.text, anchor=f"_Toc{number:08}")
        place.append(entry._p)
        entries.append(entry)
    _mark_field(entries)


def _mark_field(entries: list[Paragraph]) -> None:
    """Mark the entries as the result of the field."""
    start = [_create_run(create_element("fldChar", fldCharType="begin"))]
    instruction = create_element("instrText")
    instruction.text = f" {_FIELD} "
    start += [_create_run(instruction), _create_run(create_element("fldChar", fldCharType="separate"))]
    first: Any = entries[0]._p
    for offset, run in enumerate(start, 1):
        first.insert(offset, run)
    entries[-1]._p.append(_create_run(create_element("fldChar", fldCharType="end")))


def _create_run(content: Any) -> Any:
    """Create a run that contains one element."""
    run = create_element("r")
    run.append(content)
    return run


def _number_tables(document: Document) -> None:
    """Write the numbers of the captions, in the order of the document."""
    for number, text in enumerate(_iter_table_numbers(document), 1):
        text.text = str(number)


def _iter_table_numbers(document: Document) -> Iterator[Any]:
    """Yield the elements that show the number of a table."""
    body: Any = document.element.body
    for field in body.iter(qn("w:fldSimple")):
        if field.get(qn("w:instr")).startswith("SEQ Table"):
            yield from field.iter(qn("w:t"))


def _number_bookmarks(document: Document) -> None:
    """Write the number of every bookmark, from 1."""
    for mark in ("bookmarkStart", "bookmarkEnd"):
        for number, element in enumerate(document.element.iter(qn(f"w:{mark}")), 1):
            element.set(qn("w:id"), str(number))


def _remove_dead_links(document: Document) -> None:
    """Replace links to bookmarks that do not exist with plain text."""
    body: Any = document.element
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    for hyperlink in [
        link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"), "") not in {*bookmarks, ""}
    ]:
        for style in hyperlink.findall(f".//{qn('w:rStyle')}[@{qn('w:val')}='Hyperlink']"):
            style.getparent().remove(style)
        index, parent = hyperlink.getparent().index(hyperlink), hyperlink.getparent()
        parent[index : index + 1] = list(hyperlink)
