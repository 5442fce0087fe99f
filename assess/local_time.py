"""The time zone of the days and times that people read."""

import time
from collections.abc import MutableMapping

_BRITISH_TIME = "GMT0BST,M3.5.0/1,M10.5.0"
"""Written out, so that it holds where no time zones are installed."""


def set_time_zone(environ: MutableMapping[str, str]) -> None:
    """Show days and times in British time, or in that of `ASSESS_TIME_ZONE`, in this process and those that it starts.

    `TZ` is the zone of the server, which is often that of a data centre and not that of the council.
    """
    environ["TZ"] = environ.get("ASSESS_TIME_ZONE") or _BRITISH_TIME
    time.tzset()
