"""Export the action plan as a workbook, as CSV or as a calendar of its dates."""

from datetime import UTC, date, datetime

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.plan import build_plan_content
from assess.report.content.text import shorten
from assess.report.ics import render_calendar, select_due_lines
from assess.report.tables.csv_cells import CSV_ENCODING, format_csv
from assess.report.tables.models import Table
from assess.report.tables.plan import build_plan_table, build_progress_table
from assess.report.tables.xlsx import WorkbookInfo, build_workbook

PLAN_FORMATS = (".xlsx", ".csv", ".ics")
NO_DATES = "No unfinished action has a date, so there is nothing to put in a calendar."


def export_plan(rulebook: Rulebook, assessment: Assessment, suffix: str, day: date) -> bytes:
    """Export the plan of an assessment on a date in one of `FORMATS`, the same bytes for the same date.

    Empty for a calendar without dates.
    """
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    plan_content = build_plan_content(rulebook, result, assessment.plan, day)
    council, service = assessment.council, assessment.service
    if suffix == ".csv":
        return _render_csv(build_plan_table(plan_content))
    if suffix == ".xlsx":
        subject = f"{shorten(council)}: {shorten(service)}"
        return build_workbook(
            (build_plan_table(plan_content), build_progress_table(plan_content)),
            WorkbookInfo("Action plan", subject, council, day),
        )
    lines = select_due_lines(plan_content)
    return (
        render_calendar(lines, council, service, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        if lines
        else b""
    )


def _render_csv(table: Table) -> bytes:
    """Return a table as CSV for spreadsheets."""
    return format_csv([[column.heading for column in table.columns], *table.rows]).encode(CSV_ENCODING)
