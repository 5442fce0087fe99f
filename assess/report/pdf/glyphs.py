"""Render a PDF repeatedly until no glyph is missing: a single one violates PDF/UA and PDF/A."""

from collections.abc import Callable

from assess.report.pdf.fonts import find_missing_codepoints
from assess.report.pdf.system_fonts import PreparedPage, prepare_page
from assess.report.pdf.weasyprint_internals import capture_font_warnings

_MAX_ATTEMPTS = 3


def render_with_fallback_fonts(page: str, render: Callable[[PreparedPage], bytes]) -> bytes:
    """Render a page, replacing characters that no font can draw with labels.

    A font may contain a character and still fail to draw it, such as a mark on a letter of another font; such
    characters are replaced as well.
    """
    excluded: frozenset[int] = frozenset()
    for _ in range(_MAX_ATTEMPTS):
        with capture_font_warnings() as warnings:
            pdf = render(prepare_page(page, excluded))
        if not (warnings.codepoints or warnings.has_unusable_font):
            return pdf
        excluded = find_missing_codepoints(page) if warnings.has_unusable_font else excluded | warnings.codepoints
    return render(prepare_page(page, find_missing_codepoints(page)))
