"""Render the report in one of its formats, for both the command line and downloads."""

from collections.abc import Mapping
from dataclasses import replace

from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.content.baseline import Baseline
from assess.report.content.plan import build_plan_content
from assess.report.formats import FORMATS, describe_conflict
from assess.report.options import Chapter, ReportOptions
from assess.report.report_copy import ReportCopy
from assess.report.selection import remove_notes


def render_report(
    rulebook: Rulebook,
    assessment: Assessment,
    options: ReportOptions,
    rules: Mapping[str, bytes],
    baseline: Baseline | None = None,
) -> bytes:
    """Render the report and return its bytes; a PDF also carries the rules files, by name, and the baseline.

    Raise ValueError for options that `describe_conflict` rejects, and for a final report while decisions are missing.
    """
    if why := describe_conflict(options):
        raise ValueError(why)
    baseline = baseline if options.has(Chapter.CHANGES) else None
    if not options.notes:
        assessment = remove_notes(assessment)
        baseline = baseline and replace(baseline, assessment=remove_notes(baseline.assessment))
    report_format = FORMATS[options.form]
    copy = ReportCopy(rulebook, assessment, options, report_format.list_chapters(options), rules, baseline)
    if options.final and (why := _describe_missing_decisions(copy)):
        raise ValueError(why)
    return report_format.render(copy)


def _describe_missing_decisions(copy: ReportCopy) -> str:
    """Return which decisions a final report still needs, empty if none are missing."""
    return build_plan_content(copy.rulebook, copy.result, copy.assessment.plan, copy.options.day).undecided_note
