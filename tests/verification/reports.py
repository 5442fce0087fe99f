"""Reports on small rules, unmodified and tampered with."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from assess.core.loading.loader import load_rulebook
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.build import render_report
from assess.report.options import ReportOptions

SMALL = Path(__file__).parents[1] / "web" / "small"
RULES = {name: (SMALL / name).read_bytes() for name in ("readiness.yaml", "evidence.yaml")}
loaded = load_rulebook(*RULES.values())
assert isinstance(loaded, Rulebook)
RULEBOOK = loaded
OPTIONS = ReportOptions(".pdf", date(2026, 11, 22))
ASSESSMENT = Assessment(
    "Testham",
    "Parks",
    {"stage": "idea", "members": 3},
    {
        "fund-told": Answer(option="told", note="Letter of 4 May", by="Head of finance"),
        "fund-list": Answer(does_not_apply="No scheme", note="Written, not said"),
    },
    "1.0.0",
)


def render_report_on(assessment: Assessment, edition: ReportOptions = OPTIONS) -> bytes:
    """Render the report of an assessment on the small rules."""
    return render_report(RULEBOOK, assessment, edition, RULES)


@cache
def render_standard_report() -> bytes:
    """Render the report of the standard assessment."""
    return render_report_on(ASSESSMENT)


def count_pages() -> int:
    """Return the number of pages of the standard report."""
    return len(PdfReader(BytesIO(render_standard_report())).pages)


def rewrite_report(change: Callable[[PdfWriter], object], data: bytes = b"") -> bytes:
    """Return the report as another program saves it, with a change."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data or render_standard_report())))
    change(writer)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def replace_in_attachment(name: str, old: bytes, new: bytes, data: bytes = b"") -> bytes:
    """Return the report with a replacement in one of its files."""

    def change(writer: PdfWriter) -> None:
        entry = next(entry for entry in writer.attachment_list if entry.name == name)
        assert old in entry.content
        entry.content = entry.content.replace(old, new)

    return rewrite_report(change, data)


def replace_first_page(writer: PdfWriter) -> None:
    """Replace the content of the first page by that of the second."""
    writer.pages[0][NameObject("/Contents")] = writer.pages[1][NameObject("/Contents")]


def leave_unchanged(writer: PdfWriter) -> None:
    """Change nothing: the report is only saved again."""
    assert writer.pages
