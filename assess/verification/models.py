"""The outcome of a verification."""

from dataclasses import dataclass, field
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
    """Not identical, and it either states that this version made it or holds what no version puts there."""
    UNKNOWN = "unknown"
    """Not identical, or impossible to render again, and another version may have made it."""


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


class Addition(NamedTuple):
    """Something in a PDF that this program does not put there."""

    text: str
    """What it is, such as “a stamp”."""
    pages: tuple[int, ...] = ()
    """The numbers of the pages that it is on; empty for the file as a whole."""


class PageComparison(NamedTuple):
    """The pages of a file compared, as pictures, with those of the report rendered again."""

    total: int
    """Number of pages of the file."""
    different: tuple[int, ...] = ()
    """Numbers of the pages of the file that look like no page of the report."""
    missing: tuple[int, ...] = ()
    """Numbers of the pages of the report that are not in the file, except those that look different in it."""
    reordered: bool = False
    """Whether the other pages are repeated or in another order."""

    @property
    def is_equal(self) -> bool:
        """Whether all pages look the same."""
        return not (self.different or self.missing or self.reordered)


class CopyComparison(NamedTuple):
    """A file compared with the report that this program renders from its embedded files."""

    status: CopyStatus = CopyStatus.UNKNOWN
    reason: str = ""
    """Why the file may differ although nobody changed it, or why it was not compared; empty if neither is so."""
    pages: PageComparison | None = None
    """The pages compared; None if the bytes are the same, or one of the two could not be rendered or drawn."""
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The outcome of verifying a report."""

    refused: tuple[str, ...] = ()
    """Why the file cannot be checked; all else is empty then."""
    about: ReportIdentity | None = None
    figures: int = 0
    """Number of figures compared."""
    differences: tuple[FigureDifference, ...] = ()
    copy: CopyComparison = field(default_factory=CopyComparison)
    strange: tuple[str, ...] = ()
    """Names of embedded files that this program does not write."""
    assessment: Assessment | None = None
    """The embedded assessment, which can be imported."""

    @property
    def follows(self) -> bool:
        """Whether every figure follows from the embedded answers and rules."""
        return not self.refused and not self.differences

    @property
    def holds(self) -> bool:
        """Whether the figures follow and the file is byte for byte what this program renders."""
        return self.follows and self.copy.status is CopyStatus.SAME

    @property
    def is_unknown(self) -> bool:
        """Whether the figures follow, but nobody can say whether the file was changed."""
        return self.follows and self.copy.status is CopyStatus.UNKNOWN

    @property
    def is_flawed(self) -> bool:
        """Whether the file cannot be checked, its figures do not follow or it was changed."""
        return not (self.holds or self.is_unknown)
