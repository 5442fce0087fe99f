"""The outcome of a verification."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.assessment import Assessment

MAX_DIFFERENCES = 100
"""Maximum number of differences counted; a report with more of them contains one more than this."""


class CopyStatus(StrEnum):
    """Whether a file equals the one that this program renders from its embedded files."""

    SAME = "same"
    """Identical byte for byte."""
    CHANGED = "changed"
    """Made by this version of the program, but not identical."""
    UNKNOWN = "unknown"
    """Made by another or an unknown version, so that it cannot be compared."""


class ReportIdentity(NamedTuple):
    """Which report it is, according to its embedded files."""

    council: str
    service: str
    day: str
    """The date as YYYY-MM-DD; empty if it is unknown."""
    status: str
    rulebook: str
    version: str
    hash: str


class FigureDifference(NamedTuple):
    """A figure that does not follow: its path, the stated and the computed value; empty for a missing value."""

    path: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The outcome of verifying a report."""

    refused: tuple[str, ...] = ()
    """Why the file cannot be checked; all else is empty then."""
    about: ReportIdentity | None = None
    figures: int = 0
    """Number of figures compared."""
    differences: tuple[FigureDifference, ...] = ()
    missing: tuple[str, ...] = ()
    """Texts that are missing from the first pages."""
    copy: CopyStatus = CopyStatus.UNKNOWN
    because: str = ""
    """Why the copy status is unknown."""
    pages: tuple[int, ...] = ()
    """Numbers of the pages of a changed copy that are drawn differently."""
    strange: tuple[str, ...] = ()
    """Names of embedded files that this tool does not write."""
    assessment: Assessment | None = None
    """The embedded assessment, which can be imported."""

    @property
    def follows(self) -> bool:
        """Whether every figure follows from the embedded answers and rules."""
        return not self.refused and not self.differences

    @property
    def holds(self) -> bool:
        """Whether no problem was found with the file."""
        return self.follows and not self.missing and self.copy is not CopyStatus.CHANGED
