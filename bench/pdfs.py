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

from assess.core.analysis.what_if import outlook
from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.result_json import figures
from assess.core.scoring.evaluate import evaluate
from assess.report.content.builder import content
from assess.report.html.render import to_html
from assess.report.options import Edition
from assess.report.pdf.attachments import attachments
from assess.report.pdf.fonts import FONTS, font_faces
from assess.report.pdf.render import to_pdf
from bench.chromium import printing_seconds
from bench.figures import Figure
from bench.shipped import DAY, libraries, rulebook, rules_files
from bench.timing import medians
from bench.typeset import Typst

TARGET = 0.6
ROUNDS = 3


def measured() -> Figure:
    """Measure this project, plain WeasyPrint and typst in turn, then Chromium, each after one warm-up."""
    page, files = report_page()
    with TemporaryDirectory() as folder:
        typst = Typst(Path(folder), page, files)
        pages = page_count(cold(page, files))
        ours, stocks, typsts = medians(ROUNDS, lambda: cold(page, files), lambda: stock(page, files), typst.made)
    return figure(
        pages, {"seconds": ours, "peer_seconds": stocks, "typst_seconds": typsts}, printing_seconds(page, ROUNDS)
    )


def figure(pages: int, taken: Mapping[str, float], chromium: float | None) -> Figure:
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


def cold(page: str, files: Mapping[str, bytes]) -> bytes:
    """Render the PDF as a warm worker does, which collects garbage only after sending it."""
    gc.disable()
    try:
        return to_pdf(page, date=DAY, attachments=files)
    finally:
        gc.enable()


def report_page() -> tuple[str, Mapping[str, bytes]]:
    """Return the report of the libraries sample as HTML, and the files attached to its PDF."""
    assessment = libraries()
    given = rulebook(), assessment.profile, assessment.answers
    result, view = evaluate(*given), outlook(*given)
    said = content(rulebook(), assessment, result, view, date=DAY)
    data = dump_json(figures(rulebook(), result, view))
    edition = Edition(".pdf", DAY)
    return to_html(said, edition), attachments(assessment, data, rules_files(), edition)


def stock(page: str, files: Mapping[str, bytes]) -> bytes:
    """Render the PDF as WeasyPrint documents it: the page with its own style sheet and freshly loaded fonts."""
    fonts = FontConfiguration()
    made: bytes = HTML(string=page, base_url=f"{FONTS.as_uri()}/").write_pdf(
        stylesheets=[CSS(string=font_faces(), base_url=f"{FONTS.as_uri()}/", font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=[attached(name, content) for name, content in files.items()],
    )
    return made


def attached(name: str, content: bytes) -> Attachment:
    """Build an attachment with the metadata that PDF/A-3 requires."""
    moment = datetime.combine(DAY, time(9, tzinfo=UTC))
    return Attachment(file_obj=io.BytesIO(content), name=name, relationship="Source", created=moment, modified=moment)


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
