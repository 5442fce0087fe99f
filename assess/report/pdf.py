"""The report as one PDF that is both accessible (PDF/UA-1) and fit for archives (PDF/A-3a).

The only module that imports WeasyPrint. It reads the style sheet and the fonts once for a process, lets a document
fetch nothing, and gives the same bytes for the same page, day, program and fonts.
"""

import gc
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from threading import Lock

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from assess.report.fonts import FONTS, font_faces, shown_by_fonts
from assess.report.html import STYLE, style_sheet
from assess.report.marks import finisher

DESCRIBED = {
    "answers.yaml": "The answers that this report was made from",
    "readiness.yaml": "The rules that this report was made with",
    "evidence.yaml": "The sources and claims that this report cites",
    "figures.json": "The figures of this report for other programs",
}
"""What the files attached are, by name."""

MORNING = time(9, tzinfo=UTC)
RENDERING = Lock()
"""Two renderings at once take longer than one after the other, and share one set of fonts."""

logging.getLogger("weasyprint").addHandler(logging.NullHandler())


@cache
def font_configuration() -> FontConfiguration:
    """Give the fonts of the process."""
    return FontConfiguration()


@cache
def sheet() -> CSS:
    """Give the style sheet, read once with its fonts; nothing but the fonts' own files may be fetched for it."""
    return CSS(
        string=font_faces() + style_sheet(),
        base_url=f"{FONTS.as_uri()}/",
        font_config=font_configuration(),
        url_fetcher=URLFetcher(allowed_protocols={"file"}, fail_on_errors=True),
    )


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking through a growing document again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def to_pdf(html: str, *, date: date, attachments: Mapping[str, bytes]) -> bytes:
    """Give the page as a PDF with the files attached, by name; the day stands for the clock."""
    page = shown_by_fonts(STYLE.sub("", html))
    moment = datetime.combine(date, MORNING)
    with RENDERING, no_collection():
        document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"}, fail_on_errors=True))
        made: bytes = document.write_pdf(
            stylesheets=[sheet()],
            font_config=font_configuration(),
            pdf_variant="pdf/a-3a",
            attachments=[attachment(name, content, moment) for name, content in attachments.items()],
            finisher=finisher(page),
        )
    return made


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
