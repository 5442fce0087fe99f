"""Render a PDF repeatedly until no glyph is missing: a single one violates PDF/UA and PDF/A."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assess.report.pdf.fonts import find_missing_codepoints
from assess.report.pdf.system_fonts import PreparedPage, prepare_page

_MAX_ATTEMPTS = 3
_MISSING_GLYPH_WARNING = re.compile(r"\.notdef .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
"""WeasyPrint's warning about a character without a glyph."""

_FONT_WARNINGS = ("Unable to subset", "Font-face", "Unable to instantiate", "Unable to save")
"""Prefixes of WeasyPrint's warnings about fonts."""

_log = logging.getLogger("weasyprint")


def render_with_fallback_fonts(page: str, render: Callable[[PreparedPage], bytes]) -> bytes:
    """Render a page, replacing characters that no font can draw with labels.

    A font may contain a character and still fail to draw it, such as a mark on a letter of another font; such
    characters are replaced as well.
    """
    excluded: frozenset[int] = frozenset()
    for _ in range(_MAX_ATTEMPTS):
        with _capture_warnings() as warnings:
            pdf = render(prepare_page(page, excluded))
        if not (warnings.codepoints or warnings.fonts):
            return pdf
        excluded = find_missing_codepoints(page) if warnings.fonts else excluded | warnings.codepoints
    return render(prepare_page(page, find_missing_codepoints(page)))


@contextmanager
def _capture_warnings() -> Iterator["MissingGlyphHandler"]:
    """Capture WeasyPrint's warnings about missing glyphs and fonts."""
    handler = MissingGlyphHandler()
    _log.addHandler(handler)
    try:
        yield handler
    finally:
        _log.removeHandler(handler)


class MissingGlyphHandler(logging.Handler):
    """A log handler that collects the characters that no font draws and the fonts that cannot be embedded."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codepoints: set[int] = set()
        self.fonts: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Collect the character or the font from a warning."""
        message = record.getMessage()
        if match := _MISSING_GLYPH_WARNING.search(message):
            self.codepoints.add(int(match.group(1), 16))
        elif message.startswith(_FONT_WARNINGS):
            self.fonts.add(message)
