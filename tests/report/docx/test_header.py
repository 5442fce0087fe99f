"""Header and footer of a Word document."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from assess.branding.logo import Logo, read_logo
from assess.report.docx.document import to_word
from assess.report.options import Edition, Look
from tests.branding.test_logo import picture, svg
from tests.report import edge_cases
from tests.report.docx.test_document import part

MILLIMETRE = 36_000
"""Drawing units of Word."""

W = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def document(content: bytes, name: str = "Borough of Sample") -> bytes:
    """Return a document with a logo."""
    logo = read_logo(content)
    assert isinstance(logo, Logo)
    return to_word(edge_cases.made("nothing-due"), Edition(".docx", edge_cases.DAY, look=Look(logo=logo, name=name)))


@pytest.mark.parametrize(("size", "shown"), [((600, 140), (60, 14)), ((100, 100), (14, 14)), ((900, 90), (60, 6))])
def test_a_logo_has_its_maximum_size_and_an_alternative_text(size: tuple[int, int], shown: tuple[int, int]) -> None:
    made = document(picture("PNG", size=size))
    inline = next(part(made, "document").iter(f"{W}inline"))
    extent, about = inline.find(f"{W}extent"), inline.find(f"{W}docPr")
    assert extent is not None
    assert about is not None
    found = tuple(round(int(extent.attrib[side]) / MILLIMETRE) for side in ("cx", "cy"))
    assert found == shown
    assert about.attrib["descr"] == "Borough of Sample"


def test_a_drawing_that_word_cannot_display_is_omitted() -> None:
    made = document(svg())
    assert not list(part(made, "document").iter(f"{W}inline"))
    with ZipFile(BytesIO(made)) as packed:
        assert not [name for name in packed.namelist() if name.startswith("word/media/")]


def test_a_logo_without_a_name_is_attributed_to_the_council_of_the_report() -> None:
    inline = next(part(document(picture("PNG"), ""), "document").iter(f"{W}inline"))
    about = inline.find(f"{W}docPr")
    assert about is not None
    assert about.attrib["descr"] == edge_cases.made("nothing-due").council


def test_a_logo_keeps_the_bytes_reproducible() -> None:
    assert document(picture("JPEG")) == document(picture("JPEG"))
    assert document(picture("JPEG")) != to_word(
        edge_cases.made("nothing-due"), replace(Edition(".docx", edge_cases.DAY), marking="X")
    )
