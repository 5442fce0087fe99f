"""Published releases; the database, not any file, determines which one is current."""

import re
from dataclasses import replace
from datetime import date
from operator import itemgetter
from pathlib import Path
from threading import Lock

from cachetools import TTLCache

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.core.validation.source_dates import find_future_dates
from assess.releases import files as disk_files
from assess.releases.bootstrap import publish_initial_releases
from assess.releases.models import CheckedRules, CurrentRelease, NoRulebookError, Origins
from assess.releases.rulebook_cache import MAX_CACHED_BYTES, SECONDS_CACHED, CachedChecker, weigh_files
from assess.releases.versions import find_highest, increment_version
from assess.resources import PACKAGE_FOLDER, find_folder
from assess.storage.records import Release, StoredRulebook
from assess.storage.release_records import PendingFiles, Publication, RulesFiles
from assess.storage.store import Store

_SHIPPED_FOLDER = PACKAGE_FOLDER / "releases" / "shipped"
"""The earlier releases, each in a folder named by its version."""


def _may_be_origin(files: RulesFiles, rulebook: Rulebook) -> bool:
    """Return whether files that came with the tool name the release that a rulebook was made from, unparsed."""
    named = {"id": rulebook.id, "version": rulebook.made_from}.items()
    return all(re.search(rf"\b{key}: {re.escape(value)}(?![\w.-])".encode(), files.readiness) for key, value in named)


def _is_origin(release: Rulebook, rulebook: Rulebook) -> bool:
    """Return whether a rulebook is the release that another one was made from."""
    return release.is_release and (release.id, release.version) == (rulebook.id, rulebook.made_from)


