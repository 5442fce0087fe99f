"""The register of what was published: which version is in force is said by the database and by no file."""

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
    """Every published version; safe to use from several threads and processes."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.shelf, self.lock = Shelf(), Lock()
        self.opened: InForce | None = None
        self.older: dict[tuple[str, str], Rulebook] = {}
        """Rulebooks of assessments that are not on the version in force, by name and version."""
        self.unwritten = ""
        """Why the files on disk could not be written; empty where they could."""
        self.finish_files()

    def in_force(self) -> InForce:
        """Give the version in force; raises NoRulebookError.

        Where nothing was ever published, the rules on disk are published now if they are good.
        """
        number, opened = self.store.latest_number(), self.opened
        if opened is None or opened.publication.number != number:
            with self.lock:
                opened = self.opened = self.open_latest()
        return opened

    def open_latest(self) -> InForce:
        """Load the version in force; raises NoRulebookError."""
        publication = self.latest()
        kept = self.store.load_kept(publication.release)
        return InForce(publication, kept, self.rulebook_of(kept))

    def latest(self) -> Publication:
        """Give the publication in force; raises NoRulebookError."""
        found = self.store.latest()
        if found is None:
            problems = publish_first(self.store, self.folder, self.shelf)
            self.finish_files()
            found = self.store.latest()
            if found is None:
                raise NoRulebookError(self.on_disk(problems))
        return found

    def on_disk(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Give problems with the paths of the files on disk."""
        return tuple(replace(each, file=str(self.folder / Path(each.file).name)) for each in problems)

    def of(self, release: Release) -> Rulebook:
        """Give the rulebook of any version that is kept; raises MissingError and NoRulebookError."""
        opened = self.opened
        if opened is not None and opened.kept.release[:2] == release[:2]:
            return opened.rulebook
        with self.lock:
            older = self.older.get(release[:2])
        return older or self.open_older(release)

    def open_older(self, release: Release) -> Rulebook:
        """Load a version that is not in force, and keep the last few at hand; raises MissingError, NoRulebookError."""
        found = self.rulebook_of(self.store.load_kept(release))
        with self.lock:
            self.older[release[:2]] = found
            if len(self.older) > MOST:
                del self.older[next(iter(self.older))]
        return found

    def rulebook_of(self, kept: Kept) -> Rulebook:
        """Load a version that is kept; raises NoRulebookError."""
        checked = self.check(Files(*kept[1:]))
        if checked.rulebook is None:
            raise NoRulebookError(checked.problems)
        return checked.rulebook

    def versions(self) -> tuple[Publication, ...]:
        """Give every published version, the latest first."""
        return self.store.publications()

    def kept(self, version: str) -> Kept | None:
        """Give a published version whole; none where there is none of this number."""
        found = next((each for each in self.versions() if each.release.version == version), None)
        return found and self.store.load_kept(found.release)

    def check(self, files: Files) -> Checked:
        """Give the rulebook that two files spell, or all their problems."""
        return self.shelf.check(files)

    def next_version(self) -> str:
        """Give the version to offer: one above every version there was."""
        return next_version(highest(self.used()))

    def used(self) -> tuple[str, ...]:
        """Give every version number that cannot be used again."""
        return tuple(release.version for release in self.store.releases())

    def finish_files(self) -> None:
        """Write the files of the version in force where that was not done, as after a crash."""
        latest = self.store.latest()
        if latest is not None and not latest.written:
            self.store.finish_files(self.write)

    def write(self, unfinished: Unfinished) -> bool:
        """Write the files of a version, and tell whether that could be done."""
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
