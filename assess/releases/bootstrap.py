"""Publish the initial releases of a new database, or of one from before releases were published."""

from pathlib import Path

from assess.core.syntax.problems import Problem
from assess.releases.files import NONE, both, find, fingerprints
from assess.releases.models import Checked
from assess.releases.rulebook_cache import Shelf
from assess.releases.versions import number_by_number
from assess.storage.records import Kept, Release
from assess.storage.release_records import Files, Publishing
from assess.storage.store import Store

WHO = "the tool itself"
CAME_WITH_THE_TOOL = "The rules that came with the tool"
USED_BEFORE = "Assessments used this version before versions were published"


def publish_first(store: Store, folder: Path, shelf: Shelf) -> tuple[Problem, ...]:
    """Publish the versions in use, or else the rules on disk; return the problems of the rules on disk.

    If another process does the same at the same time, its releases stay.
    """
    used = [kept for kept in used_versions(store) if shelf.check(Files(*kept[1:])).rulebook is not None]
    if used:
        publish_used(store, used)
        return ()
    found = find(folder)
    files = both(found)
    if not isinstance(files, Files):
        return files
    checked = shelf.check(files)
    kept = kept_of(checked)
    if kept is not None:
        store.publish(Publishing(kept, WHO, CAME_WITH_THE_TOOL, None, 0, fingerprints(found)))
    return checked.problems


def used_versions(store: Store) -> list[Kept]:
    """Load every stored version, the lowest first."""
    releases = sorted(store.releases(), key=lambda release: number_by_number(release.version))
    return [store.load_kept(release) for release in releases]


def publish_used(store: Store, used: list[Kept]) -> None:
    """Publish stored versions in the given order, leaving the files on disk as they are."""
    after = 0
    for kept in used:
        after = store.publish(Publishing(kept, WHO, USED_BEFORE, None, after, (NONE, NONE)))
        if not after:
            return


def kept_of(checked: Checked) -> Kept | None:
    """Return the rulebook in the form in which it is stored, or None if it has problems."""
    rulebook = checked.rulebook
    return None if rulebook is None else Kept(Release(rulebook.id, rulebook.version, rulebook.hash), *checked.files)
