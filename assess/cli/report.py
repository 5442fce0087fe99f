"""The command `report`, which writes the report of a file of answers."""

from datetime import date
from pathlib import Path
from typing import Unpack

import click

from assess.cli.changes import load_earlier_answers
from assess.cli.inputs import CommandError, load_answers, load_rules, read_rules_files
from assess.cli.options import PATH, answers_argument, before_rules_option, date_option, output_option, rules_option
from assess.cli.outputs import write_file
from assess.cli.report_options import LEAVE_OUT_HELP, ReportArguments, build_report_options
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.report.build import render_report
from assess.report.content.plan import build_plan_content
from assess.report.formats import FORMATS
from assess.report.opendocument import ConversionError

_NOT_FINAL = (
    "The report cannot be final yet. Each of these lifts a blocker or a warning and needs someone responsible and a "
    "date, or a reason for not acting, under `plan` in the file of answers:"
)


@click.command("report")
@answers_argument
@rules_option
@output_option(tuple(FORMATS), ".pdf, .html, .docx, .xlsx, .odt, .ods, .csv or .json")
@date_option
@click.option("--final", is_flag=True, help="mark the report final instead of draft")
@click.option("--without-answers", is_flag=True, help="leave answers and notes out, for publishing")
@click.option("--summary", is_flag=True, help="write only the decision summary: two pages for councillors")
@click.option("--leave-out", multiple=True, metavar="LIST", help=LEAVE_OUT_HELP)
@click.option(
    "--marking",
    default="",
    metavar="TEXT",
    help="a protective marking for every page, such as OFFICIAL-SENSITIVE",
)
@click.option("--large-print", is_flag=True, help="write the PDF in large print")
@click.option("--template", type=PATH, metavar="DOCX", help="a Word document whose styles, header and logo to use")
@click.option("--barriers-apart", is_flag=True, help="start each barrier on a new page of the PDF, to hand it out")
@click.option("--annex", is_flag=True, help="write only the evidence annex: what was found in each source, as a PDF")
@click.option(
    "--before", type=PATH, metavar="OLD", help="a file of earlier answers; adds a chapter on what has changed"
)
@before_rules_option
def write_report(
    answers: Path,
    rules: Path | None,
    before: Path | None,
    before_rules: Path | None,
    **arguments: Unpack[ReportArguments],
) -> None:
    """Write the report of a file of answers.

    ANSWERS is the file of answers (.yaml, .csv or .json).
    """
    rulebook = load_rules(rules)
    options = build_report_options(arguments, rulebook)
    assessment = load_answers(answers, rulebook)
    if options.final:
        _require_decisions(rulebook, assessment)
    baseline = load_earlier_answers(before, before_rules, rules) if before else None
    try:
        content = render_report(rulebook, assessment, options, read_rules_files(rules), baseline)
    except ConversionError as error:
        raise CommandError(str(error)) from error
    write_file(arguments["output"], content, "report")


def _require_decisions(rulebook: Rulebook, assessment: Assessment) -> None:
    """Raise CommandError if a final report lacks a decision that lifts a blocker or a warning."""
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    if lines := build_plan_content(rulebook, result, assessment.plan, date.today()).lines_blocking_final:
        raise CommandError("\n".join([_NOT_FINAL, *(f"  {line.number} {line.id}: {line.title}" for line in lines)]))
