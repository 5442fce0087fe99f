"""Charts in Word: pictures with alternative text, drawn from the shapes of the page."""

from io import BytesIO
from typing import Any

import docx
import pytest
from PIL import Image

from assess.report.content.chart_models import Drawing, DrawingLabel, Shape
from assess.report.docx.chart_images import ImageRow, join_rows, render_png
from assess.report.docx.document import render_docx
from assess.report.options import ReportOptions
from tests.report import edge_cases
from tests.report.content.test_charts import build_timeline_of, due

BRAND = "#6b1f5c"
SHAPES = {
    "track": "#e6eaeb", "gap": "#ffffff", "solid": BRAND, "outline": "#ffffff", "late": "#8c1d18", "ink": "#16191d",
    "ring": "#ffffff", "dot": BRAND,
}  # fmt: skip
"""The colour in the middle of each shape."""


@pytest.mark.parametrize(("kind", "colour"), SHAPES.items())
def test_a_shape_is_drawn_at_its_place_in_its_colour(kind: str, colour: str) -> None:
    drawing = Drawing("", 40, 20, (Shape(kind, 20, 5, 10, 10),))
    image = Image.open(BytesIO(render_png(drawing, BRAND))).convert("RGB")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    assert image.size == (120, 60)
    assert image.getpixel((75, 30)) == (red, green, blue)
    assert image.getpixel((30, 30)) == (255, 255, 255)


def test_the_rows_of_a_chart_stand_below_one_another_beside_their_labels() -> None:
    row = Drawing("", 100, 24, (Shape("solid", 10, 6, 20, 12),))
    axis = Drawing("", 100, 30, (), (DrawingLabel("today", 5, 10, "start"),))
    joined = join_rows([ImageRow("Q1", row, "2.5"), ImageRow("Q2" * 50, row, "1.0")], axis)
    assert joined.height == 30 + 24 + 24
    assert [shape.y for shape in joined.shapes] == [30 + 6, 30 + 24 + 6]
    assert len({shape.x for shape in joined.shapes}) == 1
    assert [label.text for label in joined.labels] == ["today", "Q1", "2.5", f"{'Q2' * 19}Q…", "1.0"]
    assert joined.width < 680, "It fits on a page"


@pytest.mark.parametrize("with_answers", [True, False])
def test_each_picture_says_in_words_what_it_shows(with_answers: bool) -> None:
    timeline = build_timeline_of(R1=due(-3), R2=due(40))
    content = edge_cases.change_content(timeline=timeline)
    assert timeline
    assert content.score_movers
    assert content.range_causes
    options = ReportOptions(".docx", edge_cases.DAY, with_answers=with_answers)
    document = docx.Document(BytesIO(render_docx(content, options)))
    pictures: list[Any] = list(document.inline_shapes)
    said = [picture._inline.docPr.get("descr") for picture in pictures]
    expected = [
        (f"{content.heat_map.says} The table below has every question.", with_answers),
        (timeline.says, with_answers),
        (content.score_movers.says, with_answers),
        (content.range_causes.says, True),
    ]
    assert said == [text for text, is_shown in expected if is_shown]


@pytest.mark.parametrize("name", ["odd-characters", "nothing-due", "best"])
def test_unusual_reports_have_their_charts_or_do_without(name: str) -> None:
    document = docx.Document(BytesIO(render_docx(edge_cases.build_case(name), ReportOptions(".docx", edge_cases.DAY))))
    lines = {each.text for each in document.paragraphs}
    assert "Every question at a glance" in lines
    assert ("What moves the score most" in lines) == (name == "odd-characters")
