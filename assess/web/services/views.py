"""The list of services: a page of it, sorted and filtered, and its downloads."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.core.model.rulebook import Rulebook
from assess.report.tables.csv_cells import CODING, csv_rows
from assess.report.tables.models import Table
from assess.report.tables.xlsx import About, workbook
from assess.storage.records import Window
from assess.storage.service_records import SECTION
from assess.storage.service_summaries import Overviews
from assess.web.context import site
from assess.web.services import query as services_query
from assess.web.services import rows as services_rows
from assess.web.shared.downloads import attachment
from assess.web.shared.pagination import Pages

area = Blueprint("services", __name__)
MOST_COUNCILS = 50
MOST_IN_CSV = 100_000
MOST_IN_EXCEL = 2_000
"""Lower than for CSV: a workbook is built in one go while other requests wait, CSV is streamed."""
AT_ONCE = 500
"""Number of rows read for a download at once."""
NAME = "services"


@area.get("/services")
def shown() -> AnyResponse | str:
    """Show a page of the list."""
    rulebook = site().rulebooks.in_force()
    asked = services_query.asked(request.args, rulebook)
    left, overviews = site().filler.fill(), site().filler.overviews
    pages = Pages(asked.page, asked.most, overviews.total(asked.wanted))
    if pages.page > pages.last:
        return redirect(f"{url_for('services.shown')}?{urlencode(asked.address(page=str(pages.last)))}", 303)
    found = overviews.page(asked.wanted, Window(pages.first_line - 1, pages.most))
    return render_template(
        "pages/services/list.html",
        asked=asked,
        rows=[services_rows.shown(line, rulebook) for line in found],
        sections=[(f"{SECTION}{name}", section.title) for name, section in rulebook.sections.items()],
        pages=pages,
        left=left,
        choices=services_query.choices(rulebook, overviews.councils(MOST_COUNCILS), versions()),
        most_in_excel=MOST_IN_EXCEL,
        sizes=services_query.SIZES,
        back=("Your assessments", url_for("assessments.listed")),
    )


@area.get("/services.csv")
def sheet() -> Response:
    """Stream the whole list as CSV."""
    rulebook = site().rulebooks.in_force()
    asked = services_query.asked(request.args, rulebook)
    site().filler.fill()
    overviews = site().filler.overviews
    numbers = overviews.numbers(asked.wanted, MOST_IN_CSV)
    sent = stream_with_context(rows_of(overviews, numbers, rulebook))
    return attachment(sent, called(), ".csv")


@area.get("/services.xlsx")
def book() -> Response:
    """Download the first rows of the list as a workbook."""
    rulebook = site().rulebooks.in_force()
    asked = services_query.asked(request.args, rulebook)
    site().filler.fill()
    overviews = site().filler.overviews
    found = overviews.page(asked.wanted, Window(0, MOST_IN_EXCEL))
    rows = tuple(services_rows.cells(line, rulebook) for line in found)
    table = Table("Services", "One row for each assessment", services_rows.columns(rulebook), rows)
    about = About("Services side by side", "", site().settings.council.name, date.today())
    return attachment(workbook((table,), about), called(), ".xlsx")


def versions() -> tuple[str, ...]:
    """Return the stored versions of the rules, latest first."""
    return tuple(dict.fromkeys(each.version for each in reversed(site().store.releases())))


def rows_of(overviews: Overviews, numbers: tuple[int, ...], rulebook: Rulebook) -> Iterator[bytes]:
    """Yield the CSV file in chunks."""
    yield csv_rows([[column.heading for column in services_rows.columns(rulebook)]]).encode(CODING)
    for first in range(0, len(numbers), AT_ONCE):
        found = overviews.lines(numbers[first : first + AT_ONCE])
        yield csv_rows(services_rows.cells(line, rulebook) for line in found).encode()


def called() -> str:
    """Return the file name without its suffix, which includes the day."""
    return f"{NAME}-{date.today().isoformat()}"
