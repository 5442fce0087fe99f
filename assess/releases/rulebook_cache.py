"""Cache of the rulebooks that were loaded last."""

from collections.abc import Callable
from threading import Condition
from typing import cast

from cachetools import LRUCache, cached

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases.models import CheckedRules
from assess.storage.release_records import RulesFiles

MAX_RULEBOOKS = 8
"""The number of rulebooks in the cache; each takes a few megabytes."""

RulesChecker = Callable[[RulesFiles], CheckedRules]
"""A function that loads a rulebook from the two files, or returns all their problems."""


def create_cached_checker() -> RulesChecker:
    """Return `check_files` with a cache by content; a second thread waits while a first one loads the same files."""
    cache = LRUCache[str, CheckedRules](MAX_RULEBOOKS)
    checker = cached(cache, key=lambda files: files.fingerprint, condition=Condition())(check_files)
    return cast(RulesChecker, checker)


def check_files(files: RulesFiles) -> CheckedRules:
    """Load the two files without using the cache."""
    loaded = load_rulebook(*files)
    return CheckedRules(files, loaded, ()) if isinstance(loaded, Rulebook) else CheckedRules(files, None, loaded)
