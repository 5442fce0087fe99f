"""Render requests, their results and the key by which equal requests are recognised."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TypeVar

from assess.core.model.assessment import Assessment
from assess.report.content.baseline import Baseline, load_baseline
from assess.report.options import ReportOptions

ItemT = TypeVar("ItemT")


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
        rules = {name: _hash_rules(self.rules[name]) for name in sorted(self.rules)}
        others = (_sort(self.baseline_files), self.paper)
        return _hash(repr((rules, _sort_answers(self.assessment), self.options, others)).encode())


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


def _hash(data: bytes) -> str:
    """Return a hash of bytes."""
    return hashlib.sha256(data).hexdigest()


_hash_rules = lru_cache(maxsize=8)(_hash)
"""The same for a rules file, computed once: every request on the same rules holds the same large bytes."""


def _sort_answers(assessment: Assessment) -> Assessment:
    """Return an equal assessment whose text is the same for equal assessments."""
    profile, answers, plan = _sort(assessment.profile), _sort(assessment.answers), _sort(assessment.plan)
    return replace(assessment, profile=profile, answers=answers, plan=plan)


def _sort(items: Mapping[str, ItemT]) -> dict[str, ItemT]:
    """Return a mapping in the order of its keys."""
    return dict(sorted(items.items(), key=itemgetter(0)))
