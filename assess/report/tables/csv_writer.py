"""The answers as one CSV file, which `csv_reader` reads back as the same assessment."""

from collections.abc import Iterator

from assess.core.model.assessment import Answer, Assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import Rulebook
from assess.report.content.models import Content
from assess.report.content.plan_models import PlanLine
from assess.report.content.row_models import AnswerLine
from assess.report.tables.csv_cells import CODING, csv_rows

COLUMNS = (
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

Cells = dict[str, str]


def to_csv(content: Content, assessment: Assessment, rulebook: Rulebook) -> bytes:
    """Render the answers as CSV for spreadsheets."""
    found = rows(content, assessment, rulebook)
    lines = ([row.get(column, "") for column in COLUMNS] for row in found)
    return csv_rows([COLUMNS, *lines]).encode(CODING)


def rows(content: Content, assessment: Assessment, rulebook: Rulebook) -> Iterator[Cells]:
    """Yield the rows: council, service and rulebook, the facts, every question, then every action."""
    yield {"Part": "Council", "Answer": assessment.council}
    yield {"Part": "Service", "Answer": assessment.service}
    if assessment.rulebook:
        yield {"Part": "Rulebook", "Answer": assessment.rulebook}
    for fact, line in zip(rulebook.rules.profile, content.facts, strict=False):  # derived facts follow
        given = str(assessment.profile.get(fact.id, ""))
        yield {"Part": "Fact", "Id": fact.id, "Text": line.text, "Answer": given, "Answer in words": line.answer}
    labels = {row.number: row.label for row in content.workings.trace}
    for part in content.answers:
        for answer in part.lines:
            yield question(answer, labels[answer.number], assessment.answers.get(answer.id, Answer()))
    for planned in (*content.plan.lines, *content.plan.kept):
        if planned.id in assessment.plan:
            yield action(planned, assessment.plan[planned.id])


def question(line: AnswerLine, label: str, typed: Answer) -> Cells:
    """Build the row of a question with its complete answer."""
    return {
        "Part": "Question",
        "Id": line.id,
        "Number": line.number,
        "Text": line.text,
        "State": label,
        "Answer": typed.option or "",
        "Answer in words": line.answer,
        "Not known": YES if typed.dont_know else "",
        "Does not apply because": typed.does_not_apply,
        "Note": typed.note,
        "Evidence": typed.evidence,
        "Answered by": typed.by,
        "Points": line.points,
    }


def action(line: PlanLine, planned: Action) -> Cells:
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
