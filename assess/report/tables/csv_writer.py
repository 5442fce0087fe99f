"""The answers as one CSV file, which `csv_reader` reads back as the same assessment."""

from collections.abc import Iterator

from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import Rulebook
from assess.report.content.models import ReportContent
from assess.report.content.plan_models import PlanLine
from assess.report.content.row_models import AppendixAnswer
from assess.report.tables.csv_cells import CSV_ENCODING, format_csv

_COLUMNS = (
    "Part",
    "Id",
    "Number",
    "Text",
    "State",
    "Answer",
    "Answer in words",
    "Not known",
    "Does not apply because",
    "Note",
    "Evidence",
    "Answered by",
    "Points",
    "Owner",
    "Due",
    "Progress",
    "Reason for not acting",
    "Carried from",
)
YES = "yes"

CsvCells = dict[str, str]


def render_csv(content: ReportContent, assessment: Assessment, rulebook: Rulebook) -> bytes:
    """Render the answers as CSV for spreadsheets."""
    cells = _build_rows(content, assessment, rulebook)
    lines = ([row.get(column, "") for column in _COLUMNS] for row in cells)
    return format_csv([_COLUMNS, *lines]).encode(CSV_ENCODING)


def _build_rows(content: ReportContent, assessment: Assessment, rulebook: Rulebook) -> Iterator[CsvCells]:
    """Yield the rows: council, service and rulebook, the facts, every question, then every action."""
    yield {"Part": "Council", "Answer": assessment.council}
    yield {"Part": "Service", "Answer": assessment.service}
    if assessment.rulebook:
        yield {"Part": "Rulebook", "Answer": assessment.rulebook}
    for fact, line in zip(rulebook.rules.profile, content.facts, strict=False):  # derived facts follow
        answer_text = str(assessment.profile.get(fact.id, ""))
        yield {"Part": "Fact", "Id": fact.id, "Text": line.text, "Answer": answer_text, "Answer in words": line.answer}
    labels = {row.number: row.label for row in content.calculation.trace}
    for part in content.answers:
        for answer in part.lines:
            yield _build_question_row(answer, labels[answer.number], assessment.answers.get(answer.id, Answer()))
    for planned in (*content.plan.lines, *content.plan.not_recommended):
        if planned.id in assessment.plan:
            yield _build_action_row(planned, assessment.plan[planned.id])


def _build_question_row(line: AppendixAnswer, label: str, answer: Answer) -> CsvCells:
    """Build the row of a question with its complete answer."""
    return {
        "Part": "Question",
        "Id": line.id,
        "Number": line.number,
        "Text": line.text,
        "State": label,
        "Answer": answer.option or "",
        "Answer in words": line.answer,
        "Not known": YES if answer.dont_know else "",
        "Does not apply because": answer.does_not_apply,
        "Note": answer.note,
        "Evidence": answer.evidence,
        "Answered by": answer.by,
        "Points": line.points,
    }


def _build_action_row(line: PlanLine, planned: Action) -> CsvCells:
    """Build the row of an action of the plan."""
    return {
        "Part": "Action",
        "Id": line.id,
        "Number": line.number,
        "Text": line.title,
        "State": line.label,
        "Owner": planned.owner,
        "Due": planned.due.isoformat() if planned.due else "",
        "Progress": planned.state.value,
        "Reason for not acting": planned.reason,
        "Carried from": planned.carried_from,
    }
