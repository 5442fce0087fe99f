"""Publish the initial releases of a new database, or of one from before releases were published."""

from contextlib import suppress
from pathlib import Path

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.files import NO_MATCH, combine_files, fingerprint_files, read_files
from assess.releases.rulebook_cache import RulesChecker
from assess.releases.versions import parse_version
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import NewPublication, OutdatedError, RulesFiles
from assess.storage.store import Store

_PUBLISHER = "the tool itself"
"""Who published the rules that came with the tool."""
_BUNDLED_NOTE = "The rules that came with the tool"
_IN_USE_NOTE = "Assessments used this version before versions were published"


def publish_initial_releases(
    store: Store,
    folder: Path,
    check: RulesChecker,
    check_new: RulesChecker,
    signature: tuple[str, str] = (_PUBLISHER, _BUNDLED_NOTE),
) -> tuple[Problem, ...]:
    """Publish the versions in use, or else the rules on disk; return the problems of the rules on disk.

    `check_new` checks the rules on disk, and may be stricter than `check`, by which versions in use were once accepted.
    `signature`, who publishes them and why, is recorded with the rules on disk. If another process does the same at the
    same time, its releases stay.
    """
    rulebooks = [kept for kept in _load_stored_rulebooks(store) if check(RulesFiles(*kept[1:])).rulebook is not None]
    if rulebooks:
        with suppress(OutdatedError):
            _publish_rulebooks(store, rulebooks)
        return ()
    contents = read_files(folder)
    files = combine_files(contents)
    if not isinstance(files, RulesFiles):
        return files
    checked = check_new(files)
    if checked.rulebook is not None:
        stored = build_stored_rulebook(checked.rulebook, files)
        with suppress(OutdatedError):
            store.publish(NewPublication(stored, *signature, None, 0, fingerprint_files(contents)))
    return checked.problems


def _load_stored_rulebooks(store: Store) -> list[StoredRulebook]:
    """Load every stored version, the lowest first."""
    releases = sorted(store.list_releases(), key=lambda release: parse_version(release.version))
    return [store.load_stored_rulebook(release) for release in releases]


def _publish_rulebooks(store: Store, rulebooks: list[StoredRulebook]) -> None:
    """Publish stored versions in the given order, leaving the files on disk as they are; raises OutdatedError."""
    number = 0
    for stored in rulebooks:
        number = store.publish(NewPublication(stored, _PUBLISHER, _IN_USE_NOTE, None, number, (NO_MATCH, NO_MATCH)))


def build_stored_rulebook(rulebook: Rulebook, files: RulesFiles) -> StoredRulebook:
    """Return a rulebook in the form in which it is stored."""
    return StoredRulebook(Release(rulebook.id, rulebook.version, rulebook.hash), *files)
