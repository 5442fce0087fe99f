"""The dates of the plan as an iCalendar file (RFC 5545), for Outlook and other calendars.

All-day events, because Outlook does not import to-dos (VTODO); each ends on the day after, or Outlook shows it at
midnight.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event, vText

from assess.report.content.plan_models import NOT_ACTED_ON, PlanLine, PlanPart
from assess.report.html.render import printable

PRODUCT = "-//Council mutual readiness tool//Action plan//EN"
ACTIONS = UUID("5b0f3c0a-6f0e-5d55-9f53-6d0a3a5e1c27")
"""Namespace of the event ids, so that an action has the same id in every file and importing it again updates it."""


def dated(part: PlanPart) -> tuple[PlanLine, ...]:
    """Return the actions that are still to be done by a date."""
    lines = (*part.lines, *part.kept)
    return tuple(line for line in lines if line.due and not line.is_done and line.kind != NOT_ACTED_ON)


def to_calendar(lines: Iterable[PlanLine], council: str, service: str, made: datetime) -> bytes:
    """Render a calendar with an all-day event for each action; `created` is its timestamp in UTC."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(printable(f"{council}: {service}")))
    for line in lines:
        calendar.add_component(event(line, council, service, made))
    return bytes(calendar.to_ical())


def event(line: PlanLine, council: str, service: str, made: datetime) -> Event:
    """Return the all-day event of one action; it does not mark anybody as busy."""
    assert line.due is not None  # noqa: S101 - only dated lines are given
    said = Event()
    said.add("uid", str(uuid5(ACTIONS, "\n".join((council, service, line.id)))))
    said.add("dtstamp", made)
    said.add("dtstart", line.due)
    said.add("dtend", line.due + timedelta(1))
    said.add("summary", printable(f"{line.title} – {line.owner}" if line.owner else line.title))
    about = (f"{council}: {service}", f"How it stands: {line.label}", line.lifts, line.remark)
    said.add("description", printable("\n".join(filter(None, about))))
    said.add("transp", "TRANSPARENT")
    return said
