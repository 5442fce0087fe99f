"""Render requests, their results and the key by which equal requests are recognised."""

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from assess.core.model.assessment import Assessment
from assess.report.content.baseline import Baseline, load_baseline
from assess.report.options import ReportOptions


@dataclass(frozen=True)
class RenderRequest:
    """A report to render: everything that determines its bytes, except the program and its fonts."""

    rules: Mapping[str, bytes]
    """The rule files by name."""
    assessment: Assessment
    options: ReportOptions
    baseline_files: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the baseline assessment by name; empty if there is none."""
    paper: str = ""
    """The name of a questionnaire or brief to render instead; it is for any service if the assessment names none."""

    def load_baseline(self) -> Baseline | None:
        """Return the baseline assessment, or None.

        Raises `ValueError` if the baseline files are invalid.
        """
        baseline = load_baseline({**self.rules, **self.baseline_files}) if self.baseline_files else None
        if isinstance(baseline, tuple):
            raise ValueError(str(baseline[0]))
        return baseline

    @cached_property
    def key(self) -> str:
        """A hash that is equal for equal requests only."""
        return hashlib.sha256(
            b"".join(encode_canonical((self.rules, self.assessment, self.options, self.baseline_files, self.paper)))
        ).hexdigest()


class FailureReason(StrEnum):
    """Why a report could not be rendered."""

    TIMEOUT = "late"
    """It exceeded its time limit."""
    MEMORY = "memory"
    """It exceeded its memory limit."""
    CRASHED = "ended"
    """The worker process exited unexpectedly."""
    ERROR = "broken"
    """The program raised an exception."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered report."""

    content: bytes
    peak_megabytes: int = 0
    """The peak memory use of the worker process."""


@dataclass(frozen=True, slots=True)
class RenderFailed:
    """A failed rendering."""

    reason: FailureReason
    detail: str = ""
    """The traceback, for the log."""


RenderOutcome = Rendered | RenderFailed


def encode_canonical(value: object) -> Iterator[bytes]:
    """Encode a value unambiguously, independent of the order of mappings and sets.

    Different values never have the same encoding. Raises `TypeError` for a value of an unsupported type.
    """
    if isinstance(value, bytes):
        yield b"b%d:%b" % (len(value), value)
    elif value is None or isinstance(value, str | int | date):
        yield from encode_canonical(f"{type(value).__name__} {value!r}".encode())
    else:
        parts = _decompose(value)
        yield b"t%d:" % len(parts)
        for part in parts:
            yield from encode_canonical(part)


def _decompose(value: object) -> tuple[object, ...]:
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
