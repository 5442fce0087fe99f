"""What is used of WeasyPrint beyond its documentation, in one place for whoever upgrades it.

A test fails with “WeasyPrint changed” if any of it is gone, has another signature or is no longer logged in this form.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # it has no types
from weasyprint import HTML
from weasyprint.text.ffi import ffi, fontconfig, pango, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

_NO_GLYPH_MESSAGE = ".notdef glyph rendered"
"""Start of the warning about a character that no font draws; its arguments are the character and its code point."""

_UNUSABLE_FONT_MESSAGES = ("Font-face", "Unable to subset")
"""Starts of the warnings about a font that cannot be loaded, and about one that cannot be embedded."""

_log = logging.getLogger("weasyprint")

ffi.cdef(
    """
    typedef struct _FcCharSet FcCharSet;
    FcConfig * FcConfigCreate (void);
    FcBool FcConfigBuildFonts (FcConfig *config);
    FcResult FcPatternGetInteger (FcPattern *p, const char *object, int n, int *i);
    FcResult FcPatternGetBool (FcPattern *p, const char *object, int n, FcBool *b);
    FcResult FcPatternGetCharSet (FcPattern *p, const char *object, int n, FcCharSet **c);
    FcBool FcCharSetHasChar (const FcCharSet *fcs, unsigned int ucs4);
    unsigned int FcCharSetCount (const FcCharSet *fcs);
    """,
    override=True,
)


class ParsedPage(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """An already parsed page, which may fetch data URLs only."""

    def __init__(self, root: Element) -> None:
        self.base_url = None
        self.url_fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def parse_page(page: str) -> ParsedPage:
    """Parse a page as XML, which the templates produce; it takes a tenth of the time of an HTML parser."""
    return ParsedPage(fromstring(page))  # noqa: S314  # our own page, in which all input is escaped


class IsolatedFontConfig(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that contains the fonts of style sheets but no system fonts."""

    def __init__(self) -> None:
        super().__init__()
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigBuildFonts(self._config)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map keeps a reference


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """The characters of a system font."""

    charset: Any
    config: Any
    """The fontconfig configuration, which has to live as long as the character set."""

    def has(self, codepoint: int) -> bool:
        """Return whether a code point is among them."""
        return bool(fontconfig.FcCharSetHasChar(self.charset, codepoint))

    def count(self) -> int:
        """Return the number of characters."""
        return int(fontconfig.FcCharSetCount(self.charset))


@dataclass(frozen=True, slots=True)
class FontPattern:
    """A system font as fontconfig describes it."""

    pattern: Any
    config: Any
    """The fontconfig configuration, which has to live as long as the pattern."""

    def get_number(self, name: str) -> int:
        """Return an integer or boolean property; -1 if there is none of this name."""
        whole, truth = ffi.new("int *"), ffi.new("FcBool *")
        if not fontconfig.FcPatternGetInteger(self.pattern, name.encode(), 0, whole):
            return int(whole[0])
        return -1 if fontconfig.FcPatternGetBool(self.pattern, name.encode(), 0, truth) else int(truth[0])

    def get_string(self, name: str) -> bytes:
        """Return a string property as bytes; empty if there is none of this name."""
        text = ffi.new("FcChar8 **")
        missing = fontconfig.FcPatternGetString(self.pattern, name.encode(), 0, text)
        return b"" if missing else bytes(ffi.string(text[0]))

    def get_characters(self) -> CharacterSet | None:
        """Return the characters of the font, or None if they are unknown."""
        charset = ffi.new("FcCharSet **")
        missing = fontconfig.FcPatternGetCharSet(self.pattern, b"charset", 0, charset)
        return None if missing else CharacterSet(charset[0], self.config)


def list_system_fonts() -> tuple[FontPattern, ...]:
    """Return all fonts of the system."""
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    return () if fonts == ffi.NULL else tuple(FontPattern(fonts.fonts[index], config) for index in range(fonts.nfont))


def get_pango_version() -> str:
    """Return the version of Pango."""
    number: int = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


class FontWarnings(logging.Handler):
    """A log handler that collects the characters that no font draws, and whether a font could not be used."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codepoints: set[int] = set()
        self.has_unusable_font = False

    def emit(self, record: logging.LogRecord) -> None:
        """Collect what a warning is about."""
        match record.args:
            case (_, int(codepoint)) if record.msg.startswith(_NO_GLYPH_MESSAGE):
                self.codepoints.add(codepoint)
            case _:
                self.has_unusable_font |= record.msg.startswith(_UNUSABLE_FONT_MESSAGES)


@contextmanager
def capture_font_warnings() -> Iterator[FontWarnings]:
    """Capture the warnings about missing glyphs and unusable fonts."""
    warnings = FontWarnings()
    _log.addHandler(warnings)
    try:
        yield warnings
    finally:
        _log.removeHandler(warnings)
