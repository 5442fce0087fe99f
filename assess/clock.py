"""The time, and the days and times that people read: those of the council's time zone, wherever the server runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Europe/London")


def get_utc_time() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that shows the time of a time zone."""

    zone: ZoneInfo = DEFAULT_ZONE
    now: Callable[[], datetime] = get_utc_time
    """Returns the current time in UTC."""

    def today(self) -> date:
        """Return the current day in the time zone."""
        return self.localise(self.now()).date()

    def localise(self, when: datetime) -> datetime:
        """Return a time as the time zone has it."""
        return when.astimezone(self.zone)
