"""Pictures of charts for Word, from the same shapes as those of the page."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from assess.report.content.chart_models import Drawing, DrawingLabel, HeatCell, HeatMap, HeatRow, Shape
from assess.report.content.text import shorten
from assess.report.pdf.fonts import FONT_FOLDER

_SCALE = 3
"""Pixels in each unit of a drawing, a quarter of a millimetre: about 300 to the inch."""

_LETTER_HEIGHT, _GAP, _MAX_LABEL_LENGTH = 12, 8.0, 40
_FILLS = {"track": "#e6eaeb", "gap": "#ffffff", "late": "#8c1d18", "ink": "#16191d"}
_INK, _OUTLINE_WIDTH, _FRAME_WIDTH = "#16191d", 1.4, 2.4
_COLOURS = 32
"""Number of colours in a picture, with the shades at the edges of letters."""

_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_TEXT_FONT = "SourceSans3-Regular.ttf"


class ImageRow(NamedTuple):
    """One row of a chart: what its drawing is of, and its figure."""

    label: str
    drawing: Drawing
    figure: str


def join_rows(rows: Sequence[ImageRow], axis: Drawing | None = None) -> Drawing:
    """Join the drawings of a chart below one another, with their labels on the left and their figures on the right."""
    rows = [row._replace(label=shorten(row.label, _MAX_LABEL_LENGTH)) for row in rows]
    left = max(_measure(row.label) for row in rows) + _GAP
    right = max(_measure(row.figure) for row in rows) + _GAP
    width, y = left + rows[0].drawing.width + right, 0.0
    shapes: list[Shape] = []
    labels: list[DrawingLabel] = []
    for row in (*((ImageRow("", axis, ""),) if axis else ()), *rows):
        base = y + row.drawing.height / 2 + _LETTER_HEIGHT / 3
        shapes += [shape._replace(x=shape.x + left, y=shape.y + y) for shape in row.drawing.shapes]
        labels += [label._replace(x=label.x + left, y=label.y + y) for label in row.drawing.labels]
        labels += [DrawingLabel(row.label, 0, base, "start"), DrawingLabel(row.figure, width, base, "end")]
        y += row.drawing.height
    return Drawing("", width, y, tuple(shapes), tuple(label for label in labels if label.text))


_HEAT_COLUMNS, _MAX_NAME_LENGTH = 9, 22
_HEAT_NAME_WIDTH, _HEAT_WIDTH, _HEAT_HEIGHT, _HEAT_BAR_HEIGHT = 138.0, 58.0, 46.0, 10.0
_FRAMES = {"blocker": "stop", "missing": "frame", "unknown": "frame"}


def draw_heat_map(heat: HeatMap) -> Drawing:
    """Draw the heat map: nine questions to a line, each with its bar, its frame and its words."""
    lines = [(row, row.cells[at : at + _HEAT_COLUMNS]) for row in heat.rows for at in _list_starts(row)]
    shapes: list[Shape] = []
    labels: list[DrawingLabel] = []
    for place, (row, cells) in enumerate(lines):
        y = place * (_HEAT_HEIGHT + 4)
        labels.append(DrawingLabel(shorten(row.title, _MAX_NAME_LENGTH), 0, y + 13, "start"))
        for column, cell in enumerate(cells):
            x = _HEAT_NAME_WIDTH + column * (_HEAT_WIDTH + 2)
            shapes += _draw_cell(cell, x, y)
            labels += _label_cell(cell, x, y)
    width = _HEAT_NAME_WIDTH + _HEAT_COLUMNS * (_HEAT_WIDTH + 2)
    return Drawing("", width, len(lines) * (_HEAT_HEIGHT + 4), tuple(shapes), tuple(labels))


def _list_starts(row: HeatRow) -> range:
    """Return the index of the first question on each line of a section."""
    return range(0, max(len(row.cells), 1), _HEAT_COLUMNS)


def _draw_cell(cell: HeatCell, x: float, y: float) -> Iterator[Shape]:
    """Yield the bar of a question and the frame around it."""
    if cell.kind == "off":
        return
    left, width, top = x + 4, _HEAT_WIDTH - 8, y + 18
    yield Shape("outline" if cell.points == "?" else "track", left, top, width, _HEAT_BAR_HEIGHT)
    if cell.twelfths:
        yield Shape("solid", left, top, width * cell.twelfths / 12, _HEAT_BAR_HEIGHT)
    if cell.kind in _FRAMES:
        yield Shape(_FRAMES[cell.kind], x, y, _HEAT_WIDTH, _HEAT_HEIGHT)


def _label_cell(cell: HeatCell, x: float, y: float) -> Iterator[DrawingLabel]:
    """Yield the number of a question, its points and its word."""
    yield DrawingLabel(cell.number, x + 4, y + 14, "start")
    if cell.kind == "off":
        yield DrawingLabel(cell.word, x + _HEAT_WIDTH - 4, y + 14, "end")
    else:
        yield DrawingLabel(cell.points, x + _HEAT_WIDTH - 4, y + 14, "end")
        yield DrawingLabel(cell.word, x + 4, y + 41, "start")


def _measure(text: str) -> float:
    """Return the width of a text in units."""
    return _load_font().getlength(text) / _SCALE


def _load_font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font of the report, or that of the library if it is not installed."""
    path = FONT_FOLDER / _TEXT_FONT
    size = _LETTER_HEIGHT * _SCALE
    return ImageFont.truetype(path, size) if path.exists() else ImageFont.load_default(size)


def render_png(drawing: Drawing, colour: str) -> bytes:
    """Render a drawing as a PNG in a council's colour."""
    image = Image.new("RGB", (round(drawing.width * _SCALE), round(drawing.height * _SCALE)), "#ffffff")
    canvas = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw_shape(canvas, shape, colour)
    font = _load_font()
    for label in drawing.labels:
        canvas.text((label.x * _SCALE, label.y * _SCALE), label.text, _INK, font, anchor=_ANCHORS[label.anchor])
    output = BytesIO()
    image.quantize(_COLOURS).save(output, "PNG", optimize=True)
    return output.getvalue()


def _draw_shape(canvas: ImageDraw.ImageDraw, shape: Shape, colour: str) -> None:
    """Draw one shape."""
    box = (
        round(shape.x * _SCALE),
        round(shape.y * _SCALE),
        max(round((shape.x + shape.width) * _SCALE) - 1, round(shape.x * _SCALE)),
        max(round((shape.y + shape.height) * _SCALE) - 1, round(shape.y * _SCALE)),
    )
    line = round(_OUTLINE_WIDTH * _SCALE)
    match shape.kind:
        case "ring":
            canvas.ellipse(box, "#ffffff", _INK, line)
        case "dot":
            canvas.ellipse(box, colour)
        case "outline":
            canvas.rectangle(box, "#ffffff", colour, line)
        case "frame" | "stop":
            canvas.rectangle(box, None, _INK if shape.kind == "frame" else _FILLS["late"], round(_FRAME_WIDTH * _SCALE))
        case _:
            canvas.rectangle(box, _FILLS.get(shape.kind, colour))
