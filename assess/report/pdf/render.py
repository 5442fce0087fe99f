"""Render HTML as a PDF that is accessible (PDF/UA-1) and archivable (PDF/A-3a).

The style sheet and fonts are loaded once per process, documents cannot fetch anything, and the output is reproducible
for the same page, day, program and fonts.
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
"""Descriptions of attached files by name."""

VARIABLE = re.compile(r"--(\w+): ([^;}]+?)\s*[;}]")
BRAND = re.compile(r"<style>:root { --brand: (#[0-9a-f]{6}) }</style>")

SCREEN = re.compile(r"/\* On a screen.*", re.DOTALL)
"""The last part of the style sheet, which is for screens only."""

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
"""Compression level of PDF streams, from 1 to 9."""
MORNING = time(9, tzinfo=UTC)
RENDERING = Lock()
"""Concurrent renderings are slower than sequential ones, and would share the font configuration."""

TEXT = "Source Sans 3"
"""The font family of the text, which comes before any fallback fonts."""

logging.getLogger("weasyprint").addHandler(logging.NullHandler())


class Dress(NamedTuple):
    """The style sheet and fonts of a page."""

    sheet: CSS
    fonts: FontConfiguration


def pango_version() -> str:
    """Return the version of Pango."""
    number: int = ffi.pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


@lru_cache(maxsize=16)
def dress(colour: str, spares: tuple[Spare, ...] = ()) -> Dress:
    """Load the style sheet in a council's colour with its fonts, cached; only font files may be fetched.

    CSS variables are substituted in advance, as WeasyPrint would resolve them again for every element. Without the
    shipped fonts, all system fonts are available.
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
    """Return the style sheet for print with its variables substituted."""
    values = {**dict(VARIABLE.findall(style)), "brand": colour}
    style = SCREEN.sub("", style)
    return re.sub(r"var\(--(\w+)\)", lambda used: values[used.group(1)], style)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Pause the garbage collector, which would traverse the growing document again and again.

    WeasyPrint 70 does not close its colour profile, so the resource warning is ignored.
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
    """Compress PDF streams with a lower level: 2 % larger, in a third of the time."""
    tightly = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda **_: zlib.compressobj(LEVEL))
    try:
        yield
    finally:
        pydyf.zlib = tightly


class Page(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """An already parsed page, which may fetch data URLs only."""

    def __init__(self, root: Element) -> None:
        self.base_url = None
        self.url_fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def parsed(page: str) -> Page:
    """Parse a page as XML, which the templates produce; it takes a tenth of the time of an HTML parser."""
    return Page(fromstring(page))  # noqa: S314  # our own page, in which all input is escaped


def to_pdf(html: str, *, date: date, attachments: Mapping[str, bytes]) -> bytes:
    """Render a page as a PDF with attached files by name; the date is used for all timestamps."""
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
    """Load the style sheet and fonts by rendering a small page, so that the first report does not have to."""
    to_pdf(SMALL_PAGE.format(colour=colour), date=LONG_AGO, attachments={})


def attachment(name: str, content: bytes, moment: datetime) -> Attachment:
    """Create an attachment with the timestamps of the report, so that the output is reproducible."""
    return Attachment(
        file_obj=io.BytesIO(content),
        name=name,
        description=DESCRIBED.get(name, name),
        relationship="Data" if name.endswith(".json") else "Source",
        created=moment,
        modified=moment,
    )
