"""The formats of the report: how each is rendered and what it can hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assess.core.interchange.answers_json import dump_json, dump_report
from assess.report.docx.document import render_docx
from assess.report.html.render import render_html
from assess.report.opendocument import NOT_INSTALLED, convert_with_libreoffice, find_libreoffice
from assess.report.options import ALL_CHAPTERS, Chapter, ReportOptions
from assess.report.pdf.attachments import build_attachments
from assess.report.pdf.render import render_pdf
from assess.report.report_copy import ReportCopy
from assess.report.tables.csv_writer import render_csv
from assess.report.tables.xlsx import render_xlsx
from assess.resources import get_program_version


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format of the report; one that states nothing else is always complete, so that it loses nothing."""

    render: Callable[[ReportCopy], bytes]
    optional_chapters: frozenset[Chapter] = frozenset()
    """The chapters that can be left out of it; if there are none, nothing else can be left out either."""
    has_marking: bool = False
    """Whether it has a place for a protective marking."""
    has_pages: bool = False
    """Whether it has pages, so that it can be made in large print and each barrier can start a page."""
    needs_answers: bool = False
    """Whether it holds nothing but the answers."""
    needs_libreoffice: bool = False

    def list_chapters(self, options: ReportOptions) -> frozenset[Chapter]:
        """Return the chapters that a copy with these options contains in this format."""
        return frozenset(each for each in Chapter if options.has(each) or each not in self.optional_chapters)


def _render_html(copy: ReportCopy) -> bytes:
    """Render the report as an HTML page."""
    return render_html(copy.content, copy.options).encode()


def _render_pdf(copy: ReportCopy) -> bytes:
    """Render the report as the PDF made from its HTML page, with attached files if it shows all answers."""
    options = copy.options
    files = _build_attachments(copy) if options.shows_all_answers else {}
    page = render_html(copy.content, options)
    return render_pdf(page, date=options.day, attachments=files)


def _build_attachments(copy: ReportCopy) -> Mapping[str, bytes]:
    """Build the files that are attached to a PDF."""
    return build_attachments(copy.assessment, dump_json(copy.figures), copy.files, copy.options)


def _render_docx(copy: ReportCopy) -> bytes:
    """Render the report as a Word document."""
    return render_docx(copy.content, copy.options)


def _render_xlsx(copy: ReportCopy) -> bytes:
    """Render the report as a workbook."""
    return render_xlsx(copy.content, copy.options)


def _render_odt(copy: ReportCopy) -> bytes:
    """Render the report as OpenDocument text."""
    return convert_with_libreoffice(_render_docx(copy), ".docx", ".odt")


def _render_ods(copy: ReportCopy) -> bytes:
    """Render the report as an OpenDocument spreadsheet."""
    return convert_with_libreoffice(_render_xlsx(copy), ".xlsx", ".ods")


def _render_csv(copy: ReportCopy) -> bytes:
    """Render the answers as CSV."""
    return render_csv(copy.content, copy.assessment, copy.rulebook)


def _render_json(copy: ReportCopy) -> bytes:
    """Render the assessment and its figures as JSON, with the date, the status and the program that made it."""
    options = copy.options
    status = "final" if options.final else "draft"
    about = {"date": options.day.isoformat(), "status": status, "program": get_program_version()}
    return dump_report(copy.assessment, copy.figures, about, with_answers=options.with_answers)


_ALL = frozenset(ALL_CHAPTERS)
_ALWAYS_IN_TABLES = {Chapter.BARRIERS, Chapter.CAVEATS}
"""The chapters from which a workbook always shows every recommendation and every warning."""

FORMATS = {
    ".pdf": ReportFormat(_render_pdf, _ALL, has_marking=True, has_pages=True),
    ".html": ReportFormat(_render_html, _ALL, has_marking=True),
    ".docx": ReportFormat(_render_docx, _ALL, has_marking=True),
    ".xlsx": ReportFormat(_render_xlsx, _ALL - _ALWAYS_IN_TABLES, has_marking=True),
    ".odt": ReportFormat(_render_odt, _ALL, has_marking=True, needs_libreoffice=True),
    ".ods": ReportFormat(_render_ods, _ALL - _ALWAYS_IN_TABLES, has_marking=True, needs_libreoffice=True),
    ".csv": ReportFormat(_render_csv, needs_answers=True),
    ".json": ReportFormat(_render_json),
}
"""The formats by the suffix of their files."""


def is_available(form: str) -> bool:
    """Return whether a format can be made on this computer."""
    return not FORMATS[form].needs_libreoffice or bool(find_libreoffice())


def describe_conflict(options: ReportOptions) -> str:
    """Return why these options cannot be combined, empty if they can."""
    chosen, kind = FORMATS[options.form], options.form.removeprefix(".").upper()
    if not is_available(options.form):
        return NOT_INSTALLED
    if chosen.needs_answers and not options.with_answers:
        return f"A {kind} file contains nothing but the answers, so it cannot be made without them."
    if options.marking and not chosen.has_marking:
        return f"A {kind} file has no place for a protective marking. Mark where you keep it, and select none here."
    if not (options.is_complete or chosen.optional_chapters):
        return f"A {kind} file contains all of the result or none, so nothing can be left out of it."
    paged = (
        (options.large, "Large print"),
        (options.barriers_apart, "Each barrier on pages of its own"),
        (options.annex, "The evidence annex"),
    )
    names = [name for is_chosen, name in paged if is_chosen and not chosen.has_pages]
    return f"{names[0]} is only for the PDF." if names else ""
