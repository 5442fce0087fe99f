"""The command `paper`, which writes the blank questionnaire and the briefs."""

import argparse
from collections.abc import Collection
from pathlib import Path

from assess.cli.inputs import CommandError, load_answers, load_council, load_rules
from assess.cli.options import EXIT_OK, Commands, add_date_option, add_rules_option, build_path_parser
from assess.cli.outputs import write_file
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggest_correction
from assess.report.paper.build import (
    ALL_BRIEFS,
    BRIEF_PREFIX,
    PAPER_FORMS,
    SECTION_PREFIX,
    WHOLE_QUESTIONNAIRE,
    list_papers,
    render_paper,
)
from assess.report.paper.content import QuestionnaireContext, build_questionnaire_context


def add_paper(commands: Commands) -> None:
    """Add `paper`."""
    paper = commands.add_parser(
        "paper", help="write the blank questionnaire, or briefs for officers, to prepare on paper"
    )
    paper.add_argument(
        "-o",
        "--output",
        type=build_path_parser(PAPER_FORMS),
        required=True,
        metavar="FILE",
        help="the file to write (.pdf or .docx)",
    )
    what = paper.add_mutually_exclusive_group()
    what.add_argument("--section", metavar="ID", help="only this section, such as pensions")
    what.add_argument("--briefs", action="store_true", help="a page for each officer who is asked")
    what.add_argument("--brief", metavar="ROLE", help="the page for one officer, such as pensions-lead")
    paper.add_argument("--answers", type=Path, metavar="ANSWERS", help="leave out what is not asked of this service")
    add_date_option(paper)
    add_rules_option(paper)
    paper.set_defaults(run=_write_paper)


def _write_paper(options: argparse.Namespace) -> int:
    """Write a paper."""
    rulebook = load_rules(options.rules)
    council = load_council()
    wanted = QuestionnaireContext(rulebook, options.date, council.name)
    if options.answers:
        wanted = build_questionnaire_context(rulebook, load_answers(options.answers, rulebook), options.date)
    name = _choose_paper(options, rulebook)
    if name not in list_papers(wanted):
        raise CommandError(f"Nothing of “{options.section or options.brief}” is asked, so there is no paper for it.")
    content = render_paper(wanted, name, options.output.suffix.lower(), council.colour)
    write_file(options.output, content, "paper")
    return EXIT_OK


def _choose_paper(options: argparse.Namespace, rulebook: Rulebook) -> str:
    """Return the name of the requested paper; raises CommandError if the rules do not have it."""
    if options.briefs:
        return ALL_BRIEFS
    if options.section:
        return SECTION_PREFIX + _require_known(options.section, rulebook.sections, "section")
    return (
        BRIEF_PREFIX + _require_known(options.brief, rulebook.roles, "role") if options.brief else WHOLE_QUESTIONNAIRE
    )


def _require_known(name: str, known: Collection[str], kind: str) -> str:
    """Return the name if it is known; raises CommandError otherwise."""
    if name not in known:
        raise CommandError(f"There is no {kind} `{name}`. {suggest_correction(name, known)}")
    return name
