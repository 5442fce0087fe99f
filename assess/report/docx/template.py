"""Start a Word document: from a council's own template, or empty with the styles of the report."""

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from assess.branding.word_template import WordTemplate
from assess.report.docx.named_styles import CAPTION, STYLES, apply_styles
from assess.settings import DEFAULT_COLOUR

_KEPT_PARTS = ("styles", "settings", "theme", "fontTable", "numbering", "webSettings", "footnotes", "endnotes")
"""The kinds of parts that are taken from a template, besides its headers and footers."""

_DROPPED_SETTINGS = ("attachedTemplate", "documentProtection", "mailMerge", "trackRevisions", "docVars")
"""Settings that would lead elsewhere, or keep people from editing the report."""

_DROPPED_ATTRIBUTES = ("link", "next", "rsid")
_LISTS = ("List Bullet", "List Number")


def open_document(colour: str, template: WordTemplate | None) -> Document:
    """Return a document without text: an empty one in a council's colour, or one made from its template."""
    plain = docx.Document()
    apply_styles(plain, colour)
    if template is None:
        return plain
    document = docx.Document(BytesIO(template.data))
    _clear_body(document)
    _drop_parts(document)
    for name in _find_missing_styles(document, plain):
        _copy_style(document, plain, name)
    for name in _LISTS:
        _ensure_numbering(document, plain, name)
    caption: Any = document.styles[CAPTION]
    caption.paragraph_format.keep_with_next = True
    return document


def list_missing_styles(template: WordTemplate) -> list[str]:
    """Return the names of the styles that a report needs and a template does not have."""
    plain = docx.Document()
    apply_styles(plain, DEFAULT_COLOUR)
    return _find_missing_styles(docx.Document(BytesIO(template.data)), plain)


def _find_missing_styles(document: Document, plain: Document) -> list[str]:
    """Return the names of the styles that a document does not have, or has as a style of another kind."""
    kinds = {style.name: style.type for style in document.styles}
    return [name for name in STYLES if kinds.get(name) != plain.styles[name].type]


def _clear_body(document: Document) -> None:
    """Remove the text of a template; its last page layout, with the header and the footer in force there, is kept."""
    body: Any = document.element.body
    last = body.get_or_add_sectPr()
    references: dict[tuple[str, str], Any] = {}
    for section in body.iter(qn("w:sectPr")):
        for each in [*section.iter(qn("w:headerReference")), *section.iter(qn("w:footerReference"))]:
            references[each.tag, each.get(qn("w:type"))] = each
    own = {(each.tag, each.get(qn("w:type"))) for each in last}
    for key in [key for key in references if key not in own]:
        last.insert(0, deepcopy(references[key]))
    for columns in last.findall(qn("w:cols")):
        last.remove(columns)
    for each in [each for each in body if each is not last]:
        body.remove(each)


def _drop_parts(document: Document) -> None:
    """Leave out the parts of a template that its cleared text needed, and whatever leads elsewhere."""
    used = {value for each in document.element.body[-1] for value in each.attrib.values()}
    part = document.part
    for key, relationship in list(part.rels.items()):
        kind = relationship.reltype.rpartition("/")[2]
        if not (kind in _KEPT_PARTS or (kind in ("header", "footer") and key in used)):
            del part.rels[key]
    settings = document.settings
    for name in _DROPPED_SETTINGS:
        for element in settings.element.findall(qn(f"w:{name}")):
            settings.element.remove(element)
    for relationships in (part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels, part.package.rels):
        for key, relationship in list(relationships.items()):
            if relationship.is_external or relationship.reltype.endswith("/thumbnail"):
                del relationships[key]


def _copy_style(document: Document, plain: Document, name: str) -> None:
    """Copy a style into a document, in place of one of that name but another kind."""
    styles: Any = document.styles.element
    for existing in [style.element for style in document.styles if style.name == name]:
        styles.remove(existing)
    source: Any = plain.styles[name]
    copied = deepcopy(source.element)
    for tag in _DROPPED_ATTRIBUTES:
        for element in copied.findall(qn(f"w:{tag}")):
            copied.remove(element)
    ids = {style.style_id for style in document.styles}
    while copied.styleId in ids:
        copied.styleId += "A"
    if any(each.get(qn("w:default")) for each in styles if each.get(qn("w:type")) == copied.get(qn("w:type"))):
        copied.attrib.pop(qn("w:default"), None)
    _set_base_style(document, copied, source.base_style.name if source.base_style else "")
    styles.append(copied)


def _set_base_style(document: Document, copied: Any, base_name: str) -> None:
    """Set the style on which a copied one is based: the one of that name, whose id may be another there."""
    based_on = copied.find(qn("w:basedOn"))
    if based_on is None:
        return
    base = next((style for style in document.styles if style.name == base_name), None)
    if base is None:
        copied.remove(based_on)
    else:
        based_on.set(qn("w:val"), base.style_id)


def _ensure_numbering(document: Document, plain: Document, name: str) -> None:
    """Ensure that a list style has a list definition, which Word keeps outside of it."""
    if RELATIONSHIP_TYPE.NUMBERING not in {each.reltype for each in document.part.rels.values()}:
        document.part.relate_to(plain.part.numbering_part, RELATIONSHIP_TYPE.NUMBERING)
    style: Any = document.styles[name].element
    numbering: Any = document.part.numbering_part.element
    chosen = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    known = {each.numId for each in numbering.num_lst}
    if numbering is not plain.part.numbering_part.element and (chosen is None or chosen.val not in known):
        style.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = _copy_list(numbering, plain, name, style)


def _copy_list(numbering: Any, plain: Document, name: str, style: Any) -> int:
    """Copy the definition of a list into a document and return its number."""
    original: Any = plain.part.numbering_part.element
    source: Any = plain.styles[name].element
    number = original.num_having_numId(source.pPr.numPr.numId.val)
    found = original.find(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{number.abstractNumId.val}']")
    copied = deepcopy(found)
    taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
    copied.set(qn("w:abstractNumId"), str(max(taken, default=-1) + 1))
    for each in [*copied.findall(qn("w:nsid")), *copied.findall(qn("w:tmpl"))]:
        copied.remove(each)
    for each in copied.iter(qn("w:pStyle")):
        each.set(qn("w:val"), style.styleId)
    numbering.insert(len(numbering.findall(qn("w:numPicBullet"))), copied)
    created: int = numbering.add_num(int(copied.get(qn("w:abstractNumId")))).numId
    return created
