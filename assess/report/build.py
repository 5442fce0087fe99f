"""Render the report in one of its formats, for both the command line and downloads."""

from collections.abc import Mapping
from dataclasses import replace

from assess.core.analysis.what_if import outlook
from assess.core.interchange.answers_json import dump_json, dump_report
from assess.core.interchange.result_json import figures
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.content.baseline import Earlier, earlier_files
from assess.report.content.builder import content
from assess.report.content.changes import progress
from assess.report.content.models import Content
from assess.report.content.plan import plan_part
from assess.report.docx.document import to_word
from assess.report.html.render import to_html
from assess.report.options import Chapter, Edition, refusal
from assess.report.pdf.attachments import attachments
from assess.report.pdf.render import to_pdf
from assess.report.selection import chosen, chosen_progress, without_notes
from assess.report.tables.csv_writer import to_csv
from assess.report.tables.xlsx import to_workbook
from assess.resources import program_version


def report(
    rulebook: Rulebook,
    assessment: Assessment,
    edition: Edition,
    rules: Mapping[str, bytes],
    before: Earlier | None = None,
) -> bytes:
    """Render the report and return its bytes; a PDF also carries the rules files, by name, and the baseline.

    Raise ValueError for options that `describe_conflict` rejects, and for a final report while decisions are missing.
    """
    if why := refusal(edition):
        raise ValueError(why)
    assessment = assessment if edition.notes else without_notes(assessment)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    if edition.final and (why := plan_part(rulebook, result, assessment.plan, edition.day).final_says):
        raise ValueError(why)
    view = outlook(rulebook, assessment.profile, assessment.answers)
    data = figures(rulebook, result, view)
    if edition.form == ".json":
        return dump_report(assessment, data, how_made(edition), with_answers=edition.with_answers)
    said = chosen(content(rulebook, assessment, result, view, date=edition.day), edition)
    before = before if edition.has(Chapter.CHANGES) else None
    if before is not None:
        before = before if edition.notes else replace(before, assessment=without_notes(before.assessment))
        said = replace(said, progress=chosen_progress(progress(rulebook, assessment, result, before), said))
    if edition.form == ".csv":
        return to_csv(said, assessment, rulebook)
    if edition.form == ".xlsx":
        return to_workbook(said, edition)
    if edition.form == ".docx":
        return to_word(said, edition)
    return page_or_pdf(said, assessment, edition, dump_json(data), {**rules, **earlier_files(before, rules)})


def how_made(edition: Edition) -> Mapping[str, str]:
    """Return the metadata of a JSON report: its date, its status and the program that made it."""
    status = "final" if edition.final else "draft"
    return {"date": edition.day.isoformat(), "status": status, "program": program_version()}


def page_or_pdf(
    said: Content, assessment: Assessment, edition: Edition, data: bytes, rules: Mapping[str, bytes]
) -> bytes:
    """Render the report as an HTML page, or as the PDF made from that page."""
    page = to_html(said, edition)
    if edition.form == ".html":
        return page.encode()
    inside = attachments(assessment, data, rules, edition) if edition.shows_every_answer else {}
    return to_pdf(page, date=edition.day, attachments=inside)
