"""What is ordered, what comes of it, and the name by which two orders are the same."""

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.report.content.baseline import Earlier, earlier_from
from assess.report.options import Edition


@dataclass(frozen=True)
class Order:
    """A report to be made: all that its bytes follow from, but for the program and its fonts."""

    rules: Mapping[str, bytes]
    """The rules files by name."""
    assessment: Assessment
    edition: Edition
    before: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the assessment that it is compared with, by name; none where there is none."""
    paper: str = ""
    """The questionnaire or brief that is wanted instead, by its name; for any service where none is named."""

    def earlier(self) -> Earlier | None:
        """Give the assessment that it is compared with; raises ValueError where its files do not hold one."""
        found = earlier_from({**self.rules, **self.before}) if self.before else None
        if isinstance(found, tuple):
            raise ValueError(str(found[0]))
        return found

    @cached_property
    def key(self) -> str:
        """The same for orders that ask for the same, and for no others."""
        return hashlib.sha256(
            b"".join(spelled((self.rules, self.assessment, self.edition, self.before, self.paper)))
        ).hexdigest()


class Reason(StrEnum):
    """Why a report was not made."""

    LATE = "late"
    """It took longer than it may."""
    MEMORY = "memory"
    """It needed more memory than it may have."""
    ENDED = "ended"
    """The process came to a sudden end."""
    BROKEN = "broken"
    """The program has a mistake."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report."""

    content: bytes
    megabytes: int = 0
    """The most memory that its process ever held."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no report."""

    reason: Reason
    detail: str = ""
    """For the log: where the program went wrong."""


Outcome = Made | Failed


def spelled(value: object) -> Iterator[bytes]:
    """Spell a value out, in whatever order its parts were put together: different values never alike.

    Raises TypeError for a value that could be equal to another and look different.
    """
    if isinstance(value, bytes):
        yield b"b%d:%b" % (len(value), value)
    elif value is None or isinstance(value, str | int | date):
        yield from spelled(f"{type(value).__name__} {value!r}".encode())
    else:
        parts = parts_of(value)
        yield b"t%d:" % len(parts)
        for part in parts:
            yield from spelled(part)


def parts_of(value: object) -> tuple[object, ...]:
    """Give the parts of a value in an order of their own, what kind it is before them."""
    if isinstance(value, Mapping):
        return ("mapping", *((key, value[key]) for key in sorted(value)))
    if isinstance(value, Set):
        return ("set", *sorted(value))
    if isinstance(value, tuple | list):
        return ("row", *value)
    if is_dataclass(value):
        return (type(value).__name__, *((field.name, getattr(value, field.name)) for field in fields(value)))
    raise TypeError(f"{type(value).__name__} cannot be spelled out")
