"""The commands on files alone that print: check, score and schema."""

from datetime import date
from pathlib import Path

import click

from assess import resources
from assess.cli.inputs import RULES_FILES, load_answers, load_rules
from assess.cli.options import PATH, answers_argument, format_option, print_json, rules_option
from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.result_json import result_to_json
from assess.core.loading import schema
from assess.core.scoring.evaluate import evaluate
from assess.core.validation import rules as validation_rules
from assess.report.content.builder import build_content
from assess.report.text import result as text_result


@click.command("check")
@click.argument("rules", type=PATH, metavar="[DIR]", required=False)
@click.option("--show", is_flag=True, help="show how each recommendation and blocker is reached")
def check_rules(rules: Path | None, show: bool) -> None:
    """Check the rules files and show what they prove.

    DIR is the folder of the rules files.
    """
    coverage = validation_rules.measure_coverage(load_rules(rules), date.today())
    print(validation_rules.format_coverage(coverage, with_witnesses=show))


@click.command("score")
@answers_argument
@rules_option
@format_option
def score_answers(answers: Path, rules: Path | None, form: str) -> None:
    """Work out the result of a file of answers.

    ANSWERS is the file of answers (.yaml, .csv or .json).
    """
    rulebook = load_rules(rules)
    assessment = load_answers(answers, rulebook)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    what_if = compute_what_if(rulebook, assessment.profile, assessment.answers)
    if form == "json":
        print_json(result_to_json(rulebook, result, what_if))
    else:
        print(text_result.render_result(build_content(rulebook, assessment, result, what_if, report_date=date.today())))


@click.command("schema")
@click.argument("file", type=click.Choice(RULES_FILES), default=RULES_FILES[0])
def print_schema(file: str) -> None:
    """Print the JSON Schema of the rules files, for editors.

    The default is that of readiness.yaml.
    """
    page = resources.find_folder("docs").joinpath("rules-format.md").read_text("utf-8")
    print_json(schema.build_json_schema(file, page))
