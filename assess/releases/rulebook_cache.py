"""Load each set of rules once, and keep the last few at hand."""

from collections import OrderedDict
from threading import Lock

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases.models import Checked
from assess.storage.release_records import Files

MOST = 8
"""Sets of rules kept at hand, each of some megabytes."""


class Shelf:
    """The sets of rules that were checked last; safe to use from several threads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.checked: OrderedDict[str, Checked] = OrderedDict()

    def check(self, files: Files) -> Checked:
        """Give the rulebook that two files spell, or all their problems, under the names that the files always have."""
        key = files.fingerprint
        with self.lock:
            found = self.checked.get(key)
        found = found or checked(files)  # out of the lock: nobody who needs other rules has to wait
        with self.lock:
            found = self.checked.setdefault(key, found)
            self.checked.move_to_end(key)
            while len(self.checked) > MOST:
                self.checked.popitem(last=False)
        return found


def checked(files: Files) -> Checked:
    """Load two files and give what came of it."""
    loaded = load_rulebook(*files)
    if isinstance(loaded, Rulebook):
        return Checked(files, loaded, (), loaded)
    untried = load_rulebook(*files, try_examples=False)
    return Checked(files, None, loaded, untried if isinstance(untried, Rulebook) else None)
