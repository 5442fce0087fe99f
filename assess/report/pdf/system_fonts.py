"""The fonts of this computer, for characters that the shipped ones lack, and a set of fonts shut to all others.

WeasyPrint lets every font of the computer take part in every line, so that a page would look different from one
computer to the next. Here a PDF is set in the shipped fonts and in those that its own characters need.
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
"""What fontconfig calls a regular weight and an upright slant."""

LARGE, MANY = 10_000, 300
"""Characters that a large font has, and above which it is cut down first: HarfBuzz 6 fails to cut it to 800."""

SPACE = 0x20
"""What stands between two letters of a font is taken from it as well, so it must have one."""

FORMATS = (b"TrueType", b"CFF")
COLOURED = ("CBDT", "COLR", "SVG ", "sbix", "EBDT")
"""Tables of pictures in a font, which no PDF for archives can hold as letters."""

RESTRICTED = 0x0202
"""The marks of a font that may not be embedded, or only as pictures (OpenType, OS/2 fsType)."""

SHAPELESS = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Signs that steer text or end lines, and those whose shape is nobody's or one font's own (Unicode categories)."""

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
    """A font beside those of the text."""

    name: str
    """What the style sheet calls it: letters, figures and spaces."""
    file: Path
    large: bool = False
    """Whether it has as many characters as only fonts for Chinese have."""
    only: frozenset[int] = frozenset()
    """The characters to cut it down to; none for the whole font."""


class ShutConfiguration(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A set of fonts that holds those of its style sheets and none of the computer's own."""

    def __init__(self) -> None:
        super().__init__()
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigBuildFonts(self._config)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the map of fonts keeps it


class Installed(NamedTuple):
    """A font of the computer with the set of its characters, as fontconfig knows them."""

    spare: Spare
    characters: Any


@cache
def installed() -> tuple[Installed, ...]:
    """Give the upright regular fonts of this computer that have outlines, Noto's before others."""
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    patterns = [fonts.fonts[place] for place in range(fonts.nfont)] if fonts != ffi.NULL else []
    found = {made.spare.file: made for pattern in patterns if (made := usable(pattern, config))}
    return tuple(sorted(found.values(), key=lambda one: (rank(one.spare.name), one.spare)))


def rank(name: str) -> int:
    """Tell how early a font is asked: those that look like the text first."""
    return 0 if name.startswith("Noto Sans") else 1 if name.startswith("Noto") else 2


def usable(pattern: Any, config: Any) -> Installed | None:
    """Give the font of a pattern, if it is one that a PDF can hold; `config` keeps its characters alive."""
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
    """Give a number or a truth that fontconfig knows of a font; -1 where it knows none."""
    whole, truth = ffi.new("int *"), ffi.new("FcBool *")
    if not fontconfig.FcPatternGetInteger(pattern, name.encode(), 0, whole):
        return int(whole[0])
    return -1 if fontconfig.FcPatternGetBool(pattern, name.encode(), 0, truth) else int(truth[0])


def words(pattern: Any, name: str) -> bytes:
    """Give a text that fontconfig knows of a font."""
    text = ffi.new("FcChar8 **")
    return b"" if fontconfig.FcPatternGetString(pattern, name.encode(), 0, text) else bytes(ffi.string(text[0]))


@lru_cache(maxsize=512)
def may_be_embedded(file: Path) -> bool:
    """Tell whether a font may travel in a PDF by its maker's word, and has outlines and no pictures."""
    try:
        with TTFont(BytesIO(file.read_bytes()), lazy=True, fontNumber=0) as font:
            return not font["OS/2"].fsType & RESTRICTED and not any(table in font for table in COLOURED)
    except (OSError, TTLibError, KeyError, AttributeError):
        return False


@cache
def emoji() -> tuple[Spare, frozenset[int]] | None:
    """Give the shipped font of emoji with its characters, if it is there."""
    file = FONTS / EMOJI
    return (Spare("Noto Emoji", file), frozenset(characters(file))) if file.exists() else None


@lru_cache(maxsize=20_000)
def spare_for(code: int) -> Spare | None:
    """Give the first font that has a character and may be embedded: the shipped emoji, then this computer's fonts."""
    if category(chr(code)) in SHAPELESS:
        return None
    if (shipped := emoji()) and code in shipped[1]:
        return shipped[0]
    having = (one.spare for one in installed() if fontconfig.FcCharSetHasChar(one.characters[0], code))
    return next((spare for spare in having if may_be_embedded(spare.file)), None)


class Setting(NamedTuple):
    """A page as it can be printed, and the fonts that it needs beside those of the text."""

    page: str
    spares: tuple[Spare, ...]


def set_up(page: str, unwanted: Iterable[int] = ()) -> Setting:
    """Give a page with the fonts for its characters; those that no font has, and the unwanted, are named instead."""
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
    """Tell whether how a text is printed depends on which fonts the computer has beside the shipped ones."""
    shipped = emoji()
    return bool(beyond_the_text(text) - (shipped[1] if shipped else frozenset()))


def faces(spares: Iterable[Spare]) -> str:
    """Give the style rules that name the fonts."""
    return "".join(f'@font-face{{font-family:"{spare.name}";src:url("{address(spare)}")}}' for spare in spares)


def address(spare: Spare) -> str:
    """Give the address of a font, or where it is cut down the font itself."""
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
