"""The list of services: a page of it, sorted and filtered, and its downloads."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.rulebook import Rulebook
from assess.report.tables.csv_cells import CSV_ENCODING, format_csv
from assess.report.tables.models import Table
from assess.report.tables.xlsx import WorkbookInfo, build_workbook
from assess.storage.records import PageSlice
from assess.storage.service_records import SECTION_SORT_PREFIX
from assess.storage.service_summaries import SummaryStore
from assess.web.context import services
from assess.web.services import query as services_query
from assess.web.services import rows as services_rows
from assess.web.shared.downloads import make_attachment
from assess.web.shared.pagination import Pagination

bp = Blueprint("services", __name__)
_MAX_COUNCILS = 50
_MAX_CSV_ROWS = 100_000
_MAX_EXCEL_ROWS = 2_000
"""Lower than for CSV: a workbook is built in one go while other requests wait, CSV is streamed."""
_BATCH_SIZE = 500
"""Number of rows read for a download at once."""
_FILE_STEM = "services"


@bp.get("/services")
def list_services() -> AnyResponse | str:
    """Show a page of the list."""
    rulebook = services().rulebooks.get_current()
    params = services_query.parse_params(request.args, rulebook)
    remaining, summaries = services().refresher.refresh(), services().refresher.summaries
    pages = Pagination(params.page, params.per_page, summaries.count(params.criteria))
    if pages.page > pages.last:
        return redirect(f"{url_for('services.list_services')}?{urlencode(params.to_args(page=str(pages.last)))}", 303)
    found = summaries.load_page(params.criteria, PageSlice(pages.first_line - 1, pages.per_page))
    return render_template(
        "pages/services/list.html",
        params=params,
        rows=[services_rows.build_service_row(line, rulebook) for line in found],
        sections=[(f"{SECTION_SORT_PREFIX}{name}", section.title) for name, section in rulebook.sections.items()],
        pagination=pages,
        remaining=remaining,
        choices=services_query.build_filter_choices(rulebook, summaries.list_councils(_MAX_COUNCILS), _list_versions()),
        max_excel_rows=_MAX_EXCEL_ROWS,
        sizes=services_query.SIZES,
        back=("Your assessments", url_for("assessments.list_assessments")),
    )


@bp.get("/services.csv")
def download_csv() -> Response:
    """Stream the whole list as CSV."""
    rulebook = services().rulebooks.get_current()
    params = services_query.parse_params(request.args, rulebook)
    services().refresher.refresh()
    summaries = services().refresher.summaries
    numbers = summaries.list_ids(params.criteria, _MAX_CSV_ROWS)
    stream = stream_with_context(_generate_csv(summaries, numbers, rulebook))
    return make_attachment(stream, _build_file_stem(), ".csv")


@bp.get("/services.xlsx")
def download_xlsx() -> Response:
    """Download the first rows of the list as a workbook."""
    rulebook = services().rulebooks.get_current()
    params = services_query.parse_params(request.args, rulebook)
    services().refresher.refresh()
    summaries = services().refresher.summaries
    found = summaries.load_page(params.criteria, PageSlice(0, _MAX_EXCEL_ROWS))
    rows = tuple(services_rows.build_cells(line, rulebook) for line in found)
    table = Table("Services", "One row for each assessment", services_rows.build_columns(rulebook), rows)
    about = WorkbookInfo("Services side by side", "", services().settings.council.name, date.today())
    return make_attachment(build_workbook((table,), about), _build_file_stem(), ".xlsx")


def _list_versions() -> tuple[str, ...]:
    """Return the stored versions of the rules, latest first."""
    return tuple(dict.fromkeys(each.version for each in reversed(services().store.list_releases())))


def _generate_csv(summaries: SummaryStore, numbers: tuple[int, ...], rulebook: Rulebook) -> Iterator[bytes]:
    """Yield the CSV file in chunks."""
    yield format_csv([[column.heading for column in services_rows.build_columns(rulebook)]]).encode(CSV_ENCODING)
    for first in range(0, len(numbers), _BATCH_SIZE):
        found = summaries.load_rows(numbers[first : first + _BATCH_SIZE])
        yield format_csv(services_rows.build_cells(line, rulebook) for line in found).encode()


def _build_file_stem() -> str:
    """Return the file name without its suffix, which includes the day."""
    return f"{_FILE_STEM}-{date.today().isoformat()}"
