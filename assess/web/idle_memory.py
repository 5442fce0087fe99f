"""Return the memory of large rules to the system once nobody works on them any more."""

from threading import Thread
from time import monotonic, sleep

from assess.core.loading.documents import drop_old_files
from assess.memory import release_memory
from assess.releases.repository import ReleaseRepository

_INTERVAL = 60
"""Seconds between two looks at what is no longer used."""


def start_releasing(repository: ReleaseRepository) -> None:
    """Start a thread that returns memory until the program ends."""
    Thread(target=_release_for_ever, args=(repository,), daemon=True).start()


def _release_for_ever(repository: ReleaseRepository) -> None:
    """Return memory once a minute, if any is to be returned."""
    while True:
        sleep(_INTERVAL)
        release_unused(repository, monotonic())


def release_unused(repository: ReleaseRepository, now: float) -> bool:
    """Drop rules that were loaded long ago, return their memory, and return whether there were any.

    The time is that of `time.monotonic`.
    """
    dropped = [drop_old_files(now), repository.drop_old_rulebooks(now)]
    if any(dropped):
        release_memory()
    return any(dropped)
