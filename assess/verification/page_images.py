"""Draw the pages of a PDF, so that they can be compared as pictures."""

from collections.abc import Sequence
from hashlib import sha256

from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from assess.verification.models import PageComparison

_DOTS_PER_INCH = 60
_POINTS_PER_INCH = 72
_MAX_LENGTH = 2_000
"""Maximum length of the edges of a page that is drawn, in points; those of a report are shorter than 1,200."""


def hash_page_images(data: bytes) -> tuple[str, ...]:
    """Return a hash of each page's picture; empty if the PDF cannot be drawn."""
    try:
        with PdfDocument(data) as document:
            return tuple(_hash_page_image(page) for page in document)
    except PdfiumError:
        return ()


def _hash_page_image(page: PdfPage) -> str:
    """Return a hash of a page's picture and size."""
    width, height = page.get_size()
    if max(width, height) > _MAX_LENGTH:
        return "not drawn, because it is too large"
    bitmap = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH)
    return sha256(f"{bitmap.width} {bitmap.height} ".encode() + bytes(bitmap.buffer)).hexdigest()


def compare_pages(found: Sequence[str], made: Sequence[str]) -> PageComparison | None:
    """Compare the hashes of the pages of two files; None if one of them has no pages."""
    if not found or not made:
        return None
    different = _list_others(found, made)
    return PageComparison(
        len(found),
        different,
        tuple(number for number in _list_others(made, found) if number not in different),
        [page for page in found if page in made] != [page for page in made if page in found],
    )


def _list_others(pages: Sequence[str], known: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of the pages that are not among the known ones."""
    return tuple(number for number, page in enumerate(pages, 1) if page not in known)
