"""Render HTML as a PDF that is accessible (PDF/UA-1) and archivable (PDF/A-3a).

The style sheet and fonts are loaded once per process, documents cannot fetch anything, and the output is reproducible
for the same page, day, program and fonts.
"""

import gc
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from threading import Lock
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

from weasyprint import CSS, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from assess.report.html.render import STYLE_ELEMENT, load_style_sheet
from assess.report.pdf.fonts import FONT_FOLDER, build_font_face_css, missing_glyph_pattern
from assess.report.pdf.glyphs import render_with_fallback_fonts
from assess.report.pdf.system_fonts import FallbackFont, PreparedPage, build_fallback_css
from assess.report.pdf.tagging import create_finisher
from assess.report.pdf.weasyprint_internals import IsolatedFontConfig, parse_page
from assess.settings import DEFAULT_COLOUR

_DESCRIPTIONS = {
    "answers.yaml": "The answers that this report was made from",
    "readiness.yaml": "The rules that this report was made with",
    "evidence.yaml": "The sources and findings that this report cites",
    "figures.json": "The figures of this report, for other programs",
    "report.json": "How this report was made, so that it can be made again",
}
"""Descriptions of attached files by name."""

_CSS_VARIABLE = re.compile(r"--(\w+): ([^;}]+?)\s*[;}]")
_BRAND_STYLE = re.compile(r"<style>:root { --brand: (#[0-9a-f]{6}) }</style>")

_SCREEN_STYLES = re.compile(r"/\* On a screen.*", re.DOTALL)
"""The last part of the style sheet, which is for screens only."""

_WARM_UP_PAGE = (
    '<html lang="en"><head><title>Ready</title><style>:root {{ --brand: {colour} }}</style></head>'
    "<body><h1>Ready</h1><p><strong>One</strong> <em>two</em></p></body></html>"
)
_WARM_UP_DATE = date(2000, 1, 1)

_CREATION_TIME = time(9, tzinfo=UTC)
_RENDER_LOCK = Lock()
"""Concurrent renderings are slower than sequential ones, and would share the font configuration."""

_TEXT_FONT = "Source Sans 3"
"""The font family of the text, which comes before any fallback fonts."""


class RenderAssets(NamedTuple):
    """The style sheet and fonts of a page."""

    stylesheet: CSS
    font_config: FontConfiguration


@lru_cache(maxsize=16)
def _load_assets(colour: str, fallback_fonts: tuple[FallbackFont, ...] = ()) -> RenderAssets:
    """Load the style sheet in a council's colour with its fonts, cached; only font files may be fetched.

    CSS variables are substituted in advance, as WeasyPrint would resolve them again for every element. Without the
    shipped fonts, all system fonts are available.
    """
    fonts = IsolatedFontConfig() if missing_glyph_pattern() else FontConfiguration()
    text = ", ".join(f'"{name}"' for name in (_TEXT_FONT, *(fallback.name for fallback in fallback_fonts)))
    sheet = CSS(
        string=build_font_face_css()
        + build_fallback_css(fallback_fonts)
        + _substitute_variables(load_style_sheet(), colour).replace(f'"{_TEXT_FONT}"', text),
        base_url=f"{FONT_FOLDER.as_uri()}/",
        font_config=fonts,
        url_fetcher=URLFetcher(allowed_protocols={"file", "data"}, fail_on_errors=True),
    )
    return RenderAssets(sheet, fonts)


def _substitute_variables(css: str, colour: str) -> str:
    """Return the style sheet for print with its variables substituted."""
    values = {**dict(_CSS_VARIABLE.findall(css)), "brand": colour}
    css = _SCREEN_STYLES.sub("", css)
    return re.sub(r"var\(--(\w+)\)", lambda used: values[used.group(1)], css)


@contextmanager
def _gc_paused() -> Iterator[None]:
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


def render_pdf(html: str, *, date: date, attachments: Mapping[str, bytes]) -> bytes:
    """Render a page as a PDF with attached files by name; the date is used for all timestamps."""
    brand = _BRAND_STYLE.search(html)
    page = _BRAND_STYLE.sub("", STYLE_ELEMENT.sub("", html))
    colour, moment = brand.group(1) if brand else DEFAULT_COLOUR, datetime.combine(date, _CREATION_TIME)

    def written(setting: PreparedPage) -> bytes:
        assets = _load_assets(colour, setting.fallback_fonts)
        pdf: bytes = parse_page(setting.page).write_pdf(
            stylesheets=[assets.stylesheet],
            font_config=assets.font_config,
            pdf_variant="pdf/a-3a",
            attachments=[_create_attachment(name, content, moment) for name, content in attachments.items()],
            finisher=create_finisher(setting.page),
        )
        return pdf

    with _RENDER_LOCK, _gc_paused():
        return render_with_fallback_fonts(page, written)


def warm_up(colour: str) -> None:
    """Load the style sheet and fonts by rendering a small page, so that the first report does not have to."""
    render_pdf(_WARM_UP_PAGE.format(colour=colour), date=_WARM_UP_DATE, attachments={})


def _create_attachment(name: str, content: bytes, created: datetime) -> Attachment:
    """Create an attachment with the timestamps of the report, so that the output is reproducible."""
    return Attachment(
        file_obj=io.BytesIO(content),
        name=name,
        description=_DESCRIPTIONS.get(name, name),
        relationship="Data" if name.endswith(".json") else "Source",
        created=created,
        modified=created,
    )
