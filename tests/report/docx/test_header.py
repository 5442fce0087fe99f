"""Header and footer of a Word document."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from assess.branding.logo import Logo, read_logo
from assess.report.docx.document import render_docx
from assess.report.options import Branding, ReportOptions
from tests.branding.test_logo import build_picture, build_svg
from tests.report import edge_cases
from tests.report.docx.test_document import parse_part

MILLIMETRE = 36_000
"""Drawing units of Word."""

WORD_NS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def render_with_logo(content: bytes, name: str = "Borough of Sample") -> bytes:
    """Return a document with a logo."""
    logo = read_logo(content)
    assert isinstance(logo, Logo)
    return render_docx(
        edge_cases.build_case("nothing-due"),
        ReportOptions(".docx", edge_cases.DAY, look=Branding(logo=logo, name=name)),
    )


@pytest.mark.parametrize(("size", "shown"), [((600, 140), (60, 14)), ((100, 100), (14, 14)), ((900, 90), (60, 6))])
def test_a_logo_has_its_maximum_size_and_an_alternative_text(size: tuple[int, int], shown: tuple[int, int]) -> None:
    made = render_with_logo(build_picture("PNG", size=size))
    inline = next(parse_part(made, "document").iter(f"{WORD_NS}inline"))
    extent, about = inline.find(f"{WORD_NS}extent"), inline.find(f"{WORD_NS}docPr")
    assert extent is not None
    assert about is not None
    found = tuple(round(int(extent.attrib[side]) / MILLIMETRE) for side in ("cx", "cy"))
    assert found == shown
    assert about.attrib["descr"] == "Borough of Sample"


def test_a_drawing_that_word_cannot_display_is_omitted() -> None:
    made = render_with_logo(build_svg())
    assert not list(parse_part(made, "document").iter(f"{WORD_NS}inline"))
    with ZipFile(BytesIO(made)) as packed:
        assert not [name for name in packed.namelist() if name.startswith("word/media/")]


def test_a_logo_without_a_name_is_attributed_to_the_council_of_the_report() -> None:
    inline = next(parse_part(render_with_logo(build_picture("PNG"), ""), "document").iter(f"{WORD_NS}inline"))
    about = inline.find(f"{WORD_NS}docPr")
    assert about is not None
    assert about.attrib["descr"] == edge_cases.build_case("nothing-due").council


def test_a_logo_keeps_the_bytes_reproducible() -> None:
    assert render_with_logo(build_picture("JPEG")) == render_with_logo(build_picture("JPEG"))
    assert render_with_logo(build_picture("JPEG")) != render_docx(
        edge_cases.build_case("nothing-due"), replace(ReportOptions(".docx", edge_cases.DAY), marking="X")
    )