class ReleaseRepository:
    """Every published release; safe to use from several threads and processes."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.release_folder = find_folder("rules")
        """The rules that came with the tool."""
        self._check, self._lock = CachedChecker(), Lock()
        self._current: CurrentRelease | None = None
        self._older_rulebooks: TTLCache[tuple[str, str], tuple[Rulebook, int]] = TTLCache(
            MAX_CACHED_BYTES, SECONDS_CACHED, getsizeof=itemgetter(1)
        )
        """Rulebooks other than the current one with their weights, by name and version."""
        self.write_error = ""
        """Why the files on disk could not be written; empty if they were."""
        self.write_pending_files()

    def get_current_release(self) -> CurrentRelease:
        """Return the current release; raises NoRulebookError.

        If nothing has been published yet, the rules on disk are published first, provided that they are valid.
        """
        number, current = self.store.load_latest_number(), self._current
        if current is None or current.publication.number != number:
            with self._lock:
                current = self._current = self._load_current_release()
        return current

    def _load_current_release(self) -> CurrentRelease:
        """Load the current release; raises NoRulebookError."""
        publication = self.load_latest()
        stored = self.store.load_stored_rulebook(publication.release)
        return CurrentRelease(publication, stored, self._parse_rulebook(stored))

    def load_latest(self) -> Publication:
        """Return the latest publication; raises NoRulebookError."""
        publication = self.store.load_latest_publication()
        if publication is None:
            problems = publish_initial_releases(self.store, self.folder, self._check, self.check)
            self.write_pending_files()
            publication = self.store.load_latest_publication()
            if publication is None:
                raise NoRulebookError(self._with_disk_paths(problems))
        return publication

    def _with_disk_paths(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return the problems with the paths of the files on disk."""
        return tuple(replace(each, file=str(self.folder / Path(each.file).name)) for each in problems)

    def load_rulebook(self, release: Release) -> Rulebook:
        """Return the rulebook of a stored release; raises NotFoundError and NoRulebookError."""
        current = self._current
        if current is not None and current.stored.release[:2] == release[:2]:
            return current.rulebook
        with self._lock:
            cached = self._older_rulebooks.get(release[:2])
        return cached[0] if cached else self._load_older_rulebook(release)

    def _load_older_rulebook(self, release: Release) -> Rulebook:
        """Load and cache a release that is not current; raises NotFoundError and NoRulebookError."""
        stored = self.store.load_stored_rulebook(release)
        rulebook = self._parse_rulebook(stored)
        with self._lock:
            self._older_rulebooks[release[:2]] = rulebook, weigh_files(RulesFiles(*stored[1:]))
        return rulebook

    def drop_old_rulebooks(self, now: float) -> bool:
        """Drop the rulebooks that were loaded long ago, except the current one, and return whether there were any."""
        with self._lock:
            has_older = bool(self._older_rulebooks.expire(now))
        return self._check.drop_old(now) or has_older

    def _parse_rulebook(self, stored: StoredRulebook) -> Rulebook:
        """Parse a stored rulebook; raises NoRulebookError."""
        checked = self._check(RulesFiles(*stored[1:]))
        if checked.rulebook is None:
            raise NoRulebookError(checked.problems)
        return checked.rulebook

    def load_origin(self, rulebook: Rulebook) -> CheckedRules | None:
        """Return the release that a rulebook was made from, from the program or the database; None if it is unknown."""
        folders = (_SHIPPED_FOLDER / rulebook.made_from, self.release_folder)
        found = [disk_files.combine_files(disk_files.read_files(folder)) for folder in folders]
        stored = self.load_stored(rulebook.made_from)
        candidates = [files for files in found if isinstance(files, RulesFiles) and _may_be_origin(files, rulebook)]
        candidates += [RulesFiles(*stored[1:])] if stored else []
        checked = (self.check(files) for files in candidates)
        return next((each for each in checked if each.rulebook and _is_origin(each.rulebook, rulebook)), None)

    def load_origins(self, rulebook: Rulebook) -> Origins:
        """Return the releases that a draft and the rules in force were made from; raises NoRulebookError."""
        in_force, origin = self.get_current_release().rulebook, self.load_origin(rulebook)
        is_same = (in_force.id, in_force.made_from) == (rulebook.id, rulebook.made_from)
        earlier = origin if is_same else self.load_origin(in_force)
        return Origins(origin and origin.rulebook, earlier and earlier.rulebook)

    def list_publications(self) -> tuple[Publication, ...]:
        """Return all publications, the latest first."""
        return self.store.list_publications()

    def load_stored(self, version: str) -> StoredRulebook | None:
        """Return the stored rulebook of a published version, or None if there is no such version."""
        publication = next((each for each in self.list_publications() if each.release.version == version), None)
        return publication and self.store.load_stored_rulebook(publication.release)

    def check(self, files: RulesFiles) -> CheckedRules:
        """Load a rulebook from the two files, or return all their problems, dates in the future included."""
        checked = self._check(files)
        future = find_future_dates(files.evidence, EVIDENCE_FILENAME, date.today())
        return checked._replace(rulebook=None, problems=(*checked.problems, *future)) if future else checked

    def suggest_version(self) -> str:
        """Return the next free version number, above every version so far."""
        return increment_version(find_highest(self.list_used_versions()))

    def list_used_versions(self) -> tuple[str, ...]:
        """Return every version number that is taken."""
        return tuple(release.version for release in self.store.list_releases())

    def write_pending_files(self) -> None:
        """Write the files of the current release if that is still pending, for example after a crash."""
        latest = self.store.load_latest_publication()
        if latest is not None and not latest.is_written:
            self.store.write_pending_files(self._write_files)

    def _write_files(self, pending: PendingFiles) -> bool:
        """Write the files of a release; return whether that succeeded."""
        try:
            disk_files.write_files(self.folder, pending)
        except OSError as error:
            self.write_error = (
                f"Version {pending.stored.release.version} is in force, but the files in {self.folder} could not be "
                f"written ({error.strerror}). They will be written as soon as possible."
            )
            return False
        self.write_error = ""
        return True
