"""The dates of the plan as an iCalendar file (RFC 5545), for Outlook and other calendars.

All-day events, because Outlook does not import to-dos (VTODO); each ends on the day after, or Outlook shows it at
midnight.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event, vText

from assess.report.content.plan_models import NOT_ACTED_ON, PlanContent, PlanLine
from assess.report.html.render import replace_unprintable

_PRODUCT_ID = "-//Council mutual readiness tool//Action plan//EN"
_EVENT_NAMESPACE = UUID("5b0f3c0a-6f0e-5d55-9f53-6d0a3a5e1c27")
"""Namespace of the event ids, so that an action has the same id in every file and importing it again updates it."""


def select_due_lines(plan: PlanContent) -> tuple[PlanLine, ...]:
    """Return the actions that are still to be done by a date."""
    lines = (*plan.lines, *plan.not_recommended)
    return tuple(line for line in lines if line.due and not line.is_done and line.kind != NOT_ACTED_ON)


def render_calendar(lines: Iterable[PlanLine], council: str, service: str, created: datetime) -> bytes:
    """Render a calendar with an all-day event for each action; `created` is its timestamp in UTC."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(replace_unprintable(f"{council}: {service}")))
    for line in lines:
        calendar.add_component(_build_event(line, council, service, created))
    return bytes(calendar.to_ical())


def _build_event(line: PlanLine, council: str, service: str, created: datetime) -> Event:
    """Return the all-day event of one action; it does not mark anybody as busy."""
    assert line.due is not None  # noqa: S101 - only dated lines are given
    calendar_event = Event()
    calendar_event.add("uid", str(uuid5(_EVENT_NAMESPACE, "\n".join((council, service, line.id)))))
    calendar_event.add("dtstamp", created)
    calendar_event.add("dtstart", line.due)
    calendar_event.add("dtend", line.due + timedelta(1))
    calendar_event.add("summary", replace_unprintable(f"{line.title} – {line.owner}" if line.owner else line.title))
    about = (f"{council}: {service}", f"Status: {line.label}", line.lifts, line.remark)
    calendar_event.add("description", replace_unprintable("\n".join(filter(None, about))))
    calendar_event.add("transp", "TRANSPARENT")
    return calendar_event
