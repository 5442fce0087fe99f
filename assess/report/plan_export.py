"""Export the action plan as a workbook, as CSV or as a calendar of its dates."""

from datetime import UTC, date, datetime

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.plan import plan_part
from assess.report.content.text import shortened
from assess.report.ics import dated, to_calendar
from assess.report.tables.csv_cells import CODING, csv_rows
from assess.report.tables.models import Table
from assess.report.tables.plan import plan, progress
from assess.report.tables.xlsx import About, workbook

FORMS = (".xlsx", ".csv", ".ics")
NO_DATES = "No action that is still to be done has a date, so there is nothing to put into a calendar."


def plan_file(rulebook: Rulebook, assessment: Assessment, form: str, day: date) -> bytes:
    """Export the plan of an assessment on a date in one of `FORMATS`, the same bytes for the same date.

    Empty for a calendar without dates.
    """
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    part = plan_part(rulebook, result, assessment.plan, day)
    council, service = assessment.council, assessment.service
    if form == ".csv":
        return to_csv(plan(part))
    if form == ".xlsx":
        subject = f"{shortened(council)}: {shortened(service)}"
        return workbook((plan(part), progress(part)), About("Action plan", subject, council, day))
    lines = dated(part)
    return to_calendar(lines, council, service, datetime(day.year, day.month, day.day, 9, tzinfo=UTC)) if lines else b""


def to_csv(table: Table) -> bytes:
    """Return a table as CSV for spreadsheets."""
    return csv_rows([[column.heading for column in table.columns], *table.rows]).encode(CODING)
