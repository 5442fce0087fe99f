"""Make a PDF again until nothing in it lacks a shape: one missing shape fails both standards."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assess.report.pdf.fonts import beyond_the_text
from assess.report.pdf.system_fonts import Setting, set_up

TRIES = 3
UNDRAWN = re.compile(r"\.notdef .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
"""What WeasyPrint says of a character that it could not draw."""

UNFIT = ("Unable to subset", "Font-face", "Unable to instantiate", "Unable to save")
"""How WeasyPrint's complaints about a font begin."""

log = logging.getLogger("weasyprint")


def with_every_sign(page: str, written: Callable[[Setting], bytes]) -> bytes:
    """Give the PDF with its characters as typed where a font draws them, and named where none does.

    A font may have a sign and still not draw it, such as a mark over a letter of another font: it is named then.
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
    """Watch what WeasyPrint says of signs that it could not draw."""
    missed = Missed()
    log.addHandler(missed)
    try:
        yield missed
    finally:
        log.removeHandler(missed)


class Missed(logging.Handler):
    """Keeps the characters of which WeasyPrint says that no font draws them, and the fonts that it cannot embed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codes: set[int] = set()
        self.fonts: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the character or the font that a message is about."""
        said = record.getMessage()
        if found := UNDRAWN.search(said):
            self.codes.add(int(found.group(1), 16))
        elif said.startswith(UNFIT):
            self.fonts.add(said)
