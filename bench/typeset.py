"""The report prepared for typst as a baseline for the PDF."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import typst

from assess.report.html.render import STYLE
from assess.report.pdf.fonts import FONTS

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
HEADINGS = ("h1", "h2", "h3", "h4")
PARAGRAPHS = ("p", "dt", "dd", "figcaption")
LEFT_OUT = ("svg", "nav", "style")
"""Pictures, and the table of contents, which typst generates itself."""
Block = Mapping[str, Any]


def blocks_of(page: str) -> tuple[Block, ...]:
    """Return the headings, paragraphs, list items and tables of a page, each as plain text."""
    body = fromstring(STYLE.sub("", page)).find("body")
    assert body is not None
    return tuple(blocks(body))


def blocks(parent: Element) -> Iterator[Block]:
    """Yield the blocks within an element, in order."""
    for element in parent:
        name = element.tag
        if name in HEADINGS:
            yield {"kind": "heading", "level": HEADINGS.index(name) + 1, "text": words(element)}
        elif name == "table":
            yield from table(element)
        elif name in PARAGRAPHS or (name not in LEFT_OUT and not has_blocks(element)):
            yield {"kind": "item" if name == "li" else "text", "text": words(element)}
        elif name not in LEFT_OUT:
            yield from blocks(element)


def table(element: Element) -> Iterator[Block]:
    """Yield a table with its head and its rows, or nothing if it has no rows."""
    head, *rows = [[words(cell) for cell in row] for row in element.iter("tr")]
    if rows:
        yield {"kind": "table", "columns": len(head), "head": head, "rows": rows}


def has_blocks(element: Element) -> bool:
    """Return whether an element contains further blocks."""
    return any(
        inner.tag in (*HEADINGS, *PARAGRAPHS, "li", "table", "div", "section")
        for inner in element.iter()
        if inner is not element
    )


def words(element: Element) -> str:
    """Return the text of an element in one line."""
    return " ".join("".join(element.itertext()).replace("\u200b", "").split())


class Typst:
    """A typst project with the report written to a folder; setting it up is not measured."""

    def __init__(self, folder: Path, page: str, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        report = {"title": "Readiness", "files": {name: name for name in files}, "blocks": blocks_of(page)}
        (folder / "blocks.json").write_text(json.dumps(report), "utf-8")
        (folder / "report.typ").write_bytes(TEMPLATE.read_bytes())
        self.folder = folder
        self.inputs = {"blocks": "blocks.json", **{name: name for name in files}}

    def made(self) -> bytes:
        """Compile the PDF from scratch; the compiler caches nothing between calls."""
        compiled: bytes = typst.compile(
            self.folder / "report.typ",
            root=self.folder,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs=self.inputs,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=0,
        )
        return compiled
