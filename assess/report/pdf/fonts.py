"""The shipped fonts and the characters they cover."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

FONT_FOLDER = Path(__file__).resolve().parents[1] / "fonts"
"""The folder into which the build puts the fonts and their licences; without them, system fonts are used."""

FONT_FACES = (
    ("Source Sans 3", "SourceSans3-Regular.ttf", "normal", 400),
    ("Source Sans 3", "SourceSans3-It.ttf", "italic", 400),
    ("Source Sans 3", "SourceSans3-Semibold.ttf", "normal", 600),
    ("Source Serif 4", "SourceSerif4Display-Semibold.ttf", "normal", 600),
)
"""Family, file, style and weight of each face."""

EMOJI_FONT = "NotoEmoji_400Regular.ttf"
"""The emoji font, with monochrome outlines."""

_MAX_STACKED_MARKS = 8
"""Maximum number of combining marks on one letter, more than any living script needs."""

_NON_LATIN_RUN = re.compile("[\u0300-\U0010ffff]{9,}")
"""A run of characters long enough to contain too many marks: a quick test, as most pages have none."""

_INVISIBLE_CODEPOINTS = (
    *(0x09, 0x0A, 0x0D, 0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0x2066, 0x206A)),
    *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)),
)
"""White space, and characters that join, separate, isolate or vary their neighbours: they need no glyph."""


def build_font_face_css() -> str:
    """Return the @font-face rules of the existing fonts, with URLs relative to the folder of the fonts."""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url({file});font-style:{style};font-weight:{weight}}}'
        for family, file, style, weight in FONT_FACES
        if (FONT_FOLDER / file).exists()
    )


@cache
def missing_glyph_pattern() -> re.Pattern[str] | None:
    """Return a pattern matching the characters that one of the text faces lacks, or None without the fonts."""
    files = [FONT_FOLDER / file for family, file, *_ in FONT_FACES if family == "Source Sans 3"]
    if not all(file.exists() for file in files):
        return None
    covered = sorted(set.intersection(*map(read_codepoints, files)) | set(_INVISIBLE_CODEPOINTS))
    return re.compile(f"[^{''.join(re.escape(chr(code)) for code in covered)}]")


def read_codepoints(file: Path) -> set[int]:
    """Return the code points that a font file has a glyph for."""
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


def find_missing_codepoints(text: str) -> frozenset[int]:
    """Return the code points of a text that one of the text faces lacks."""
    pattern = missing_glyph_pattern()
    return frozenset(map(ord, pattern.findall(text))) if pattern else frozenset()


def label_codepoints(text: str, codepoints: Iterable[int]) -> str:
    """Replace characters with labels such as ‹U+1F4A9›, each followed by a line break opportunity."""
    return text.translate({code: f"‹U+{code:04X}›\u200b" for code in codepoints})


def limit_stacked_marks(text: str) -> str:
    """Break up long stacks of combining marks, which would overlap the lines above."""
    return _NON_LATIN_RUN.sub(lambda run: _stacked_marks_pattern().sub("\\g<0>\u00a0", run.group()), text)


@cache
def _stacked_marks_pattern() -> re.Pattern[str]:
    """Return a pattern matching the maximum number of combining marks where another follows."""
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if category(chr(code)) in ("Mn", "Me"))
    signs = marks.translate(dict.fromkeys(_INVISIBLE_CODEPOINTS))
    return re.compile(f"[{signs}]{{{_MAX_STACKED_MARKS}}}(?=[{signs}])")
