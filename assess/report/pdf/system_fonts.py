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
from typing import Any, NamedTuple
from unicodedata import category

from fontTools import subset  # type: ignore[import-untyped]  # it has no types
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from assess.report.pdf.fonts import EMOJI, FONTS, beyond_the_text, characters, named, unstacked

REGULAR, UPRIGHT = 80, 0
"""Fontconfig's values for regular weight and upright slant."""

LARGE, MANY = 10_000, 300
"""Number of characters of a large font, and number of used ones above which it is subset in advance.

HarfBuzz 6 fails to subset a large font to 800 characters.
"""

SPACE = 0x20
"""Spaces between two characters of a font are drawn with it as well, so it must contain one."""

FORMATS = (b"TrueType", b"CFF")
COLOURED = ("CBDT", "COLR", "SVG ", "sbix", "EBDT")
"""Font tables with bitmaps or colour glyphs, which PDF/A cannot embed as text."""

RESTRICTED = 0x0202
"""Flags of a font that may not be embedded, or only as bitmaps (OpenType, OS/2 fsType)."""

SHAPELESS = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Unicode categories of control characters and separators, and of characters without a standard glyph."""

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


class Spare(NamedTuple):
    """A font for characters that the text fonts lack."""

    name: str
    """The family name in the style sheet: letters, digits and spaces."""
    file: Path
    large: bool = False
    """Whether it has so many characters as only CJK fonts have."""
    only: frozenset[int] = frozenset()
    """The code points to subset it to; empty for the whole font."""


class ShutConfiguration(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that contains the fonts of style sheets but no system fonts."""

    def __init__(self) -> None:
        super().__init__()
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigBuildFonts(self._config)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map keeps a reference


class Installed(NamedTuple):
    """A system font with its fontconfig character set."""

    spare: Spare
    characters: Any


@cache
def installed() -> tuple[Installed, ...]:
    """Return the upright regular outline fonts of the system, Noto fonts first."""
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    patterns = [fonts.fonts[place] for place in range(fonts.nfont)] if fonts != ffi.NULL else []
    found = {made.spare.file: made for pattern in patterns if (made := usable(pattern, config))}
    return tuple(sorted(found.values(), key=lambda one: (rank(one.spare.name), one.spare)))


def rank(name: str) -> int:
    """Return the sort key of a font: those that resemble the text come first."""
    return 0 if name.startswith("Noto Sans") else 1 if name.startswith("Noto") else 2


def usable(pattern: Any, config: Any) -> Installed | None:
    """Return the font of a pattern if a PDF can embed it, else None; `config` keeps its character set alive."""
    wanted = (("weight", REGULAR), ("slant", UPRIGHT), ("outline", 1), ("color", 0), ("variable", 0))
    if any(number(pattern, name) != value for name, value in wanted) or words(pattern, "fontformat") not in FORMATS:
        return None
    charset = ffi.new("FcCharSet **")
    if number(pattern, "index") or fontconfig.FcPatternGetCharSet(pattern, b"charset", 0, charset):
        return None
    if not fontconfig.FcCharSetHasChar(charset[0], SPACE):
        return None
    name = re.sub(r"[^A-Za-z0-9]+", " ", words(pattern, "family").decode("utf-8", "replace")).strip()
    spare = Spare(
        name or "Unnamed", Path(os.fsdecode(words(pattern, "file"))), fontconfig.FcCharSetCount(charset[0]) > LARGE
    )
    return Installed(spare, (charset[0], config))


def number(pattern: Any, name: str) -> int:
    """Return an integer or boolean property of a fontconfig pattern; -1 if it has none."""
    whole, truth = ffi.new("int *"), ffi.new("FcBool *")
    if not fontconfig.FcPatternGetInteger(pattern, name.encode(), 0, whole):
        return int(whole[0])
    return -1 if fontconfig.FcPatternGetBool(pattern, name.encode(), 0, truth) else int(truth[0])


def words(pattern: Any, name: str) -> bytes:
    """Return a string property of a fontconfig pattern as bytes; empty if it has none."""
    text = ffi.new("FcChar8 **")
    return b"" if fontconfig.FcPatternGetString(pattern, name.encode(), 0, text) else bytes(ffi.string(text[0]))


@lru_cache(maxsize=512)
def may_be_embedded(file: Path) -> bool:
    """Return whether the licence flags of a font allow embedding and it has no bitmap or colour glyphs."""
    try:
        with TTFont(BytesIO(file.read_bytes()), lazy=True, fontNumber=0) as font:
            return not font["OS/2"].fsType & RESTRICTED and not any(table in font for table in COLOURED)
    except (OSError, TTLibError, KeyError, AttributeError):
        return False


@cache
def emoji() -> tuple[Spare, frozenset[int]] | None:
    """Return the shipped emoji font with its code points, or None if it is missing."""
    file = FONTS / EMOJI
    return (Spare("Noto Emoji", file), frozenset(characters(file))) if file.exists() else None


@lru_cache(maxsize=20_000)
def spare_for(code: int) -> Spare | None:
    """Return the first embeddable font for a code point, or None: the shipped emoji font, then system fonts."""
    if category(chr(code)) in SHAPELESS:
        return None
    if (shipped := emoji()) and code in shipped[1]:
        return shipped[0]
    having = (one.spare for one in installed() if fontconfig.FcCharSetHasChar(one.characters[0], code))
    return next((spare for spare in having if may_be_embedded(spare.file)), None)


class Setting(NamedTuple):
    """A page ready to render, and the fallback fonts it needs."""

    page: str
    spares: tuple[Spare, ...]


def set_up(page: str, unwanted: Iterable[int] = ()) -> Setting:
    """Find the fonts for a page; replace excluded characters and those without a font with labels."""
    beyond = beyond_the_text(page)
    found = {code: spare_for(code) for code in beyond.difference(unwanted)}
    wanted: dict[Spare, set[int]] = {}
    for code, spare in found.items():
        if spare:
            wanted.setdefault(spare, {SPACE}).add(code)
    used = (
        spare._replace(only=frozenset(codes)) if spare.large and len(codes) > MANY else spare
        for spare, codes in wanted.items()
    )
    spares = tuple(sorted(used, key=lambda spare: (rank(spare.name), spare.name, spare.file)))
    return Setting(named(unstacked(page), (code for code in beyond if not found.get(code))), spares)


def borrows(text: str) -> bool:
    """Return whether the rendering of a text depends on system fonts."""
    shipped = emoji()
    return bool(beyond_the_text(text) - (shipped[1] if shipped else frozenset()))


def faces(spares: Iterable[Spare]) -> str:
    """Return the @font-face rules of fallback fonts."""
    return "".join(f'@font-face{{font-family:"{spare.name}";src:url("{address(spare)}")}}' for spare in spares)


def address(spare: Spare) -> str:
    """Return the file URL of a font, or a data URL with its subset."""
    if not spare.only:
        return spare.file.as_uri()
    options = subset.Options(layout_features=["*"], notdef_outline=True, drop_tables=["FFTM", "DSIG"])
    with TTFont(spare.file, fontNumber=0, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=spare.only)
        cutter.subset(font)
        made = BytesIO()
        font.save(made)
    return f"data:font/ttf;base64,{b64encode(made.getvalue()).decode()}"
