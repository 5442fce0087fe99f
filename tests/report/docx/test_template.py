"""A Word report made from a council's own template."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

from assess.branding.word_template import WordTemplate, read_word_template
from assess.report.docx.document import render_docx
from assess.report.docx.template import list_missing_styles
from assess.report.options import Branding, ReportOptions, dump_options
from tests.branding.test_logo import build_picture
from tests.report import edge_cases
from tests.report.docx.test_document import dump_document, parse_part

WORD_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def save(document: Document) -> WordTemplate:
    """Return a document as a template."""
    saved = BytesIO()
    document.save(saved)
    template = read_word_template(saved.getvalue())
    assert isinstance(template, WordTemplate), template
    return template


def build_council_template() -> Document:
    """Return a document with a cover, a picture in its header, plum headings and wide margins."""
    document = docx.Document()
    document.add_paragraph("Draft of the secret merger")
    document.add_picture(BytesIO(build_picture("PNG")), Mm(20))
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(45)
    section.header.paragraphs[0].add_run("Democracy team").add_picture(BytesIO(build_picture("PNG", size=(60, 20))))
    section.footer.paragraphs[0].text = "Town Hall, Sample"
    document.add_section()
    heading: Any = document.styles["Heading 1"]
    heading.font.color.rgb = RGBColor(0x6B, 0x1F, 0x5C)
    return document


def build_bare_template() -> Document:
    """Return a document that has no lists, no style but the one of its text, and no page layout."""
    document = docx.Document()
    for style in [each for each in document.styles if each.name != "Normal"]:
        style.delete()
    document.styles.add_style("Strong", WD_STYLE_TYPE.PARAGRAPH)
    document.part.rels.pop(next(key for key, each in document.part.rels.items() if each.reltype.endswith("/numbering")))
    body: Any = document.element.body
    body.remove(body[-1])
    return document


def render_with(template: WordTemplate, name: str = "middling", marking: str = "OFFICIAL") -> bytes:
    """Return the document of a case in a template."""
    options = ReportOptions(".docx", edge_cases.DAY, marking=marking, look=Branding(template=template))
    return render_docx(edge_cases.build_case(name), options)


def read_all(document: bytes, part: str) -> str:
    """Return the text of all files of a kind inside a document."""
    with ZipFile(BytesIO(document)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.startswith(f"word/{part}"))


def list_pictures(document: bytes) -> list[str]:
    """Return the names of the pictures inside a document."""
    with ZipFile(BytesIO(document)) as packed:
        return [name for name in packed.namelist() if name.startswith("word/media/")]


def test_the_page_the_styles_the_header_and_the_logo_of_a_template_are_used() -> None:
    template = save(build_council_template())
    made = render_with(template)
    opened = docx.Document(BytesIO(made))
    style: Any = opened.styles["Heading 1"]
    caption: Any = opened.styles["Caption"]
    assert caption.paragraph_format.keep_with_next
    assert style.font.color.rgb == RGBColor(0x6B, 0x1F, 0x5C)
    assert round((opened.sections[0].left_margin or 0) / Mm(1)) == 45
    assert "Democracy team" in read_all(made, "header")
    assert "OFFICIAL" in read_all(made, "header")
    assert "Town Hall, Sample" in read_all(made, "footer")
    assert re.findall(r'w:instr="(\w+)"', read_all(made, "footer")) == ["PAGE", "NUMPAGES"]
    plain = render_docx(edge_cases.build_case("middling"), ReportOptions(".docx", edge_cases.DAY))
    assert len(list_pictures(made)) == len(list_pictures(plain)) + 1


def test_tables_are_as_wide_as_the_text_of_the_template() -> None:
    table = next(parse_part(render_with(save(build_council_template())), "document").iter(f"{WORD_NS}tblGrid"))
    widths = [int(each.attrib[f"{WORD_NS}w"]) for each in table]
    assert abs(sum(widths) - (docx.Document().sections[0].page_width or 0) / 635 + 2 * Mm(45) / 635) < 20


def test_nothing_of_the_text_of_a_template_is_left_in_a_report() -> None:
    made = render_with(save(build_council_template()))
    assert "secret merger" not in read_all(made, "document")
    assert next(dump_document(made)) == "Title: Readiness to become a public service mutual"


def test_missing_styles_are_named_and_made() -> None:
    template = save(build_bare_template())
    missing = list_missing_styles(template)
    assert missing[:3] == ["Title", "Subtitle", "Heading 1"]
    assert "Strong" in missing
    assert "Normal" not in missing
    opened = docx.Document(BytesIO(render_with(template)))
    assert {"Title", "List Number", "Strong", "Table Text"} <= {style.name for style in opened.styles}
    names = [style.style_id for style in opened.styles]
    assert len(set(names)) == len(names)
    assert {each.base_style.name for each in opened.styles if getattr(each, "base_style", None)} >= {"Normal"}


def test_a_report_in_a_template_says_what_it_says_without_one() -> None:
    plain = list(dump_document(render_docx(edge_cases.build_case("middling"), ReportOptions(".docx", edge_cases.DAY))))
    for document in (build_council_template(), build_bare_template()):
        said = list(dump_document(render_with(save(document))))
        assert [line.partition(": ")[2] for line in said] == [line.partition(": ")[2] for line in plain]


def test_lists_are_numbered_in_a_template_without_lists() -> None:
    made = render_with(save(build_bare_template()))
    numbers = {each.attrib[f"{WORD_NS}numId"] for each in parse_part(made, "numbering").iter(f"{WORD_NS}num")}
    used = {each.attrib[f"{WORD_NS}val"] for each in parse_part(made, "document").iter(f"{WORD_NS}numId")}
    assert used
    assert used <= numbers


def test_first_and_even_pages_have_the_marking_and_a_page_number_once() -> None:
    document = build_council_template()
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[-1]
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "Page "
    field = section.first_page_footer.paragraphs[0]._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): " PAGE "})
    section.first_page_footer.paragraphs[0]._p.append(field)
    opened = docx.Document(BytesIO(render_with(save(document)))).sections[-1]
    for header in (opened.header, opened.first_page_header, opened.even_page_header):
        assert "OFFICIAL" in [each.text for each in header.paragraphs]
    footers: list[Any] = [opened.footer, opened.first_page_footer, opened.even_page_footer]
    assert ["".join(each._element.xpath("//w:fldSimple/@w:instr")).count("PAGE ") for each in footers] == [0, 1, 0]
    assert [len(each._element.xpath("//w:fldSimple")) for each in footers] == [2, 1, 2]


def test_a_template_gives_the_same_bytes_each_time_and_is_not_stored_in_reports() -> None:
    template = save(build_council_template())
    assert render_with(template) == render_with(template)
    options = ReportOptions(".pdf", edge_cases.DAY)
    with_template = ReportOptions(".pdf", edge_cases.DAY, look=Branding(template=template))
    assert dump_options(with_template) == dump_options(options)
    assert repr(with_template) != repr(options)
