"""Whenever the process dies, either the old version stays in force or the new one is complete."""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from assess.releases.models import DiskState, Published
from assess.releases.rulebook_cache import checked
from assess.releases.service import Desk
from assess.storage.release_records import Files
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, changed, files_in

TOP = Path(__file__).parent.parent.parent


@pytest.fixture
def old(tmp_path: Path, rules: Path) -> Files:
    """The rules in force before; `before/` contains them with a draft ready to be published."""
    before = tmp_path / "before"
    before.mkdir()
    rules.rename(before / "rules")
    store = Store(f"sqlite:///{before / 'assess.sqlite3'}")
    desk = Desk(store, before / "rules")
    files = desk.in_force().files
    desk.save_draft(changed_both(files), 0)
    store.close()
    return files


def changed_both(files: Files) -> Files:
    """Return a new version in which both files differ."""
    return Files(changed(files, *HEAVIER).readiness, files.evidence + b"# Looked at again.\n")


def test_a_process_killed_at_any_line_of_publishing_leaves_a_consistent_version(
    tmp_path: Path, old: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([sys.executable, "-m", "tests.releases.crash_helper", str(tmp_path)], cwd=TOP, check=True)
    ends = (tmp_path / "ends.txt").read_text().split()
    assert set(ends[:-1]) == {"-9"}
    assert ends[-1] == "0"
    new = changed_both(old)
    monkeypatch.setattr("assess.storage.database.migrate", lambda _: None)  # the tables exist
    monkeypatch.setattr("assess.releases.rulebook_cache.checked", lru_cache(checked))
    seen = {state_after(tmp_path / f"after-{line}", old, new) for line in range(1, len(ends) + 1)}
    # old: before the commit; the three new ones: no file written yet, one, both
    assert seen == {"old", "new, files old old", "new, files new old", "new, files new new"}


def state_after(folder: Path, old: Files, new: Files) -> str:
    """Start again after a crash, check that everything is intact, and return what was found."""
    found = files_in(folder / "rules")
    assert set(found) <= {*old, *new}
    said = " ".join("new" if one == theirs else "old" for one, theirs in zip(found, new, strict=True))
    store = Store(f"sqlite:///{folder / 'assess.sqlite3'}")
    desk = Desk(store, folder / "rules")
    in_force = desk.in_force().files
    desktop = desk.look()
    assert files_in(folder / "rules") == in_force
    assert desktop.disk.state is DiskState.SAME
    if in_force == new:
        assert desktop.draft is None
        assert desktop.latest.written
    else:
        assert in_force == old == found
        assert desktop.draft is not None
        assert desktop.draft.files == new
        assert isinstance(desk.publish(desktop.revision, "Anna", "Again"), Published)
    assert sorted(path.name for path in (folder / "rules").iterdir()) == ["evidence.yaml", "readiness.yaml"]
    store.close()
    return f"new, files {said}" if in_force == new else "old"
