"""System fonts for characters that the shipped fonts lack, and a font configuration isolated from all others.

WeasyPrint considers every system font for every line, so that a page would look different on every computer. Here, a
PDF uses the shipped fonts and only those system fonts that its characters need.
"""

import os
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from fontTools import subset  # type: ignore[import-untyped]  # it has no types
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

from assess.report.pdf.fonts import (
    EMOJI_FONT,
    FONT_FOLDER,
    find_missing_codepoints,
    label_codepoints,
    limit_stacked_marks,
    read_codepoints,
)
from assess.report.pdf.weasyprint_internals import CharacterSet, FontPattern, list_system_fonts

_REQUIRED_NUMBERS = (("weight", 80), ("slant", 0), ("outline", 1), ("color", 0), ("variable", 0), ("index", 0))
"""Fontconfig's properties of a regular, upright outline font that is the first one in its file."""

LARGE_FONT, SUBSET_THRESHOLD = 10_000, 300
"""Number of characters of a large font, and number of used ones above which it is subset in advance.

HarfBuzz 6 fails to subset a large font to 800 characters.
"""

_SPACE = 0x20
"""Spaces between two characters of a font are drawn with it as well, so it must contain one."""

_FONT_FORMATS = (b"TrueType", b"CFF")
_BITMAP_TABLES = ("CBDT", "COLR", "SVG ", "sbix", "EBDT")
"""Font tables with bitmaps or colour glyphs, which PDF/A cannot embed as text."""

_RESTRICTED_FLAGS = 0x0202
"""Flags of a font that may not be embedded, or only as bitmaps (OpenType, OS/2 fsType)."""

_GLYPHLESS_CATEGORIES = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Unicode categories of control characters and separators, and of characters without a standard glyph."""


class FallbackFont(NamedTuple):
    """A font for characters that the text fonts lack."""

    name: str
    """The family name in the style sheet: letters, digits and spaces."""
    file: Path
    is_large: bool = False
    """Whether it has so many characters as only CJK fonts have."""
    codepoints: frozenset[int] = frozenset()
    """The code points to subset it to; empty for the whole font."""


class InstalledFont(NamedTuple):
    """A system font with its characters."""

    font: FallbackFont
    characters: CharacterSet


@cache
def _list_installed_fonts() -> tuple[InstalledFont, ...]:
    """Return the upright regular outline fonts of the system, Noto fonts first."""
    found = (_parse_pattern(pattern) for pattern in list_system_fonts())
    by_file = {installed.font.file: installed for installed in found if installed}
    return tuple(sorted(by_file.values(), key=lambda one: (_font_priority(one.font.name), one.font)))


def _font_priority(name: str) -> int:
    """Return the sort key of a font: those that resemble the text come first."""
    return 0 if name.startswith("Noto Sans") else 1 if name.startswith("Noto") else 2


def _parse_pattern(pattern: FontPattern) -> InstalledFont | None:
    """Return the font of a pattern if a PDF can embed it, else None."""
    characters = pattern.get_characters()
    if (
        any(pattern.get_number(name) != value for name, value in _REQUIRED_NUMBERS)
        or pattern.get_string("fontformat") not in _FONT_FORMATS
        or characters is None
        or not characters.has(_SPACE)
    ):
        return None
    name = re.sub(r"[^A-Za-z0-9]+", " ", pattern.get_string("family").decode("utf-8", "replace")).strip()
    file = Path(os.fsdecode(pattern.get_string("file")))
    return InstalledFont(FallbackFont(name or "Unnamed", file, characters.count() > LARGE_FONT), characters)


@lru_cache(maxsize=512)
def is_embeddable(file: Path) -> bool:
    """Return whether the licence flags of a font allow embedding and it has no bitmap or colour glyphs."""
    try:
        with TTFont(BytesIO(file.read_bytes()), lazy=True, fontNumber=0) as font:
            return not font["OS/2"].fsType & _RESTRICTED_FLAGS and not any(table in font for table in _BITMAP_TABLES)
    except (OSError, TTLibError, KeyError, AttributeError):
        return False


@cache
def _load_emoji_font() -> tuple[FallbackFont, frozenset[int]] | None:
    """Return the shipped emoji font with its code points, or None if it is missing."""
    file = FONT_FOLDER / EMOJI_FONT
    return (FallbackFont("Noto Emoji", file), frozenset(read_codepoints(file))) if file.exists() else None


@lru_cache(maxsize=20_000)
def find_fallback_font(codepoint: int) -> FallbackFont | None:
    """Return the first embeddable font for a code point, or None: the shipped emoji font, then system fonts."""
    if category(chr(codepoint)) in _GLYPHLESS_CATEGORIES:
        return None
    if (shipped := _load_emoji_font()) and codepoint in shipped[1]:
        return shipped[0]
    candidates = (one.font for one in _list_installed_fonts() if one.characters.has(codepoint))
    return next((font for font in candidates if is_embeddable(font.file)), None)


class PreparedPage(NamedTuple):
    """A page ready to render, and the fallback fonts it needs."""

    page: str
    fallback_fonts: tuple[FallbackFont, ...]


def prepare_page(page: str, excluded: Iterable[int] = ()) -> PreparedPage:
    """Find the fonts for a page; replace excluded characters and those without a font with labels."""
    missing = find_missing_codepoints(page)
    fonts = {code: find_fallback_font(code) for code in missing.difference(excluded)}
    codes_by_font: dict[FallbackFont, set[int]] = {}
    for code, font in fonts.items():
        if font:
            codes_by_font.setdefault(font, {_SPACE}).add(code)
    used = (
        spare._replace(codepoints=frozenset(codes)) if spare.is_large and len(codes) > SUBSET_THRESHOLD else spare
        for spare, codes in codes_by_font.items()
    )
    fallback_fonts = tuple(sorted(used, key=lambda spare: (_font_priority(spare.name), spare.name, spare.file)))
    return PreparedPage(
        label_codepoints(limit_stacked_marks(page), (code for code in missing if not fonts.get(code))), fallback_fonts
    )


def uses_system_fonts(text: str) -> bool:
    """Return whether the rendering of a text depends on system fonts."""
    shipped = _load_emoji_font()
    return bool(find_missing_codepoints(text) - (shipped[1] if shipped else frozenset()))


def build_fallback_css(fonts: Iterable[FallbackFont]) -> str:
    """Return the @font-face rules of fallback fonts."""
    return "".join(f'@font-face{{font-family:"{spare.name}";src:url("{_get_font_url(spare)}")}}' for spare in fonts)


def _get_font_url(fallback: FallbackFont) -> str:
    """Return the file URL of a font, or a data URL with its subset."""
    if not fallback.codepoints:
        return fallback.file.as_uri()
    options = subset.Options(layout_features=["*"], notdef_outline=True, drop_tables=["FFTM", "DSIG"])
    with TTFont(fallback.file, fontNumber=0, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=fallback.codepoints)
        subsetter.subset(font)
        output = BytesIO()
        font.save(output)
    return f"data:font/ttf;base64,{b64encode(output.getvalue()).decode()}"
