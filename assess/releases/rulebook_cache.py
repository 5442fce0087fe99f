"""Caches of the rulebooks that were loaded last, which give back the memory of large rules."""

from collections.abc import Callable
from threading import Condition

from cachetools import TTLCache, cached

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases.models import CheckedRules
from assess.storage.release_records import RulesFiles

MAX_RULEBOOKS = 8
"""Maximum number of rulebooks in a cache; each takes a few megabytes."""
MAX_CACHED_BYTES = 5_000_000
"""Maximum size of the files of the rulebooks in a cache, so that fewer of them are kept if they are very large."""
SECONDS_CACHED = 600
"""Seconds after which a rulebook is dropped from a cache."""

RulesChecker = Callable[[RulesFiles], CheckedRules]
"""A function that loads a rulebook from the two files, or returns all their problems."""


class CachedChecker:
    """`check_files` with a cache by content; a second thread waits while a first one loads the same files."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._cache: TTLCache[str, CheckedRules] = TTLCache(
            MAX_CACHED_BYTES, SECONDS_CACHED, getsizeof=lambda checked: weigh_files(checked.files)
        )
        self._check: RulesChecker = cached(self._cache, key=lambda files: files.fingerprint, condition=self._condition)(
            check_files
        )

    def __call__(self, files: RulesFiles) -> CheckedRules:
        """Load a rulebook from the two files, or return all their problems."""
        return self._check(files)

    def drop_old(self, now: float) -> bool:
        """Drop the rulebooks that have been in the cache for long, and return whether there were any."""
        with self._condition:
            return bool(self._cache.expire(now))


def weigh_files(files: RulesFiles) -> int:
    """Return the share of a cache that the rulebook of these files takes."""
    return max(sum(map(len, files)), MAX_CACHED_BYTES // MAX_RULEBOOKS)


def check_files(files: RulesFiles) -> CheckedRules:
    """Load the two files without using the cache."""
    loaded = load_rulebook(*files)
    return CheckedRules(files, loaded, ()) if isinstance(loaded, Rulebook) else CheckedRules(files, None, loaded)
