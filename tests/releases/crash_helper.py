"""Publish in child processes, each of which is killed one line of the program later than the one before.

Started by a test with a folder that contains `before/`; leaves a folder `after-N/` for each process and writes their
exit codes to `ends.txt`: -9 for one that was killed, 0 for one that ran to its end.
"""

import os
import shutil
import signal
import sys
from functools import lru_cache
from pathlib import Path
from types import FrameType

from assess.releases import rulebook_cache
from assess.releases.service import PublishingService
from assess.storage import database
from assess.storage.store import Store

PACKAGE = Path(__file__).parent.parent.parent / "assess"
TRACED_FILES = {
    str(PACKAGE / name)
    for name in ("releases/service.py", "releases/files.py", "releases/repository.py", "storage/releases.py",
                 "storage/drafts.py", "storage/rulebooks.py", "storage/store.py")
}  # fmt: skip
MAX_LINES = 1000


class Killer:
    """A trace function that kills this process before the nth distinct line reached while publishing."""

    def __init__(self, line: int) -> None:
        self.left, self.begun, self.passed = line, False, set[tuple[str, int]]()

    def __call__(self, frame: FrameType, event: str, _: object) -> "Killer | None":
        if frame.f_code.co_filename not in TRACED_FILES:
            return None
        self.begun = self.begun or frame.f_code.co_name == "_commit"
        if event == "line" and self.begun:
            self.passed.add((frame.f_code.co_filename, frame.f_lineno))
            if len(self.passed) == self.left:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def publish(folder: Path, line: int) -> None:
    """Publish the draft, to be killed before a line."""
    publishing = PublishingService(Store(f"sqlite:///{folder / 'assess.sqlite3'}"), folder / "rules")
    revision = publishing.sync_with_disk().revision
    sys.settrace(Killer(line))
    publishing.publish(revision, "Anna", "Heavier")
    sys.settrace(None)
    os._exit(0)


def publish_once(before: Path, warm: Path) -> None:
    """Publish on a copy, so that all rules are loaded before the first process is forked."""
    shutil.copytree(before, warm)
    store = Store(f"sqlite:///{warm / 'assess.sqlite3'}")
    publishing = PublishingService(store, warm / "rules")
    publishing.publish(publishing.sync_with_disk().revision, "Anna", "Heavier")
    store.close()


def publish_in_child(before: Path, line: int) -> int:
    """Publish on a copy in another process and return its exit code."""
    after = before.parent / f"after-{line}"
    shutil.copytree(before, after)
    child = os.fork()
    if not child:
        publish(after, line)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path) -> None:
    """Publish, killed before the first line, then the second, and so on, until one process completes."""
    # do once what is the same in every process and costs more than everything else
    setattr(database, "migrate", lambda *_, **__: None)  # noqa: B010 - the tables exist
    setattr(rulebook_cache, "check_files", lru_cache(rulebook_cache.check_files))  # noqa: B010
    publish_once(folder / "before", folder / "warm")
    ends: list[int] = []
    while not ends or ends[-1] == -signal.SIGKILL:
        assert len(ends) < MAX_LINES
        ends.append(publish_in_child(folder / "before", len(ends) + 1))
    (folder / "ends.txt").write_text(" ".join(str(end) for end in ends))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
