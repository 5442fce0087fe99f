"""How long the PDF of the libraries takes, beside stock WeasyPrint on the same page and style sheet."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time

from pypdf import PdfReader
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from assess.core.answer_json import dump_json
from assess.core.evaluation import evaluate
from assess.core.figures import figures
from assess.core.outlook import outlook
from assess.report.content import content
from assess.report.edition import Edition
from assess.report.fonts import FONTS, font_faces
from assess.report.html import to_html
from assess.report.inside import attachments
from assess.report.pdf import to_pdf
from bench.figures import Figure
from bench.shipped import DAY, libraries, rulebook, rules_files
from bench.timing import medians, where_time_goes

TARGET = 0.75
AIM = 0.6
ROUNDS = 3


def measured() -> Figure:
    """Measure both in turn; the first PDF of a process, which reads the style sheet and fonts, is not counted."""
    page, files = report_page()

    def ours() -> bytes:
        return to_pdf(page, date=DAY, attachments=files)

    def peer() -> bytes:
        return stock(page, files)

    pages = page_count(ours())
    at_ours, at_peer = medians(ROUNDS, ours, peer)
    ratio = at_ours / at_peer
    notes = [f"{at_ours:.1f} s for {pages} pages, and {at_peer:.1f} s with WeasyPrint alone. The aim is {AIM}."]
    if ratio > TARGET:
        notes.append(f"the time goes to {where_time_goes(ours)}.")
    return Figure(
        name="pdf",
        what="Making the PDF of a report",
        target=f"at most {TARGET} of the peer's time",
        measured=f"{ratio:.2f} of the peer's time",
        met=ratio <= TARGET,
        values={"of_the_peer": ratio, "seconds": at_ours, "peer_seconds": at_peer, "pages": pages},
        notes=tuple(notes),
    )


def report_page() -> tuple[str, Mapping[str, bytes]]:
    """Give the report of the libraries as HTML, and the files that travel inside its PDF."""
    assessment = libraries()
    given = rulebook(), assessment.profile, assessment.answers
    result, view = evaluate(*given), outlook(*given)
    said = content(rulebook(), assessment, result, view, date=DAY)
    data = dump_json(figures(rulebook(), result, view))
    edition = Edition(".pdf", DAY)
    return to_html(said, edition), attachments(assessment, data, rules_files(), edition)


def stock(page: str, files: Mapping[str, bytes]) -> bytes:
    """Make the PDF as WeasyPrint's documentation shows: the page with its own style sheet, the fonts read anew."""
    fonts = FontConfiguration()
    made: bytes = HTML(string=page, base_url=f"{FONTS.as_uri()}/").write_pdf(
        stylesheets=[CSS(string=font_faces(), base_url=f"{FONTS.as_uri()}/", font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=[attached(name, content) for name, content in files.items()],
    )
    return made


def attached(name: str, content: bytes) -> Attachment:
    """Give one file to attach, with what PDF/A-3 asks to be said of it."""
    moment = datetime.combine(DAY, time(9, tzinfo=UTC))
    return Attachment(file_obj=io.BytesIO(content), name=name, relationship="Source", created=moment, modified=moment)


def page_count(pdf: bytes) -> int:
    """Give the number of pages."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
