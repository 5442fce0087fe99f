"""The warnings of WeasyPrint about fonts, each provoked: a report depends on them to name what cannot be drawn."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types
from fontTools.ttLib.tables.DefaultTable import DefaultTable  # type: ignore[import-untyped]
from weasyprint import CSS

from assess.report.pdf.fonts import FONT_FOLDER
from assess.report.pdf.weasyprint_internals import (
    FontWarnings,
    IsolatedFontConfig,
    capture_font_warnings,
    parse_page,
)

SHIPPED_FONT = FONT_FOLDER / "SourceSans3-Regular.ttf"
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*icc:ResourceWarning")


def capture_warnings(text: str, font: Path) -> FontWarnings:
    """Render a text in one font, or in the shipped font if it cannot be loaded, and return the warnings."""
    fonts = IsolatedFontConfig()
    faces = (
        f'@font-face {{ font-family: "{file.stem}"; src: url("{file.as_uri()}") }}' for file in (font, SHIPPED_FONT)
    )
    style = f'{"".join(faces)} body {{ font-family: "{font.stem}", "{SHIPPED_FONT.stem}" }}'
    with capture_font_warnings() as warnings:
        sheet = CSS(string=style, font_config=fonts)
        parse_page(f"<html lang='en'><body>{text}</body></html>").write_pdf(stylesheets=[sheet], font_config=fonts)
    return warnings


def test_a_font_that_can_be_used_gives_no_warning() -> None:
    warnings = capture_warnings("Ready", SHIPPED_FONT)
    assert (warnings.codepoints, warnings.has_unusable_font) == (set(), False)


def test_characters_without_a_glyph_are_named_by_their_code_points() -> None:
    warnings = capture_warnings("Ready 漢\ua4d0", SHIPPED_FONT)
    assert warnings.codepoints == {0x6F22, 0xA4D0}, (
        "WeasyPrint changed: a character without a glyph is no longer logged with its code point."
    )
    assert not warnings.has_unusable_font


def test_a_font_that_cannot_be_loaded_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert capture_warnings("Ready", tmp_path / "broken.ttf").has_unusable_font, (
        "WeasyPrint changed: a font that cannot be loaded is no longer logged in the form that we match."
    )


def test_a_font_that_cannot_be_embedded_is_noticed(tmp_path: Path) -> None:
    with TTFont(SHIPPED_FONT) as font:
        font["hdmx"] = DefaultTable("hdmx")
        font["hdmx"].data = b"-"  # too short
        font.save(tmp_path / "broken.ttf")
    assert capture_warnings("Ready", tmp_path / "broken.ttf").has_unusable_font, (
        "WeasyPrint changed: a font that cannot be subset is no longer logged in the form that we match."
    )
