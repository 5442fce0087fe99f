"""Cache of the rulebooks that were loaded last."""

from collections import OrderedDict
from threading import Lock

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases.models import CheckedRules
from assess.storage.release_records import RulesFiles

MAX_RULEBOOKS = 8
"""The number of rulebooks in the cache; each takes a few megabytes."""


class RulebookCache:
    """Rulebooks that were loaded last; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[str, CheckedRules] = OrderedDict()

    def check(self, files: RulesFiles) -> CheckedRules:
        """Load a rulebook from the two files, or return all their problems under the standard file names."""
        key = files.fingerprint
        with self._lock:
            checked = self._entries.get(key)
        checked = checked or check_files(files)  # outside the lock, so that other threads need not wait
        with self._lock:
            checked = self._entries.setdefault(key, checked)
            self._entries.move_to_end(key)
            while len(self._entries) > MAX_RULEBOOKS:
                self._entries.popitem(last=False)
        return checked


def check_files(files: RulesFiles) -> CheckedRules:
    """Load the two files without using the cache."""
    loaded = load_rulebook(*files)
    if isinstance(loaded, Rulebook):
        return CheckedRules(files, loaded, (), loaded)
    untried = load_rulebook(*files, verify_examples=False)
    return CheckedRules(files, None, loaded, untried if isinstance(untried, Rulebook) else None)
