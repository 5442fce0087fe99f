"""Publish the first versions of a new or an older database."""

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
    """Publish the versions that assessments used, or without any the rules on disk; give the problems of those.

    Where somebody else does so at the same time, theirs stay.
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
    """Give every version that is kept, the lowest first."""
    releases = sorted(store.releases(), key=lambda release: number_by_number(release.version))
    return [store.load_kept(release) for release in releases]


def publish_used(store: Store, used: list[Kept]) -> None:
    """Publish versions in this order; the files on disk are left as they are."""
    after = 0
    for kept in used:
        after = store.publish(Publishing(kept, WHO, USED_BEFORE, None, after, (NONE, NONE)))
        if not after:
            return


def kept_of(checked: Checked) -> Kept | None:
    """Give rules as they will be kept; none where they have problems."""
    rulebook = checked.rulebook
    return None if rulebook is None else Kept(Release(rulebook.id, rulebook.version, rulebook.hash), *checked.files)
