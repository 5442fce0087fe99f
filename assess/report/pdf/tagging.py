"""Additions to WeasyPrint's output that make a PDF conform to PDF/UA and PDF/A at once."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pydyf

UA_MARK = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""The PDF/UA-1 identifier (ISO 14289-1, clause 5) and the extension schema that PDF/A requires for it."""


LINK = re.compile(r'<a [^>]*?href="#?([^"]+)"[^>]*>([^<]*)</a>')
"""A link as the templates write it, with plain text as its content."""


def link_words(page: str) -> dict[str, str]:
    """Return the text of each link of a page by target; the first text for a target counts."""
    words: dict[str, str] = {}
    for target, text in LINK.findall(page):
        plain = " ".join(unescape(text).replace("\u200b", "").split())
        if plain:
            words.setdefault(unescape(target), plain)
    return words


UNSAID = re.compile(rb"(<[0-9a-f]{4}>) <(?:0000|feff|fffe)?>")
"""A glyph that is mapped to no character, such as an alternate glyph, or to one that PDF/A forbids."""


class Written(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object serialised in advance: pydyf serialises each object twice in a PDF with an identifier."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self.small: bool = made.compressible
        self.written: bytes = made.data

    @property
    def data(self) -> bytes:
        """The serialised object."""
        return self.written

    @property
    def compressible(self) -> bool:
        """Whether the object may be stored in an object stream."""
        return self.small


def finisher(page: str) -> Callable[[Any, pydyf.PDF], None]:
    """Return a WeasyPrint finisher that adds header scopes, link texts, character maps and the PDF/UA identifier."""
    words = link_words(page)

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        by_number = {made.number: made for made in pdf.objects}
        for made in pdf.objects:
            if isinstance(made, pydyf.Dictionary):
                add_scope(made, by_number)
                add_words(made, words)
                add_letters(made, by_number)
        add_mark(at(pdf.catalog["Metadata"], by_number))
        pdf.objects[:] = [made if made.free == "f" else Written(made) for made in pdf.objects]

    return finish


def at(reference: bytes | str | int, by_number: dict[int, Any]) -> Any:
    """Return the object of a reference."""
    return by_number[reference if isinstance(reference, int) else int(reference.split()[0])]


def add_scope(made: pydyf.Dictionary, by_number: dict[int, Any]) -> None:
    """Set the scope of a table header cell."""
    if made.get("S") == "/TH" and isinstance(made.get("A"), dict):
        row = at(made["P"], by_number)
        head = at(row["P"], by_number).get("S") == "/THead"
        made["A"]["Scope"] = "/Column" if head else "/Row"


def add_letters(made: pydyf.Dictionary, by_number: dict[int, Any]) -> None:
    """Map each unmapped glyph of a font to a zero-width space, as PDF/A requires a mapping for all glyphs."""
    if made.get("Type") == "/Font" and "ToUnicode" in made:
        map_ = at(made["ToUnicode"], by_number)
        map_.stream = [UNSAID.sub(rb"\1 <200b>", line) for line in map_.stream]


def add_words(made: pydyf.Dictionary, words: dict[str, str]) -> None:
    """Set the description of a link to its text instead of its target, for screen readers."""
    if made.get("Subtype") != "/Link":
        return
    contents = made.get("Contents")
    target = contents.string if isinstance(contents, pydyf.String) else contents
    if target in words:
        made["Contents"] = pydyf.String(words[target])


def add_mark(metadata: Any) -> None:
    """Add the PDF/UA identifier to the metadata and leave it uncompressed, as PDF/A requires."""
    written = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in metadata.stream)
    metadata.stream = [written.replace(b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>")]
    metadata.compress = False
