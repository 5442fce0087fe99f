"""The exported plan: nothing in it is executable, dates are dates, and equal plans give equal bytes."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from icalendar import Calendar, Event

from assess.core.model.assessment import Assessment
from assess.core.model.plan import Action, ActionState
from assess.report.plan_export import PLAN_FORMATS, export_plan
from tests.report import edge_cases, factories
from tests.report.read_workbook import read_sheets

RULEBOOK = factories.build_rulebook()
MAY = date(2027, 5, 1)
UNUSUAL_TEXT = '=1+1; "quotes", commas,\n\ttabs \\ and 😀 \x07' + edge_cases.LONG_WORD


def build_assessment(**actions: Action) -> Assessment:
    """Return the middling assessment with these actions by recommendation id, with underscores for hyphens."""
    plan = {name.replace("_", "-"): action for name, action in actions.items()}
    return replace(factories.build_assessment(), council="=Borough; of, Sample", plan=plan)


PLANNED = build_assessment(
    do_2_2=Action("=cmd|'/c calc'!A1", MAY, ActionState.UNDER_WAY),
    do_1_1=Action(UNUSUAL_TEXT, date(2026, 11, 1)),
    do_3_1=Action(reason=UNUSUAL_TEXT),
    do_4_1=Action("Head of HR", MAY, ActionState.DONE),
    gone_from_rules=Action("Head of law", date(2100, 12, 31)),
)


def read_rows() -> list[dict[str, str]]:
    """Return the rows of the CSV."""
    text = export_plan(RULEBOOK, PLANNED, ".csv", edge_cases.DAY).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def events_by_title() -> dict[str, Event]:
    """Return the events of the calendar by the beginning of their titles."""
    return {str(event.summary): event for event in read_events(PLANNED)}


def read_events(assessment: Assessment) -> list[Event]:
    """Return the events of the calendar of an assessment."""
    calendar = Calendar.from_ical(export_plan(RULEBOOK, assessment, ".ics", edge_cases.DAY))
    assert isinstance(calendar, Calendar)
    return calendar.events


@pytest.mark.parametrize("form", PLAN_FORMATS)
def test_the_same_plan_gives_the_same_bytes(form: str) -> None:
    assert export_plan(RULEBOOK, PLANNED, form, edge_cases.DAY) == export_plan(RULEBOOK, PLANNED, form, edge_cases.DAY)


def test_executable_cells_of_the_sheet_are_prefixed_with_an_apostrophe() -> None:
    found = {row["Id"]: row for row in read_rows()}
    assert found["do-2-2"]["Who is responsible"] == "'=cmd|'/c calc'!A1"
    assert found["do-3-1"]["Reason for not acting"].startswith("'=1+1")
    assert "‹U+0007›" in found["do-3-1"]["Reason for not acting"]
    assert (found["do-2-2"]["Date"], found["do-2-2"]["Status"]) == ("2027-05-01", "Under way")
    assert found["do-1-1"]["Overdue"] == "Overdue"
    gone = found["gone-from-rules"]
    assert (gone["No."], gone["Recommendation"]) == ("–", "Gone from rules")
    assert gone["Also"] == "Not recommended now. This recommendation is no longer in the rules."


def test_the_workbook_stores_dates_as_dates_and_input_as_text() -> None:
    found = read_sheets(export_plan(RULEBOOK, PLANNED, ".xlsx", edge_cases.DAY))
    assert list(found) == ["Plan", "Progress"]
    assert [cell.value for cell in found["Plan"][0]][:6] == [
        "No.",
        "Recommendation",
        "Lifts",
        "Status",
        "Who is responsible",
        "Date",
    ]
    (line,) = [row for row in found["Plan"] if row[-1].value == "do-2-2"]
    cells = {cell.reference[0]: cell for cell in line}
    assert (cells["E"].kind, cells["E"].value) == ("s", "=cmd|'/c calc'!A1")
    assert (cells["F"].kind, float(cells["F"].value)) == ("n", (MAY - date(1899, 12, 30)).days)
    assert [cell.value for cell in found["Progress"][-1]] == ["All", "17"]
    assert not [cell for table in found.values() for row in table for cell in row if cell.kind == "formula"]


def test_the_calendar_has_an_event_for_each_pending_date() -> None:
    (under_way,) = [event for title, event in events_by_title().items() if "=cmd" in title]
    assert (under_way.start, under_way.end) == (MAY, date(2027, 5, 2))
    assert datetime(2026, 11, 22, 9, tzinfo=UTC) == under_way.DTSTAMP
    assert str(under_way["TRANSP"]) == "TRANSPARENT"
    assert "Status: Under way" in str(under_way.description)
    assert not any("Head of HR" in title for title in events_by_title())
    assert any("Head of law" in title for title in events_by_title())
    assert len(events_by_title()) == 3


def test_an_event_keeps_its_id_when_its_date_or_owner_changes() -> None:
    def ids(assessment: Assessment) -> set[str]:
        return {str(event.uid) for event in read_events(assessment)}

    one, other = (build_assessment(do_2_2=Action(owner, due)) for owner, due in (("A", MAY), ("B", date(2028, 1, 1))))
    assert ids(one) == ids(other)
    assert ids(one) != ids(replace(one, service="Parks"))
    assert len(ids(PLANNED)) == 3


def test_the_calendar_is_folded_and_escaped_as_the_standard_requires() -> None:
    made = export_plan(RULEBOOK, PLANNED, ".ics", edge_cases.DAY)
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert b"X-WR-CALNAME:=Borough\\; of\\, Sample: " in made
    assert "‹U+0007›" in made.replace(b"\r\n ", b"").decode()


@pytest.mark.parametrize(
    "plan", [{}, {"do-2-2": Action("A", MAY, ActionState.DONE)}, {"do-2-2": Action("A", MAY, reason="No")}]
)
def test_a_plan_without_a_pending_date_has_no_calendar(plan: dict[str, Action]) -> None:
    assert export_plan(RULEBOOK, replace(factories.build_assessment(), plan=plan), ".ics", edge_cases.DAY) == b""


def test_an_empty_plan_still_makes_a_sheet_and_a_workbook() -> None:
    best = factories.build_assessment(edge_cases.same_answers("done"), stage="transfer")
    assert "Nothing is recommended" in export_plan(RULEBOOK, best, ".csv", edge_cases.DAY).decode("utf-8-sig")
    assert export_plan(RULEBOOK, best, ".xlsx", edge_cases.DAY).startswith(b"PK")
