"""The rulebook in force: the last good content of the two rules files, looked at on every request.

A good change serves at once; a bad one leaves the last good rulebook in force and its problems are kept.
"""

import re
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from threading import Lock

from typing_extensions import TypeIs

from assess.core.loading import load_rulebook
from assess.core.model import Rulebook
from assess.core.problems import Problem
from assess.storage.records import Edition, Kept
from assess.storage.store import Store

FILES = ("readiness.yaml", "evidence.yaml")
VERSION_LINE = re.compile(rb"^.*?\bversion:[ \t]*", re.MULTILINE)

Content = tuple[bytes, bytes]


class NoRulebookError(Exception):
    """No rules were ever good, so nothing can be asked; `problems` says what to mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("no rules are in force")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force and what is wrong with the files as they are now."""

    rulebook: Rulebook | None = None
    kept: Kept | None = None
    problems: tuple[Problem, ...] = ()
    seen: Content | tuple[Problem, ...] | None = None
    """What the files held when they were last looked at."""


class Rulebooks:
    """The rulebook in force and those that assessments were begun under; safe to use from several threads."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self.files = (str(folder / FILES[0]), str(folder / FILES[1]))
        self.lock = Lock()
        self.older: dict[tuple[str, str], Rulebook] = {}
        self.state = InForce()

    def looked_at(self) -> InForce:
        """Give what is in force, having looked at the files as they are now."""
        found = read_files(self.files)
        if found == self.state.seen:
            return self.state
        with self.lock:
            if found != self.state.seen:
                self.state = self.judged(found)
            return self.state

    def in_force(self) -> Rulebook:
        """Give the rulebook in force; raises NoRulebookError."""
        state = self.looked_at()
        if state.rulebook is None:
            raise NoRulebookError(state.problems)
        return state.rulebook

    def kept_in_force(self) -> Kept:
        """Give the rulebook in force as the store keeps it; raises NoRulebookError."""
        state = self.looked_at()
        if state.kept is None:
            raise NoRulebookError(state.problems)
        return state.kept

    def problems(self) -> tuple[Problem, ...]:
        """Give what is wrong with the files as they are now; nothing while they are what is in force."""
        return self.looked_at().problems

    def judged(self, found: Content | tuple[Problem, ...]) -> InForce:
        """Put good content in force; for bad content keep what was in force and say what is wrong."""
        before = self.state if self.state.seen is not None else self.last_used()
        if not is_content(found):
            return replace(before, problems=found, seen=found)
        loaded = load_rulebook(*found, names=self.files)
        if isinstance(loaded, tuple):
            return replace(before, problems=loaded, seen=found)
        kept = Kept(Edition(loaded.id, loaded.version, loaded.hash), *found)
        refused = self.refused(kept)
        return replace(before, problems=refused, seen=found) if refused else InForce(loaded, kept, (), found)

    def refused(self, new: Kept) -> tuple[Problem, ...]:
        """Give the problem of a version number that assessments have used otherwise or have passed."""
        used = [edition for edition in self.store.editions() if edition.name == new.edition.name]
        if not used:
            return ()
        highest = max(used, key=lambda edition: number_by_number(edition.version))
        if number_by_number(new.edition.version) < number_by_number(highest.version):
            return (self.problem(new, f"is lower than {highest.version}, which an assessment has used"),)
        if new.edition.version == highest.version and not same_content(self.store.load_kept(highest), new):
            return (self.problem(new, "has been used by an assessment with other content"),)
        return ()

    def problem(self, new: Kept, reason: str) -> Problem:
        """Give a problem at the version of the rules file."""
        version = new.edition.version
        used = [e.version for e in self.store.editions() if e.name == new.edition.name]
        above = next_version(max([*used, version], key=number_by_number))
        found = VERSION_LINE.search(new.readiness)
        line = new.readiness.count(b"\n", 0, found.end()) + 1 if found else 1
        column = len(found.group().decode("utf-8", "replace")) + 1 if found else 1
        sentence = f"Version {version} {reason}. Give the changed rules a higher number, such as {above}."
        return Problem(self.files[0], line, column, sentence)

    def last_used(self) -> InForce:
        """Give the highest version that an assessment used, to fall back on when the files are bad from the start."""
        used = sorted(self.store.editions(), key=lambda edition: number_by_number(edition.version))
        for edition in reversed(used):
            kept = self.store.load_kept(edition)
            loaded = load_rulebook(kept.readiness, kept.evidence)
            if isinstance(loaded, Rulebook):
                return InForce(loaded, kept)
        return InForce()

    def of(self, edition: Edition) -> Rulebook:
        """Give the rulebook that an assessment is on, from the store where it is not the one in force."""
        key = (edition.name, edition.version)
        current = self.state.rulebook
        if current is not None and (current.id, current.version) == key:
            return current
        if key not in self.older:
            kept = self.store.load_kept(edition)
            loaded = load_rulebook(kept.readiness, kept.evidence)
            if isinstance(loaded, tuple):
                raise NoRulebookError(loaded)
            self.older[key] = loaded
        return self.older[key]


def read_files(files: tuple[str, str]) -> Content | tuple[Problem, ...]:
    """Give what the two files hold, or the problems of files that cannot be read."""
    read: list[bytes] = []
    problems: list[Problem] = []
    for name in files:
        try:
            with FileIO(name) as file:  # on every request, so without a buffer between
                read.append(file.read())
        except OSError as error:
            sentence = f"This file cannot be read ({error.strerror}). Put it back, or set ASSESS_RULES to its folder."
            problems.append(Problem(name, 1, 1, sentence))
    return tuple(problems) if problems else (read[0], read[1])


def is_content(found: Content | tuple[Problem, ...]) -> TypeIs[Content]:
    """Tell whether both files could be read."""
    return isinstance(found[0], bytes)


def same_content(one: Kept, other: Kept) -> bool:
    """Tell whether two rulebooks say the same: by hash, or by their bytes where a newer program hashes otherwise."""
    return one.edition == other.edition or one[1:] == other[1:]


def number_by_number(version: str) -> tuple[int, ...]:
    """Give a version to compare: 1.10.0 is above 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def next_version(version: str) -> str:
    """Give the next version: 1.0.1 after 1.0.0."""
    *first, last = number_by_number(version)
    return ".".join(str(part) for part in (*first, last + 1))
