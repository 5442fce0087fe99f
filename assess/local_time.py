"""The time zone of the days and times that people read."""

import time
from collections.abc import MutableMapping

_BRITISH_TIME = "GMT0BST,M3.5.0/1,M10.5.0"
"""Written out, so that it holds where no time zones are installed."""


def use_british_time(environ: MutableMapping[str, str]) -> None:
    """Show days and times in British time in this process and those that it starts, unless the variable `TZ` is set."""
    environ.setdefault("TZ", _BRITISH_TIME)
    time.tzset()
