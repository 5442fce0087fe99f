"""How long the PDF of the libraries sample takes, compared with plain WeasyPrint, typst and Chromium."""

import gc
import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.result_json import result_to_json
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import build_content
from assess.report.html.render import render_html
from assess.report.options import ReportOptions
from assess.report.pdf.attachments import build_attachments
from assess.report.pdf.fonts import FONT_FOLDER, build_font_face_css
from assess.report.pdf.render import render_pdf
from bench.chromium import measure_printing
from bench.figures import Figure
from bench.shipped import REPORT_DATE, load_libraries_sample, load_shipped_rulebook, read_rules_files
from bench.timing import measure_medians
from bench.typeset import TypstProject

TARGET = 0.75
ROUNDS = 3


def measure_pdf() -> Figure:
    """Measure this project, plain WeasyPrint and typst in turn, then Chromium, each after one warm-up."""
    page, files = build_report_page()
    with TemporaryDirectory() as folder:
        typst = TypstProject(Path(folder), page, files)
        pages = count_pages(render_without_gc(page, files))
        ours, stocks, typsts = measure_medians(
            ROUNDS,
            lambda: render_without_gc(page, files),
            lambda: render_plain_weasyprint(page, files),
            typst.compile_pdf,
        )
    return build_pdf_figure(
        pages, {"seconds": ours, "peer_seconds": stocks, "typst_seconds": typsts}, measure_printing(page, ROUNDS)
    )


def build_pdf_figure(pages: int, taken: Mapping[str, float], chromium: float | None) -> Figure:
    """Build the figure from the seconds that each engine takes."""
    ours, peer, ratio = taken["seconds"], taken["peer_seconds"], taken["seconds"] / taken["peer_seconds"]
    notes = [
        f"{ours:.1f} s for {pages} pages, and {peer:.1f} s with WeasyPrint alone.",
        f"typst takes {taken['typst_seconds']:.1f} s for the same words in plainer looks and without the charts.",
    ]
    if chromium is not None:
        taken = {**taken, "chromium_seconds": chromium}
        notes.append(
            f"Chromium takes {chromium:.1f} s, without page numbers in the contents, files or either standard."
        )
    return Figure(
        name="pdf",
        what="Making the PDF of a report",
        target=f"at most {TARGET} of the peer's time",
        measured=f"{ratio:.2f} of the peer's time",
        met=ratio <= TARGET,
        values={"of_the_peer": ratio, "pages": pages, **taken},
        notes=tuple(notes),
    )


def render_without_gc(page: str, files: Mapping[str, bytes]) -> bytes:
    """Render the PDF as a warm worker does, which collects garbage only after sending it."""
    gc.disable()
    try:
        return render_pdf(page, date=REPORT_DATE, attachments=files)
    finally:
        gc.enable()


def build_report_page() -> tuple[str, Mapping[str, bytes]]:
    """Return the report of the libraries sample as HTML, and the files attached to its PDF."""
    assessment = load_libraries_sample()
    given = load_shipped_rulebook(), assessment.profile, assessment.answers
    result, view = evaluate(*given), compute_what_if(*given)
    said = build_content(load_shipped_rulebook(), assessment, result, view, report_date=REPORT_DATE)
    data = dump_json(result_to_json(load_shipped_rulebook(), result, view))
    edition = ReportOptions(".pdf", REPORT_DATE)
    return render_html(said, edition), build_attachments(assessment, data, read_rules_files(), edition)


def render_plain_weasyprint(page: str, files: Mapping[str, bytes]) -> bytes:
    """Render the PDF as WeasyPrint documents it: the page with its own style sheet and freshly loaded fonts."""
    fonts = FontConfiguration()
    made: bytes = HTML(string=page, base_url=f"{FONT_FOLDER.as_uri()}/").write_pdf(
        stylesheets=[CSS(string=build_font_face_css(), base_url=f"{FONT_FOLDER.as_uri()}/", font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=[build_attachment(name, content) for name, content in files.items()],
    )
    return made


def build_attachment(name: str, content: bytes) -> Attachment:
    """Build an attachment with the metadata that PDF/A-3 requires."""
    moment = datetime.combine(REPORT_DATE, time(9, tzinfo=UTC))
    return Attachment(file_obj=io.BytesIO(content), name=name, relationship="Source", created=moment, modified=moment)


def count_pages(pdf: bytes) -> int:
    """Return the number of pages."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
