"""Render a PDF repeatedly until no glyph is missing: a single one violates PDF/UA and PDF/A."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assess.report.pdf.fonts import beyond_the_text
from assess.report.pdf.system_fonts import Setting, set_up

TRIES = 3
UNDRAWN = re.compile(r"\.notdef .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
"""WeasyPrint's warning about a character without a glyph."""

UNFIT = ("Unable to subset", "Font-face", "Unable to instantiate", "Unable to save")
"""Prefixes of WeasyPrint's warnings about fonts."""

log = logging.getLogger("weasyprint")


def with_every_sign(page: str, written: Callable[[Setting], bytes]) -> bytes:
    """Render a page, replacing characters that no font can draw with labels.

    A font may contain a character and still fail to draw it, such as a mark on a letter of another font; such
    characters are replaced as well.
    """
    unwanted: frozenset[int] = frozenset()
    for _ in range(TRIES):
        with watched() as missed:
            made = written(set_up(page, unwanted))
        if not (missed.codes or missed.fonts):
            return made
        unwanted = beyond_the_text(page) if missed.fonts else unwanted | missed.codes
    return written(set_up(page, beyond_the_text(page)))


@contextmanager
def watched() -> Iterator["Missed"]:
    """Capture WeasyPrint's warnings about missing glyphs and fonts."""
    missed = Missed()
    log.addHandler(missed)
    try:
        yield missed
    finally:
        log.removeHandler(missed)


class Missed(logging.Handler):
    """A log handler that collects the characters that no font draws and the fonts that cannot be embedded."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codes: set[int] = set()
        self.fonts: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Collect the character or the font from a warning."""
        said = record.getMessage()
        if found := UNDRAWN.search(said):
            self.codes.add(int(found.group(1), 16))
        elif said.startswith(UNFIT):
            self.fonts.add(said)
