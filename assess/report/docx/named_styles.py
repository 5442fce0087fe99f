"""The named styles of Word documents, so that a document is restyled in one place."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

AFTER_TABLE, CAPTION, CHECKBOX = "After Table", "Caption", "Checkbox"
CHART, CHART_SENTENCE = "Chart", "Chart Sentence"
CITATION, HYPERLINK, STRONG = "Citation", "Hyperlink", "Strong"
CONTENTS_HEADING, CONTENTS_ENTRY = "TOC Heading", "toc 1"
MARKING, TABLE = "Marking", "Table Grid"
TABLE_FIGURE, TABLE_HEADING, TABLE_FIGURE_HEADING, TABLE_TEXT = (
    "Table Figure",
    "Table Heading",
    "Table Figure Heading",
    "Table Text",
)
STYLES = (
    *("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"),
    *("Header", "Footer", CAPTION, CONTENTS_HEADING, CONTENTS_ENTRY, STRONG, HYPERLINK, CITATION, MARKING),
    *(
        TABLE,
        TABLE_TEXT,
        TABLE_HEADING,
        TABLE_FIGURE,
        TABLE_FIGURE_HEADING,
        AFTER_TABLE,
        CHECKBOX,
        CHART,
        CHART_SENTENCE,
    ),
)
"""The names of all styles that a document uses."""

_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_BRANDED = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3")
_FONT_SIZES = {
    "Normal": 11,
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 18,
    "Heading 2": 14,
    "Heading 3": 12,
    "Header": 9,
    "Footer": 9,
    CAPTION: 10,
}
_BORDERS = {"top": "8", "bottom": "4", "insideH": "4", "left": "0", "right": "0", "insideV": "0"}
"""Border widths of a table in eighths of a point; there are none between columns."""


def apply_styles(document: Document, colour: str) -> None:
    """Set the page size, the language and every style of a document in a council's colour."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name in ("Normal", *_BRANDED, CONTENTS_HEADING, CAPTION):
        _set_typeface(document, name)
    for name, size in _FONT_SIZES.items():
        named: Any = document.styles[name]
        named.font.size, named.font.italic = Pt(size), False
    for name in _BRANDED:
        branded: Any = document.styles[name]
        branded.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    _style_table_borders(document)
    _add_table_styles(document)
    _add_other_styles(document)


def _set_typeface(document: Document, name: str) -> None:
    """Set a style in Arial and the colour of text, whatever the theme says."""
    style: Any = document.styles[name]
    style.font.name, style.font.color.rgb = "Arial", None
    for theme in _THEME_FONTS:
        style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)


def _style_table_borders(document: Document) -> None:
    """Set hairlines between the rows of tables."""
    borders = document.styles[TABLE].element.find(f".//{qn('w:tblBorders')}")
    for name, size in _BORDERS.items():
        line = borders.find(qn(f"w:{name}"))
        line.set(qn("w:val"), "single" if size != "0" else "nil")
        line.set(qn("w:sz"), size)
        line.set(qn("w:color"), "8A9196")


def _add_table_styles(document: Document) -> None:
    """Add the styles of the text of tables: a head stays with the first row, and a caption with the head."""
    text = _add_style(document, TABLE_TEXT)
    text.font.size = Pt(10)
    text.paragraph_format.space_before = text.paragraph_format.space_after = Pt(2)
    heading = _add_style(document, TABLE_HEADING, TABLE_TEXT)
    heading.font.bold = heading.paragraph_format.keep_with_next = True
    for name, base in ((TABLE_FIGURE, TABLE_TEXT), (TABLE_FIGURE_HEADING, TABLE_HEADING)):
        _add_style(document, name, base).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    caption: Any = document.styles[CAPTION]
    caption.font.bold = caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)
    _add_style(document, AFTER_TABLE).paragraph_format.space_before = Pt(10)


def _add_other_styles(document: Document) -> None:
    """Add the styles of links, citations, contents, the marking and the boxes to tick."""
    _add_style(document, HYPERLINK, kind=WD_STYLE_TYPE.CHARACTER).font.underline = True
    _add_style(document, CITATION, kind=WD_STYLE_TYPE.CHARACTER).font.underline = True
    _add_style(document, CONTENTS_ENTRY).paragraph_format.space_after = Pt(3)
    marking = _add_style(document, MARKING, "Header")
    marking.font.bold, marking.paragraph_format.alignment = True, WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Header", "Footer"):
        furniture: Any = document.styles[name]
        furniture.paragraph_format.space_after = Pt(4)
    for name in (CHART, CHART_SENTENCE):
        _add_style(document, name).paragraph_format.keep_with_next = True
    box = _add_style(document, CHECKBOX)
    box.paragraph_format.space_after, box.paragraph_format.keep_with_next = Pt(3), True
    box.paragraph_format.left_indent, box.paragraph_format.first_line_indent = Mm(6), Mm(-6)


def _add_style(
    document: Document, name: str, base: str = "Normal", *, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH
) -> Any:
    """Add a style; paragraph styles are based on another one."""
    added: Any = document.styles.add_style(name, kind, builtin=name in (HYPERLINK, CONTENTS_ENTRY))
    if kind is WD_STYLE_TYPE.PARAGRAPH:
        added.base_style, added.quick_style = document.styles[base], True
    return added
