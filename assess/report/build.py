"""Render the report in one of its formats, for both the command line and downloads."""

from collections.abc import Mapping
from dataclasses import replace

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import dump_json, dump_report
from assess.core.interchange.result_json import result_to_json
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Baseline, dump_baseline
from assess.report.content.builder import build_content
from assess.report.content.changes import build_changes
from assess.report.content.models import ReportContent
from assess.report.content.plan import build_plan_content
from assess.report.docx.document import render_docx
from assess.report.html.render import render_html
from assess.report.options import Chapter, ReportOptions, describe_conflict
from assess.report.pdf.attachments import build_attachments
from assess.report.pdf.render import render_pdf
from assess.report.selection import apply_selection, remove_notes, select_changes
from assess.report.tables.csv_writer import render_csv
from assess.report.tables.xlsx import render_xlsx
from assess.resources import get_program_version


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
    assessment = assessment if options.notes else remove_notes(assessment)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    if options.final and (why := build_plan_content(rulebook, result, assessment.plan, options.day).undecided_note):
        raise ValueError(why)
    what_if = compute_what_if(rulebook, assessment.profile, assessment.answers)
    data = result_to_json(rulebook, result, what_if)
    if options.form == ".json":
        return dump_report(assessment, data, _describe_report(options), with_answers=options.with_answers)
    selected = apply_selection(build_content(rulebook, assessment, result, what_if, report_date=options.day), options)
    baseline = baseline if options.has(Chapter.CHANGES) else None
    if baseline is not None:
        baseline = baseline if options.notes else replace(baseline, assessment=remove_notes(baseline.assessment))
        selected = replace(
            selected, changes=select_changes(build_changes(rulebook, assessment, result, baseline), selected)
        )
    if options.form == ".csv":
        return render_csv(selected, assessment, rulebook)
    if options.form == ".xlsx":
        return render_xlsx(selected, options)
    if options.form == ".docx":
        return render_docx(selected, options)
    return _render_html_or_pdf(
        selected, assessment, options, dump_json(data), {**rules, **dump_baseline(baseline, rules)}
    )


def _describe_report(options: ReportOptions) -> Mapping[str, str]:
    """Return the metadata of a JSON report: its date, its status and the program that made it."""
    status = "final" if options.final else "draft"
    return {"date": options.day.isoformat(), "status": status, "program": get_program_version()}


def _render_html_or_pdf(
    content: ReportContent, assessment: Assessment, options: ReportOptions, data: bytes, rules: Mapping[str, bytes]
) -> bytes:
    """Render the report as an HTML page, or as the PDF made from that page."""
    page = render_html(content, options)
    if options.form == ".html":
        return page.encode()
    inside = build_attachments(assessment, data, rules, options) if options.shows_all_answers else {}
    return render_pdf(page, date=options.day, attachments=inside)
