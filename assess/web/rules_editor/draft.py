"""What an officer works on: the draft of the rules, or what is in force where there is no draft."""

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
"""What a file is called in an address."""


class Working(NamedTuple):
    """The draft beside what is in force."""

    desktop: Desktop
    in_force: InForce
    checked: Checked

    @property
    def has_draft(self) -> bool:
        """Tell whether there is a draft."""
        return self.desktop.draft is not None

    @property
    def files(self) -> Files:
        """The draft's two files, or those in force."""
        return self.checked.files

    @property
    def by_name(self) -> Mapping[str, bytes]:
        """The two files by their names."""
        return dict(zip((READINESS, EVIDENCE), self.files, strict=True))

    @property
    def rulebook(self) -> Rulebook | None:
        """The draft's rulebook, even if a worked example does not come true; none where there are other problems."""
        return self.checked.untried

    def document(self, file: str) -> Document:
        """Give one of the files as text with places; without any where it cannot be read."""
        return scanned(self.by_name[file], file)

    def changes(self) -> tuple[Difference, ...] | None:
        """Give what the draft changes; none where its problems leave that open."""
        rulebook = self.rulebook
        return None if rulebook is None else differences(self.in_force.rulebook, rulebook)


def desk() -> Desk:
    """Give the desk of the site."""
    return site().rulebooks.desk


def look() -> Desktop:
    """Look at the desk now, and say so on the next page if that ended a draft."""
    desktop = desk().look()
    if desktop.put_back:
        flash(PUT_BACK)
    return desktop


def working() -> Working:
    """Look at the desk now."""
    desktop, in_force = look(), desk().in_force()
    files = desktop.draft.files if desktop.draft else in_force.files
    return Working(desktop, in_force, desk().check(files))


@lru_cache(8)
def scanned(data: bytes, file: str) -> Document:
    """Read a file's text with places, as far as it can be read; nobody may change what comes of it."""
    return scan(data, file)[0] or nothing(file)


def files_of(by_name: Mapping[str, bytes]) -> Files:
    """Give the two files as the desk takes them."""
    return Files(by_name[READINESS], by_name[EVIDENCE])


def line_address(file: str, line: int) -> str:
    """Give the address of a line in the numbered text."""
    return url_for("rules_text.lines", name=SHORT[file], _anchor=f"L{line}")


def problem_line(problem: Problem) -> tuple[str, str]:
    """Give a problem with its place as a sentence, and the address of its line."""
    return f"{problem.file}, line {problem.line}: {quoted(problem.sentence)}", line_address(problem.file, problem.line)
