"""What a check of a report found, as values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assess.core.model.assessment import Assessment

MOST = 100
"""The most differences that are counted; a verdict of more holds one beyond them."""


class Copy(StrEnum):
    """How a file stands to the file that this program makes of what is inside."""

    SAME = "same"
    """Byte for byte the same."""
    CHANGED = "changed"
    """Made by this very program, and not the same."""
    UNKNOWN = "unknown"
    """Made by another version, or it does not say by which, so that it cannot be compared."""


class About(NamedTuple):
    """Which report it is, as what is inside says."""

    council: str
    service: str
    day: str
    """Year-month-day; empty where the file does not say."""
    status: str
    rulebook: str
    version: str
    hash: str


class Difference(NamedTuple):
    """A figure that does not follow: where it stands, what the file states and what was worked out; empty for none."""

    path: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found."""

    refused: tuple[str, ...] = ()
    """Why the file cannot be checked; the rest is empty then."""
    about: About | None = None
    figures: int = 0
    """How many figures were compared."""
    differences: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()
    """What the first pages should say and do not."""
    copy: Copy = Copy.UNKNOWN
    because: str = ""
    """Why the copy is unknown."""
    pages: tuple[int, ...] = ()
    """The pages of a changed copy that are drawn otherwise."""
    strange: tuple[str, ...] = ()
    """Files inside that this tool does not put there."""
    assessment: Assessment | None = None
    """The assessment inside, which another can be begun from."""

    @property
    def follows(self) -> bool:
        """Whether every figure follows from the answers and rules inside."""
        return not self.refused and not self.differences

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the file."""
        return self.follows and not self.missing and self.copy is not Copy.CHANGED
