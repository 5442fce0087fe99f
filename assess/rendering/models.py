"""Render requests, their results and the key by which equal requests are recognised."""

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
    """A report to render: everything that determines its bytes, except the program and its fonts."""

    rules: Mapping[str, bytes]
    """The rule files by name."""
    assessment: Assessment
    edition: Edition
    before: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the baseline assessment by name; empty if there is none."""
    paper: str = ""
    """The name of a questionnaire or brief to render instead; it is for any service if the assessment names none."""

    def earlier(self) -> Earlier | None:
        """Return the baseline assessment, or None.

        Raises `ValueError` if the baseline files are invalid.
        """
        found = earlier_from({**self.rules, **self.before}) if self.before else None
        if isinstance(found, tuple):
            raise ValueError(str(found[0]))
        return found

    @cached_property
    def key(self) -> str:
        """A hash that is equal for equal requests only."""
        return hashlib.sha256(
            b"".join(spelled((self.rules, self.assessment, self.edition, self.before, self.paper)))
        ).hexdigest()


class Reason(StrEnum):
    """Why a report could not be rendered."""

    LATE = "late"
    """It exceeded its time limit."""
    MEMORY = "memory"
    """It exceeded its memory limit."""
    ENDED = "ended"
    """The worker process exited unexpectedly."""
    BROKEN = "broken"
    """The program raised an exception."""


@dataclass(frozen=True, slots=True)
class Made:
    """A rendered report."""

    content: bytes
    megabytes: int = 0
    """The peak memory use of the worker process."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A failed rendering."""

    reason: Reason
    detail: str = ""
    """The traceback, for the log."""


Outcome = Made | Failed


def spelled(value: object) -> Iterator[bytes]:
    """Encode a value unambiguously, independent of the order of mappings and sets.

    Different values never have the same encoding. Raises `TypeError` for a value of an unsupported type.
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
    """Return the parts of a compound value in a canonical order, preceded by its kind.

    Raises `TypeError` for a value of an unsupported type.
    """
    if isinstance(value, Mapping):
        return ("mapping", *((key, value[key]) for key in sorted(value)))
    if isinstance(value, Set):
        return ("set", *sorted(value))
    if isinstance(value, tuple | list):
        return ("row", *value)
    if is_dataclass(value):
        return (type(value).__name__, *((field.name, getattr(value, field.name)) for field in fields(value)))
    raise TypeError(f"{type(value).__name__} cannot be spelled out")
