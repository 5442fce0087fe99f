"""Days and times are those of the council, wherever the server runs."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assess.local_time import set_time_zone
from assess.report.content.text import format_datetime


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An environment whose time zone is put back afterwards."""
    with monkeypatch.context() as context:
        yield context
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "when", "shown"),
    [
        (None, datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026, 00:30"),
        (None, datetime(2026, 12, 1, 23, 30, tzinfo=UTC), "1 December 2026, 23:30"),
        ("UTC0", datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "1 July 2026, 23:30"),
    ],
)
def test_times_are_british_unless_another_zone_is_set(
    environ: pytest.MonkeyPatch, zone: str | None, when: datetime, shown: str
) -> None:
    environ.setenv("TZ", "FAR-13")
    if zone:
        environ.setenv("ASSESS_TIME_ZONE", zone)
    set_time_zone(os.environ)
    assert format_datetime(when) == shown
