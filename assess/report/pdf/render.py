"""The report as one PDF that is both accessible (PDF/UA-1) and fit for archives (PDF/A-3a).

It reads the style sheet and the fonts once for a process, lets a document fetch nothing, and gives the same bytes for
the same page, day, program and fonts.
"""

import gc
import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from threading import Lock
from types import SimpleNamespace
from typing import NamedTuple
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import Element, fromstring

import pydyf
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # it has no types
from weasyprint import CSS, HTML, VERSION, Attachment, css
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, background, block, column, grid, inline, percent, table
from weasyprint.layout import float as floats
from weasyprint.layout import page as pages
from weasyprint.text import ffi, line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from assess.report.html.render import STYLE, style_sheet
from assess.report.pdf.fonts import FONTS, font_faces, lacking
from assess.report.pdf.glyphs import with_every_sign
from assess.report.pdf.system_fonts import Setting, ShutConfiguration, Spare, faces
from assess.report.pdf.tagging import finisher
from assess.report.quick.parts import Parts
from assess.report.quick.ways import quickened
from assess.settings import COLOUR

DESCRIBED = {
    "answers.yaml": "The answers that this report was made from",
    "readiness.yaml": "The rules that this report was made with",
    "evidence.yaml": "The sources and claims that this report cites",
    "figures.json": "The figures of this report for other programs",
    "report.json": "How this report was made, to make it again",
}
"""What the files attached are, by name."""

VARIABLE = re.compile(r"--(\w+): ([^;}]+?)\s*[;}]")
BRAND = re.compile(r"<style>:root { --brand: (#[0-9a-f]{6}) }</style>")

SCREEN = re.compile(r"/\* On a screen.*", re.DOTALL)
"""The last part of the style sheet, which paper does not need."""

SMALL_PAGE = (
    '<html lang="en"><head><title>Ready</title><style>:root {{ --brand: {colour} }}</style></head>'
    "<body><h1>Ready</h1><p><strong>One</strong> <em>two</em></p></body></html>"
)
LONG_AGO = date(2000, 1, 1)

PARTS = Parts(
    VERSION, css, percent, background, boxes, line_break, inline,
    (absolute, block, column, floats, grid, inline, pages, table),
)  # fmt: skip
LEVEL = 7
"""How tightly the parts of a PDF are packed, from 1 to 9."""
MORNING = time(9, tzinfo=UTC)
RENDERING = Lock()
"""Two renderings at once take longer than one after the other, and share one set of fonts."""

TEXT = "Source Sans 3"
"""The family of the text, after which other fonts are asked."""

logging.getLogger("weasyprint").addHandler(logging.NullHandler())


class Dress(NamedTuple):
    """What a page is set in."""

    sheet: CSS
    fonts: FontConfiguration


def pango_version() -> str:
    """Give the version of what sets the lines."""
    number: int = ffi.pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


@lru_cache(maxsize=16)
def dress(colour: str, spares: tuple[Spare, ...] = ()) -> Dress:
    """Give the style sheet in a council's colour with its fonts, read once; only the fonts' files may be fetched.

    Its variables are filled in here: WeasyPrint would work them out again for every element. Without the shipped fonts
    all fonts of the computer take part.
    """
    fonts = ShutConfiguration() if lacking() else FontConfiguration()
    text = ", ".join(f'"{name}"' for name in (TEXT, *(spare.name for spare in spares)))
    sheet = CSS(
        string=font_faces() + faces(spares) + filled(style_sheet(), colour).replace(f'"{TEXT}"', text),
        base_url=f"{FONTS.as_uri()}/",
        font_config=fonts,
        url_fetcher=URLFetcher(allowed_protocols={"file", "data"}, fail_on_errors=True),
    )
    return Dress(sheet, fonts)


def filled(style: str, colour: str) -> str:
    """Give a style sheet for paper, with the value of each variable in its place."""
    values = {**dict(VARIABLE.findall(style)), "brand": colour}
    style = SCREEN.sub("", style)
    return re.sub(r"var\(--(\w+)\)", lambda used: values[used.group(1)], style)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector from walking through a growing document again and again.

    WeasyPrint 70 leaves its colour profile for Python to close, of which Python would warn.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        with catch_warnings():
            simplefilter("ignore", ResourceWarning)
            yield
    finally:
        if running:
            gc.enable()


@contextmanager
def packed() -> Iterator[None]:
    """Have the parts of a PDF packed a fiftieth less tightly, in a third of the time."""
    tightly = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda **_: zlib.compressobj(LEVEL))
    try:
        yield
    finally:
        pydyf.zlib = tightly


class Page(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page that has been parsed already; it may fetch nothing but what it holds itself."""

    def __init__(self, root: Element) -> None:
        self.base_url = None
        self.url_fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def parsed(page: str) -> Page:
    """Parse the page as the XML that the templates write, in a tenth of the time that an HTML parser takes."""
    return Page(fromstring(page))  # noqa: S314  # our own page: all that was typed is escaped in it


def to_pdf(html: str, *, date: date, attachments: Mapping[str, bytes]) -> bytes:
    """Give the page as a PDF with the files attached, by name; the day stands for the clock."""
    brand = BRAND.search(html)
    page = BRAND.sub("", STYLE.sub("", html))
    colour, moment = brand.group(1) if brand else COLOUR, datetime.combine(date, MORNING)

    def written(setting: Setting) -> bytes:
        worn = dress(colour, setting.spares)
        made: bytes = parsed(setting.page).write_pdf(
            stylesheets=[worn.sheet],
            font_config=worn.fonts,
            pdf_variant="pdf/a-3a",
            attachments=[attachment(name, content, moment) for name, content in attachments.items()],
            finisher=finisher(setting.page),
        )
        return made

    with RENDERING, undisturbed(), packed(), quickened(PARTS):
        return with_every_sign(page, written)


def make_ready(colour: str) -> None:
    """Read the style sheet in a council's colour and the fonts, and try them, so that the first report need not."""
    to_pdf(SMALL_PAGE.format(colour=colour), date=LONG_AGO, attachments={})


def attachment(name: str, content: bytes, moment: datetime) -> Attachment:
    """Give one file to attach; its dates are the report's, or the bytes would change every second."""
    return Attachment(
        file_obj=io.BytesIO(content),
        name=name,
        description=DESCRIBED.get(name, name),
        relationship="Data" if name.endswith(".json") else "Source",
        created=moment,
        modified=moment,
    )
