"""The report prepared for typst as a baseline for the PDF."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import typst

from assess.report.html.render import STYLE_ELEMENT
from assess.report.pdf.fonts import FONT_FOLDER

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
HEADINGS = ("h1", "h2", "h3", "h4")
PARAGRAPHS = ("p", "dt", "dd", "figcaption")
SKIPPED = ("svg", "nav", "style")
"""Pictures, and the table of contents, which typst generates itself."""
Block = Mapping[str, Any]


def extract_blocks(page: str) -> tuple[Block, ...]:
    """Return the headings, paragraphs, list items and tables of a page, each as plain text."""
    body = fromstring(STYLE_ELEMENT.sub("", page)).find("body")
    assert body is not None
    return tuple(iter_blocks(body))


def iter_blocks(parent: Element) -> Iterator[Block]:
    """Yield the blocks within an element, in order."""
    for element in parent:
        name = element.tag
        if name in HEADINGS:
            yield {"kind": "heading", "level": HEADINGS.index(name) + 1, "text": extract_text(element)}
        elif name == "table":
            yield from iter_table_block(element)
        elif name in PARAGRAPHS or (name not in SKIPPED and not has_blocks(element)):
            yield {"kind": "item" if name == "li" else "text", "text": extract_text(element)}
        elif name not in SKIPPED:
            yield from iter_blocks(element)


def iter_table_block(element: Element) -> Iterator[Block]:
    """Yield a table with its head and its rows, or nothing if it has no rows."""
    head, *rows = [[extract_text(cell) for cell in row] for row in element.iter("tr")]
    if rows:
        yield {"kind": "table", "columns": len(head), "head": head, "rows": rows}


def has_blocks(element: Element) -> bool:
    """Return whether an element contains further blocks."""
    return any(
        inner.tag in (*HEADINGS, *PARAGRAPHS, "li", "table", "div", "section")
        for inner in element.iter()
        if inner is not element
    )


def extract_text(element: Element) -> str:
    """Return the text of an element in one line."""
    return " ".join("".join(element.itertext()).replace("\u200b", "").split())


class TypstProject:
    """A typst project with the report written to a folder; setting it up is not measured."""

    def __init__(self, folder: Path, page: str, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        report = {"title": "Readiness", "files": {name: name for name in files}, "blocks": extract_blocks(page)}
        (folder / "blocks.json").write_text(json.dumps(report), "utf-8")
        (folder / "report.typ").write_bytes(TEMPLATE.read_bytes())
        self.folder = folder
        self.inputs = {"blocks": "blocks.json", **{name: name for name in files}}

    def compile_pdf(self) -> bytes:
        """Compile the PDF from scratch; the compiler caches nothing between calls."""
        compiled: bytes = typst.compile(
            self.folder / "report.typ",
            root=self.folder,
            font_paths=[FONT_FOLDER],
            ignore_system_fonts=True,
            sys_inputs=self.inputs,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=0,
        )
        return compiled
