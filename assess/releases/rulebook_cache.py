"""Cache of the rulebooks that were loaded last."""

from collections import OrderedDict
from threading import Lock

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases.models import Checked
from assess.storage.release_records import Files

MOST = 8
"""The number of rulebooks in the cache; each takes a few megabytes."""


class Shelf:
    """Rulebooks that were loaded last; safe to use from several threads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.checked: OrderedDict[str, Checked] = OrderedDict()

    def check(self, files: Files) -> Checked:
        """Load a rulebook from the two files, or return all their problems under the standard file names."""
        key = files.fingerprint
        with self.lock:
            found = self.checked.get(key)
        found = found or checked(files)  # outside the lock, so that other threads need not wait
        with self.lock:
            found = self.checked.setdefault(key, found)
            self.checked.move_to_end(key)
            while len(self.checked) > MOST:
                self.checked.popitem(last=False)
        return found


def checked(files: Files) -> Checked:
    """Load the two files without using the cache."""
    loaded = load_rulebook(*files)
    if isinstance(loaded, Rulebook):
        return Checked(files, loaded, (), loaded)
    untried = load_rulebook(*files, try_examples=False)
    return Checked(files, None, loaded, untried if isinstance(untried, Rulebook) else None)
