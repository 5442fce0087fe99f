"""The fonts of the report: which they are, and which characters they can show."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

FONTS = Path(__file__).resolve().parents[1] / "fonts"
"""Where the build puts the fonts and their licences; without them the PDF takes what the computer has."""

FACES = (
    ("Source Sans 3", "SourceSans3-Regular.ttf", "normal", 400),
    ("Source Sans 3", "SourceSans3-It.ttf", "italic", 400),
    ("Source Sans 3", "SourceSans3-Semibold.ttf", "normal", 600),
    ("Source Serif 4", "SourceSerif4Display-Semibold.ttf", "normal", 600),
)
"""Family, file, style and weight of each face."""

EMOJI = "NotoEmoji_400Regular.ttf"
"""The font of emoji, in outlines without colour."""

HEAP = 8
"""The marks over one letter, of which no living script needs as many."""

FOREIGN = re.compile("[\u0300-\U0010ffff]{9,}")
"""A run of signs long enough to hold a heap: a quick look, since most pages have none."""

SILENT = (
    *(0x09, 0x0A, 0x0D, 0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0x2066, 0x206A)),
    *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)),
)
"""White space, and the signs that join, part, isolate or vary what stands beside them: they need no shape."""


def font_faces() -> str:
    """Give the style rules that name the faces there are; addresses are relative to the folder of the fonts."""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url({file});font-style:{style};font-weight:{weight}}}'
        for family, file, style, weight in FACES
        if (FONTS / file).exists()
    )


@cache
def lacking() -> re.Pattern[str] | None:
    """Give a pattern for every character that one of the text faces lacks; none where the fonts are not there."""
    files = [FONTS / file for family, file, *_ in FACES if family == "Source Sans 3"]
    if not all(file.exists() for file in files):
        return None
    known = sorted(set.intersection(*map(characters, files)) | set(SILENT))
    return re.compile(f"[^{''.join(re.escape(chr(code)) for code in known)}]")


def characters(file: Path) -> set[int]:
    """Give the characters that a font file has a shape for."""
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


def beyond_the_text(page: str) -> frozenset[int]:
    """Give the characters of a page that one of the text faces lacks."""
    pattern = lacking()
    return frozenset(map(ord, pattern.findall(page))) if pattern else frozenset()


def named(text: str, codes: Iterable[int]) -> str:
    """Give the text with each of these characters named instead, each name a place to break a line: ‹U+1F4A9›."""
    return text.translate({code: f"‹U+{code:04X}›\u200b" for code in codes})


def unstacked(text: str) -> str:
    """Give the text with its marks in heaps of a few over one letter: a heap of many would cover the lines above."""
    return FOREIGN.sub(lambda run: heaps().sub("\\g<0>\u00a0", run.group()), text)


@cache
def heaps() -> re.Pattern[str]:
    """Give a pattern for as many marks as may stand over one letter where more follow."""
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if category(chr(code)) in ("Mn", "Me"))
    signs = marks.translate(dict.fromkeys(SILENT))
    return re.compile(f"[{signs}]{{{HEAP}}}(?=[{signs}])")
