"""The command line: one function a command, each giving the exit code.

0 is done, 1 is that the files are wrong (with the list of problems), 2 is wrong usage.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from assess import resources
from assess.core import checks, schema
from assess.core.answer_file import load_assessment
from assess.core.answers import Assessment
from assess.core.evaluation import evaluate
from assess.core.figures import figures
from assess.core.loading import load_rulebook
from assess.core.model import Rulebook
from assess.core.outlook import outlook
from assess.core.problems import Problem
from assess.report import publish, summary
from assess.report.content import content

Loaded = TypeVar("Loaded", Rulebook, Assessment)

DONE, WRONG_FILES, WRONG_USAGE = 0, 1, 2
RULES = ("readiness.yaml", "evidence.yaml")

Serve = Callable[[str, int], int]
"""Serve the pages on a host and port until stopped; gives the exit code."""


class RefusedError(Exception):
    """The files are wrong: what to print, a line for each problem."""


def main(arguments: Sequence[str], serve: Serve) -> int:
    """Run one command and give its exit code; argparse itself exits with 2 on wrong usage."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "serve":
            return serve(options.host, options.port)
        return int(options.run(options))
    except RefusedError as refused:
        print(refused)
        return WRONG_FILES
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        return DONE


def parser() -> argparse.ArgumentParser:
    """Give the parser of all commands."""
    whole = argparse.ArgumentParser(prog="assess", description="Shows how ready a service is to become a mutual.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_serve(commands)
    add_check(commands)
    add_score(commands)
    add_report(commands)
    printed = commands.add_parser("schema", help="print the JSON Schema of the rules files, for editors")
    printed.add_argument("file", nargs="?", choices=RULES, default=RULES[0], help="which file (default: %(default)s)")
    printed.set_defaults(run=print_schema)
    return whole


Commands = argparse._SubParsersAction  # argparse gives its sub-commands no public type


def add_serve(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add `serve`."""
    serve = commands.add_parser("serve", help="serve the pages on this computer")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=port, default=8000, help="the port to listen on (default: %(default)s)")


def add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add `check`."""
    check = commands.add_parser("check", help="check the rules files and show what they prove")
    check.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="the folder of the rules files")
    check.add_argument("--show", action="store_true", help="show how each recommendation and blocker is reached")
    check.set_defaults(run=print_check)


def add_score(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add `score`."""
    score = commands.add_parser("score", help="work out the result of a file of answers")
    add_answers(score)
    score.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    score.set_defaults(run=print_score)


def add_report(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add `report`."""
    report = commands.add_parser("report", help="write the report of a file of answers")
    add_answers(report)
    report.add_argument("-o", "--output", type=report_path, required=True, metavar="FILE", help=".pdf, .html or .json")
    report.add_argument(
        "--date", type=day, default=None, metavar="YYYY-MM-DD", help="the date it says (default: today)"
    )
    report.add_argument("--final", action="store_true", help="mark the report final instead of draft")
    report.add_argument("--without-answers", action="store_true", help="leave answers and notes out, for publishing")
    report.set_defaults(run=write_report)


def add_answers(command: argparse.ArgumentParser) -> None:
    """Add what `score` and `report` share."""
    command.add_argument("answers", type=Path, metavar="ANSWERS", help="the file of answers")
    command.add_argument("--rules", type=Path, metavar="DIR", help="the folder of the rules files")


def port(typed: str) -> int:
    """Give the port that was typed, from 1 to 65535."""
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 65536):
        raise argparse.ArgumentTypeError(f"{typed} is not a port: use a whole number from 1 to 65535")
    return int(typed)


def day(typed: str) -> date:
    """Give the date that was typed as YYYY-MM-DD."""
    try:
        if len(typed) == len("2026-11-22"):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{typed} is not a date: use year-month-day, such as 2026-11-22")


def report_path(typed: str) -> Path:
    """Give the path that was typed if its suffix says a form the report has."""
    path = Path(typed)
    if path.suffix.lower() not in publish.FORMS:
        raise argparse.ArgumentTypeError(f"{typed} must end in {', '.join(publish.FORMS)}")
    return path


def print_check(options: argparse.Namespace) -> int:
    """Print what the rules files prove."""
    rulebook = rules_of(options.rules)
    print(checks.to_text(checks.prove(rulebook, date.today()), show=options.show))
    return DONE


def print_score(options: argparse.Namespace) -> int:
    """Print the result of a file of answers."""
    rulebook = rules_of(options.rules)
    assessment = answers_of(options.answers, rulebook)
    result = evaluate(rulebook, assessment.profile, assessment.answers)
    ahead = outlook(rulebook, assessment.profile, assessment.answers)
    if options.format == "json":
        print(json.dumps(figures(rulebook, result, ahead), indent=2, ensure_ascii=False))
    else:
        print(summary.to_text(content(rulebook, assessment, result, ahead, date=date.today())))
    return DONE


def write_report(options: argparse.Namespace) -> int:
    """Write the report of a file of answers."""
    rulebook = rules_of(options.rules)
    assessment = answers_of(options.answers, rulebook)
    edition = publish.Edition(
        form=options.output.suffix.lower(),
        day=options.date or date.today(),
        final=options.final,
        with_answers=not options.without_answers,
    )
    made = publish.report(rulebook, assessment, edition, files_of(options.rules))
    try:
        options.output.write_bytes(made)
    except OSError as error:
        raise RefusedError(f"{options.output}: the report could not be written ({error.strerror}).") from error
    print(f"Wrote {options.output}.")
    return DONE


def print_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of one rules file."""
    print(json.dumps(schema.json_schema(options.file), indent=2, ensure_ascii=False))
    return DONE


def rules_of(folder: Path | None) -> Rulebook:
    """Give the rulebook in a folder, or in the one that is set, or refuse with its problems."""
    files = files_of(folder)
    names = tuple(str(folder_of(folder) / name) for name in files)
    return loaded(load_rulebook(*files.values(), names=names))


def files_of(folder: Path | None) -> Mapping[str, bytes]:
    """Give the rules files by name, readiness before evidence."""
    return {name: content_of(folder_of(folder) / name) for name in RULES}


def folder_of(folder: Path | None) -> Path:
    """Give the folder of the rules: the one named, the one that is set, or the one that travels with the program."""
    return folder or Path(os.environ.get("ASSESS_RULES") or resources.folder("rules"))


def answers_of(path: Path, rulebook: Rulebook) -> Assessment:
    """Give the assessment in a file of answers, or refuse with its problems."""
    return loaded(load_assessment(content_of(path), rulebook, str(path)))


def content_of(path: Path) -> bytes:
    """Give what a file holds, or refuse with a sentence."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path}: this file could not be read ({error.strerror}).") from error


def loaded(value: Loaded | tuple[Problem, ...]) -> Loaded:
    """Give what was loaded, or refuse with the problems found."""
    if isinstance(value, tuple):
        raise RefusedError("\n".join(str(problem) for problem in value))
    return value
