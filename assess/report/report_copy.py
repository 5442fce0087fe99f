"""One copy of the report: the content chosen for it, computed when a renderer first needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.result_json import result_to_json
from assess.core.model.assessment import Assessment
from assess.core.model.result import Result, WhatIf
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Baseline, dump_baseline
from assess.report.content.builder import build_content
from assess.report.content.changes import build_changes
from assess.report.content.models import ReportContent
from assess.report.options import Chapter, ReportOptions
from assess.report.selection import apply_selection, select_changes


@dataclass(frozen=True)
class ReportCopy:
    """What a renderer of any format is handed."""

    rulebook: Rulebook
    assessment: Assessment
    options: ReportOptions
    chapters: frozenset[Chapter]
    """The chapters that it contains: those chosen, and those that its format cannot leave out."""
    rules: Mapping[str, bytes]
    """The rules files by name."""
    baseline: Baseline | None

    @cached_property
    def result(self) -> Result:
        """The result of the assessment."""
        return evaluate(self.rulebook, self.assessment.profile, self.assessment.answers)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The complete result for other programs, whatever was chosen."""
        return result_to_json(self.rulebook, self.result, self._what_if)

    @cached_property
    def content(self) -> ReportContent:
        """The content chosen for this copy."""
        complete = build_content(
            self.rulebook, self.assessment, self.result, self._what_if, report_date=self.options.day
        )
        selected = apply_selection(complete, self.options, self.chapters)
        if self.baseline is None:
            return selected
        changes = build_changes(self.rulebook, self.assessment, self.result, self.baseline)
        return replace(selected, changes=select_changes(changes, selected))

    @property
    def files(self) -> Mapping[str, bytes]:
        """The rules files and those of the baseline, by name."""
        return {**self.rules, **dump_baseline(self.baseline, self.rules)}

    @cached_property
    def _what_if(self) -> WhatIf:
        """What each answer could add."""
        return compute_what_if(self.rulebook, self.assessment.profile, self.assessment.answers)
