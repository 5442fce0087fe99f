"""Whenever the process dies, either the old version stays in force or the new one is complete."""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from assess.releases.models import DiskState
from assess.releases.rulebook_cache import check_files
from assess.releases.service import PublishingService
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from tests.releases.conftest import HEAVIER, change_files, read_files

TOP = Path(__file__).parent.parent.parent


@pytest.fixture
def old(tmp_path: Path, rules: Path) -> RulesFiles:
    """The rules in force before; `before/` contains them with a draft ready to be published."""
    before = tmp_path / "before"
    before.mkdir()
    rules.rename(before / "rules")
    store = Store(f"sqlite:///{before / 'assess.sqlite3'}")
    publishing = PublishingService(store, before / "rules")
    files = publishing.get_current_release().files
    publishing.save_draft(change_both_files(files), 0)
    store.close()
    return files


def change_both_files(files: RulesFiles) -> RulesFiles:
    """Return a new version in which both files differ."""
    return RulesFiles(change_files(files, *HEAVIER).readiness, files.evidence + b"# Looked at again.\n")


def test_a_process_killed_at_any_line_of_publishing_leaves_a_consistent_version(
    tmp_path: Path, old: RulesFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([sys.executable, "-m", "tests.releases.crash_helper", str(tmp_path)], cwd=TOP, check=True)
    ends = (tmp_path / "ends.txt").read_text().split()
    assert set(ends[:-1]) == {"-9"}
    assert ends[-1] == "0"
    new = change_both_files(old)
    monkeypatch.setattr("assess.storage.database.migrate", lambda *_, **__: None)  # the tables exist
    monkeypatch.setattr("assess.releases.rulebook_cache.check_files", lru_cache(check_files))
    seen = {restart_after_crash(tmp_path / f"after-{line}", old, new) for line in range(1, len(ends) + 1)}
    # old: before the commit; the three new ones: no file written yet, one, both
    assert seen == {"old", "new, files old old", "new, files new old", "new, files new new"}


def restart_after_crash(folder: Path, old: RulesFiles, new: RulesFiles) -> str:
    """Start again after a crash, check that everything is intact, and return what was found."""
    found = read_files(folder / "rules")
    assert set(found) <= {*old, *new}
    said = " ".join("new" if one == theirs else "old" for one, theirs in zip(found, new, strict=True))
    store = Store(f"sqlite:///{folder / 'assess.sqlite3'}")
    publishing = PublishingService(store, folder / "rules")
    in_force = publishing.get_current_release().files
    desktop = publishing.sync_with_disk()
    assert read_files(folder / "rules") == in_force
    assert desktop.disk.state is DiskState.SAME
    if in_force == new:
        assert desktop.draft is None
        assert desktop.latest.is_written
    else:
        assert in_force == old == found
        assert desktop.draft is not None
        assert desktop.draft.files == new
        publishing.publish(desktop.revision, "Anna", "Again")
    assert sorted(path.name for path in (folder / "rules").iterdir()) == ["evidence.yaml", "readiness.yaml"]
    store.close()
    return f"new, files {said}" if in_force == new else "old"
