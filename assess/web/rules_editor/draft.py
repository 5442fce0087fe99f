"""The draft of the rules as the editor shows it, or the rules in force if there is no draft."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from flask import flash, url_for

from assess.core.comparison.rules import Difference, differences
from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, nothing, scan
from assess.releases.models import Checked, Desktop, InForce
from assess.releases.service import Desk
from assess.storage.release_records import Files
from assess.web.context import site
from assess.web.shared.text import quoted

PUT_BACK = (
    "The files on disk are what is in force again. The draft held nothing but what was changed there, so it is gone."
)
SHORT = {READINESS: "readiness", EVIDENCE: "evidence"}
"""The name of each file in URLs."""


class Working(NamedTuple):
    """The draft, together with the rules in force."""

    desktop: Desktop
    in_force: InForce
    checked: Checked

    @property
    def has_draft(self) -> bool:
        """Return whether there is a draft."""
        return self.desktop.draft is not None

    @property
    def files(self) -> Files:
        """The two files of the draft, or those in force if there is none."""
        return self.checked.files

    @property
    def by_name(self) -> Mapping[str, bytes]:
        """The two files by name."""
        return dict(zip((READINESS, EVIDENCE), self.files, strict=True))

    @property
    def rulebook(self) -> Rulebook | None:
        """The draft's rulebook, even if worked examples fail; None if there are other problems."""
        return self.checked.untried

    def document(self, file: str) -> Document:
        """Parse one of the files as text with positions; the document is empty if the file cannot be read."""
        return scanned(self.by_name[file], file)

    def changes(self) -> tuple[Difference, ...] | None:
        """Return what the draft changes, or None if its problems make a comparison impossible."""
        rulebook = self.rulebook
        return None if rulebook is None else differences(self.in_force.rulebook, rulebook)


def desk() -> Desk:
    """Return the publishing service of the site."""
    return site().rulebooks.desk


def look() -> Desktop:
    """Synchronise the draft with the files on disk, and flash a message if that ended the draft."""
    desktop = desk().look()
    if desktop.put_back:
        flash(PUT_BACK)
    return desktop


def working() -> Working:
    """Synchronise the draft with the files on disk and load it."""
    desktop, in_force = look(), desk().in_force()
    files = desktop.draft.files if desktop.draft else in_force.files
    return Working(desktop, in_force, desk().check(files))


@lru_cache(8)
def scanned(data: bytes, file: str) -> Document:
    """Parse a file as text with positions, as far as it can be read; the result is cached and must not be modified."""
    return scan(data, file)[0] or nothing(file)


def files_of(by_name: Mapping[str, bytes]) -> Files:
    """Convert files by name to the type that the publishing service takes."""
    return Files(by_name[READINESS], by_name[EVIDENCE])


def line_address(file: str, line: int) -> str:
    """Return the URL of a line on the page of numbered lines."""
    return url_for("rules_text.lines", name=SHORT[file], _anchor=f"L{line}")


def problem_line(problem: Problem) -> tuple[str, str]:
    """Return a problem with its position as a sentence, and the URL of its line."""
    return f"{problem.file}, line {problem.line}: {quoted(problem.sentence)}", line_address(problem.file, problem.line)
