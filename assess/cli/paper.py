"""The command `paper`, which writes the blank questionnaire and the briefs."""

import argparse
from collections.abc import Collection
from pathlib import Path

from assess.cli.inputs import RefusedError, answers_of, own_council, rules_of
from assess.cli.options import DONE, Commands, date_option, path_in, rules_option
from assess.cli.outputs import write_file
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggestion
from assess.report.paper.build import BRIEF, BRIEFS, FORMS, SECTION, WHOLE, choices, written
from assess.report.paper.content import Wanted, wanted_for


def add_paper(commands: Commands) -> None:
    """Add `paper`."""
    paper = commands.add_parser(
        "paper", help="write the blank questionnaire, or briefs for officers, to prepare on paper"
    )
    paper.add_argument(
        "-o", "--output", type=path_in(FORMS), required=True, metavar="FILE", help="the file to write (.pdf or .docx)"
    )
    what = paper.add_mutually_exclusive_group()
    what.add_argument("--section", metavar="ID", help="only this section, such as pensions")
    what.add_argument("--briefs", action="store_true", help="a page for each officer who is asked")
    what.add_argument("--brief", metavar="ROLE", help="the page for one officer, such as pensions-lead")
    paper.add_argument("--answers", type=Path, metavar="ANSWERS", help="leave out what is not asked of this service")
    date_option(paper)
    rules_option(paper)
    paper.set_defaults(run=write_paper)


def write_paper(options: argparse.Namespace) -> int:
    """Write a paper."""
    rulebook = rules_of(options.rules)
    council = own_council()
    wanted = Wanted(rulebook, options.date, council.name)
    if options.answers:
        wanted = wanted_for(rulebook, answers_of(options.answers, rulebook), options.date)
    name = name_of(options, rulebook)
    if name not in choices(wanted):
        raise RefusedError(f"Nothing of “{options.section or options.brief}” is asked, so there is no paper for it.")
    made = written(wanted, name, options.output.suffix.lower(), council.colour)
    write_file(options.output, made, "paper")
    return DONE


def name_of(options: argparse.Namespace, rulebook: Rulebook) -> str:
    """Return the name of the requested paper; raises CommandError if the rules do not have it."""
    if options.briefs:
        return BRIEFS
    if options.section:
        return SECTION + one_of(options.section, rulebook.sections, "section")
    return BRIEF + one_of(options.brief, rulebook.roles, "role") if options.brief else WHOLE


def one_of(typed: str, known: Collection[str], kind: str) -> str:
    """Return the name if it is known; raises CommandError otherwise."""
    if typed not in known:
        raise RefusedError(f"There is no {kind} `{typed}`. {suggestion(typed, known)}")
    return typed
