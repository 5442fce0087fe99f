"""The commands on files alone that print: check, score and schema."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from assess import resources
from assess.cli.inputs import RULES_FILES, find_rules_folder, load_answers, load_rules
from assess.cli.options import PATH, answers_argument, format_option, print_json, rules_option
from assess.core.analysis.what_if import compute_what_if
from assess.core.examples.expectations import check_expectations
from assess.core.interchange.result_json import result_to_json
from assess.core.loading import schema
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.yaml_reader import parse_yaml
from assess.core.validation import rules as validation_rules
from assess.releases.example_text import describe_expectation
from assess.report.content.builder import build_content
from assess.report.content.text import format_count
from assess.report.text import result as text_result


@click.command("check")
@click.argument("rules", type=PATH, metavar="[DIR]", required=False)
@click.option("--show", is_flag=True, help="show how each recommendation and blocker is reached")
def check_rules(rules: Path | None, show: bool) -> None:
    """Check the rules files and show what they prove.

    DIR is the folder of the rules files.
    """
    rulebook = load_rules(rules)
    coverage = validation_rules.measure_coverage(rulebook, date.today())
    print(validation_rules.format_coverage(coverage, with_witnesses=show))
    print("\n".join(_format_examples(rulebook, find_rules_folder(rules) / RULES_FILES[0])))


def _format_examples(rulebook: Rulebook, file: Path) -> Iterator[str]:
    """Yield the worked examples that do not come out as they expect; they never stop anybody."""
    checks = check_expectations(rulebook)
    notices = [check for check in checks if check.differences or check.unknown_inputs]
    yield f"Worked examples that come out differently: {len(notices) or 'none'}."
    document, _ = parse_yaml(file.read_bytes(), str(file))
    for check in notices:
        line = document.find_position((*check.path, "name")).line if document else 1
        yield from (f"{file}:{line}: {sentence}" for sentence in describe_expectation(check, rulebook))
    if notices:
        yield "A changed outcome is not a mistake. When you publish, you are asked whether you meant each one."
    outdated = sum(bool(check.moved_scores) for check in checks)
    if outdated:
        yield f"The scores of {format_count(outdated, 'worked example')} have moved. Publishing brings them up to date."


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
