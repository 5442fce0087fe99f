"""Write the report in one of its forms, the same for the command line and for a download."""

import json
from collections.abc import Mapping
from typing import Any

from assess.core.answer_file import dump_assessment
from assess.core.answers import Assessment
from assess.core.evaluation import evaluate
from assess.core.figures import figures
from assess.core.outlook import outlook
from assess.core.rulebook import Rulebook
from assess.report.content import content
from assess.report.edition import Edition, refusal
from assess.report.html import to_html
from assess.report.pdf import to_pdf
from assess.report.sheet import to_csv
from assess.report.values import Content
from assess.report.word import to_word
from assess.report.workbook import to_workbook

TELLING = ("trace", "find_out", "road")
"""The figures from which answers could be read back."""


def report(rulebook: Rulebook, assessment: Assessment, edition: Edition, rules: Mapping[str, bytes]) -> bytes:
    """Give the report's bytes; the rules files, by name, travel inside the PDF.

    Raises ValueError for an edition that `refusal` speaks of.
    """
    if why := refusal(edition):
        raise ValueError(why)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    view = outlook(rulebook, assessment.profile, assessment.answers)
    data = as_json(figures(rulebook, result, view), with_answers=edition.with_answers)
    if edition.form == ".json":
        return data
    said = content(rulebook, assessment, result, view, date=edition.day)
    if edition.form == ".csv":
        return to_csv(said, assessment, rulebook)
    if edition.form == ".xlsx":
        return to_workbook(said, edition)
    if edition.form == ".docx":
        return to_word(said, edition)
    return page_or_pdf(said, assessment, edition, data, rules)


def page_or_pdf(
    said: Content, assessment: Assessment, edition: Edition, data: bytes, rules: Mapping[str, bytes]
) -> bytes:
    """Give the report as a page, or as the PDF that is made from it."""
    page = to_html(said, edition)
    if edition.form == ".html":
        return page.encode()
    inside = attachments(assessment, data, rules) if edition.with_answers else {}
    return to_pdf(page, date=edition.day, attachments=inside)


def attachments(assessment: Assessment, data: bytes, rules: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Give the files that travel inside the PDF: answers, figures and rules."""
    return {"answers.yaml": dump_assessment(assessment).encode(), "figures.json": data, **rules}


def as_json(data: Mapping[str, Any], *, with_answers: bool) -> bytes:
    """Give the figures as JSON; without answers it leaves out what answers could be read from."""
    if not with_answers:
        data = {key: without_reasons(value) for key, value in data.items() if key not in TELLING}
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def without_reasons(value: Any) -> Any:
    """Give the value without the answers from which a recommendation follows."""
    if isinstance(value, list):
        return [without_reasons(item) for item in value]
    if isinstance(value, dict):
        return {key: without_reasons(item) for key, item in value.items() if key != "because"}
    return value
