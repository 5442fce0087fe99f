"""The fonts of the report: which they are, and which characters they can show."""

import re
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

FONTS = Path(__file__).resolve().parent / "fonts"
"""Where the build puts the fonts and their licences; without them the PDF takes what the computer has."""

FACES = (
    ("Source Sans 3", "SourceSans3-Regular.ttf", "normal", 400),
    ("Source Sans 3", "SourceSans3-It.ttf", "italic", 400),
    ("Source Sans 3", "SourceSans3-Semibold.ttf", "normal", 600),
    ("Source Serif 4", "SourceSerif4Display-Semibold.ttf", "normal", 600),
)
"""Family, file, style and weight of each face."""

INVISIBLE = {0x09, 0x0A, 0x0D, 0x200B}
"""White space, and the place where a word may be broken: characters that need no shape."""


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
    shapes = [characters(file) for file in files]
    known = sorted(set.intersection(*shapes) | INVISIBLE)
    return re.compile(f"[^{''.join(re.escape(chr(code)) for code in known)}]")


def characters(file: Path) -> set[int]:
    """Give the characters that a font file has a shape for."""
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


def shown_by_fonts(text: str) -> str:
    """Give the text with each character that no font has named instead: ‹U+1F4A9›."""
    pattern = lacking()
    return pattern.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text) if pattern else text
