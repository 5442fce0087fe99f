"""Published releases; the database, not any file, determines which one is current."""

from dataclasses import replace
from pathlib import Path
from threading import Lock

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases import files as disk_files
from assess.releases.bootstrap import publish_first
from assess.releases.models import Checked, InForce, NoRulebookError
from assess.releases.rulebook_cache import MOST, Shelf
from assess.releases.versions import highest, next_version
from assess.storage.records import Kept, Release
from assess.storage.release_records import Files, Publication, Unfinished
from assess.storage.store import Store


class Register:
    """Every published release; safe to use from several threads and processes."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.shelf, self.lock = Shelf(), Lock()
        self.opened: InForce | None = None
        self.older: dict[tuple[str, str], Rulebook] = {}
        """Rulebooks other than the current one, by name and version."""
        self.unwritten = ""
        """Why the files on disk could not be written; empty if they were."""
        self.finish_files()

    def in_force(self) -> InForce:
        """Return the current release; raises NoRulebookError.

        If nothing has been published yet, the rules on disk are published first, provided that they are valid.
        """
        number, opened = self.store.latest_number(), self.opened
        if opened is None or opened.publication.number != number:
            with self.lock:
                opened = self.opened = self.open_latest()
        return opened

    def open_latest(self) -> InForce:
        """Load the current release; raises NoRulebookError."""
        publication = self.latest()
        kept = self.store.load_kept(publication.release)
        return InForce(publication, kept, self.rulebook_of(kept))

    def latest(self) -> Publication:
        """Return the latest publication; raises NoRulebookError."""
        found = self.store.latest()
        if found is None:
            problems = publish_first(self.store, self.folder, self.shelf)
            self.finish_files()
            found = self.store.latest()
            if found is None:
                raise NoRulebookError(self.on_disk(problems))
        return found

    def on_disk(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return the problems with the paths of the files on disk."""
        return tuple(replace(each, file=str(self.folder / Path(each.file).name)) for each in problems)

    def of(self, release: Release) -> Rulebook:
        """Return the rulebook of a stored release; raises NotFoundError and NoRulebookError."""
        opened = self.opened
        if opened is not None and opened.kept.release[:2] == release[:2]:
            return opened.rulebook
        with self.lock:
            older = self.older.get(release[:2])
        return older or self.open_older(release)

    def open_older(self, release: Release) -> Rulebook:
        """Load and cache a release that is not current; raises NotFoundError and NoRulebookError."""
        found = self.rulebook_of(self.store.load_kept(release))
        with self.lock:
            self.older[release[:2]] = found
            if len(self.older) > MOST:
                del self.older[next(iter(self.older))]
        return found

    def rulebook_of(self, kept: Kept) -> Rulebook:
        """Parse a stored rulebook; raises NoRulebookError."""
        checked = self.check(Files(*kept[1:]))
        if checked.rulebook is None:
            raise NoRulebookError(checked.problems)
        return checked.rulebook

    def versions(self) -> tuple[Publication, ...]:
        """Return all publications, the latest first."""
        return self.store.publications()

    def kept(self, version: str) -> Kept | None:
        """Return the stored rulebook of a published version, or None if there is no such version."""
        found = next((each for each in self.versions() if each.release.version == version), None)
        return found and self.store.load_kept(found.release)

    def check(self, files: Files) -> Checked:
        """Load a rulebook from the two files, or return all their problems."""
        return self.shelf.check(files)

    def next_version(self) -> str:
        """Return the next free version number, above every version so far."""
        return next_version(highest(self.used()))

    def used(self) -> tuple[str, ...]:
        """Return every version number that is taken."""
        return tuple(release.version for release in self.store.releases())

    def finish_files(self) -> None:
        """Write the files of the current release if that is still pending, for example after a crash."""
        latest = self.store.latest()
        if latest is not None and not latest.written:
            self.store.finish_files(self.write)

    def write(self, unfinished: Unfinished) -> bool:
        """Write the files of a release; return whether that succeeded."""
        try:
            disk_files.write_files(self.folder, unfinished)
        except OSError as error:
            self.unwritten = (
                f"Version {unfinished.kept.release.version} is in force, but the files in {self.folder} could not be "
                f"written ({error.strerror}). They are written as soon as that is possible."
            )
            return False
        self.unwritten = ""
        return True
