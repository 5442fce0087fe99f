"""LibreOffice opens the Word and Excel files without repair, and shows the content of the report."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest
from pypdf import PdfReader

from assess.core.model.assessment import Answer, Assessment
from assess.report.build import render_report
from assess.report.content.models import ReportContent
from assess.report.options import ReportOptions
from tests import frozen
from tests.report import edge_cases, factories, office

CASES = {"middling": ("docx", "xlsx"), "odd-characters": ("docx", "xlsx"), "long-note": ("docx",)}


class ConvertedFiles(NamedTuple):
    """The rendered files, and their conversion by LibreOffice."""

    made: dict[str, bytes]
    folder: Path

    def read_pdf(self, name: str) -> PdfReader:
        """Return the PDF of a file."""
        return PdfReader(self.folder / f"{name}.pdf")

    def compact_text(self, name: str) -> str:
        """Return the text of a file without the white space of its line breaks."""
        command = ["pdftotext", "-layout", str(self.folder / f"{name}.pdf"), "-"]
        return remove_white_space(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def remove_white_space(text: str) -> str:
    """Return a text without white space and break opportunities."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def render_case(form: str, name: str) -> bytes:
    """Render the report of a case, or of the libraries sample."""
    edition = ReportOptions(form, edge_cases.DAY)
    if name == "libraries":
        return render_report(frozen.load_frozen_rulebook(), frozen.load_sample(frozen.LIBRARIES), edition, {})
    rulebook, assessment = (
        (factories.build_rulebook(), long_note()) if name == "long-note" else edge_cases.CASES[name]()
    )
    return render_report(rulebook, assessment, edition, {})


def long_note() -> Assessment:
    """Return an assessment with one of the longest notes, since LibreOffice takes seconds to lay out each."""
    return factories.build_assessment(factories.build_answers(q_2_2=Answer(option="begun", note=edge_cases.LONG_NOTE)))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> ConvertedFiles:
    folder = tmp_path_factory.mktemp("office")
    forms = {"libraries": ("docx",), **CASES}
    files = {f"{name}-{form}": render_case(f".{form}", name) for name, every in forms.items() for form in every}
    files |= {f"broken-{form}": files[f"middling-{form}"][:9000] for form in ("docx", "xlsx")}
    paths = [folder / f"{name}.{name.rpartition('-')[2]}" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return ConvertedFiles(files, office.convert_to_pdf(folder, paths))


def test_every_file_opens_except_a_broken_one(opened: ConvertedFiles) -> None:
    expected = {f"{name}.pdf" for name in opened.made if not name.startswith("broken")}
    assert {path.name for path in opened.folder.iterdir()} == expected


def expected_texts(content: ReportContent) -> list[str]:
    """Return what every form must contain: the blockers, the range and the figures of each section."""
    rows = [f"{page.title}{page.share}{page.now}{page.could}" for page in content.sections]
    return [remove_white_space(text) for text in (content.blockers.heading, content.headline.range, *rows)]


def test_the_document_shows_the_headline_and_the_figures(opened: ConvertedFiles) -> None:
    text = opened.compact_text("middling-docx")
    assert [part for part in expected_texts(edge_cases.build_case("middling")) if part not in text] == []


def iter_titles(outline: Any) -> list[str]:
    """Yield the titles of an outline, in order."""
    return [title for item in outline for title in (iter_titles(item) if isinstance(item, list) else [str(item.title)])]


def test_the_document_of_the_libraries_keeps_its_outline_its_title_and_its_language(opened: ConvertedFiles) -> None:
    paper = docx.Document(BytesIO(opened.made["libraries-docx"]))
    headings = [part.text for part in paper.paragraphs if part.style and part.style.name.startswith("Heading")]
    shown = opened.read_pdf("libraries-docx")
    assert iter_titles(shown.outline) == headings
    assert shown.metadata is not None
    assert shown.metadata.title == "Readiness to become a public service mutual"
    assert paper.core_properties.language == "en-GB"


def test_the_workbook_shows_its_sheets_with_the_figures(opened: ConvertedFiles) -> None:
    text = opened.compact_text("middling-xlsx")
    content = edge_cases.build_case("middling")
    total = content.calculation.total
    assert total is not None
    for page in content.sections:
        assert remove_white_space(f"{page.now}{page.could}{page.share}") in text
    assert remove_white_space(content.headline.range) in text
    for name in ("Summary", "Barriers", "Answers", "Recommendations", "Plan", "Sources"):
        assert f"{name}Page" in text


def test_the_longest_note_is_shown_completely(opened: ConvertedFiles) -> None:
    assert remove_white_space("A sentence of the note that goes on. " * 3) in opened.compact_text("long-note-docx")
