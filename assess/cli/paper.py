"""The command `paper`, which writes the blank questionnaire and the briefs."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import click

from assess.cli.inputs import CommandError, load_answers, load_council, load_rules
from assess.cli.options import PATH, date_option, output_option, rules_option
from assess.cli.outputs import write_file
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggest_correction
from assess.report.content.text import join_words
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


class _PaperChoice(TypedDict):
    """The options that select a part of the questionnaire; at most one may be used."""

    section: str | None
    brief: str | None
    briefs: bool


@click.command("paper")
@output_option(PAPER_FORMS, "the file to write (.pdf or .docx)")
@click.option("--section", metavar="ID", help="only the questions of this barrier, such as pensions")
@click.option("--briefs", is_flag=True, help="a brief for each officer who is asked")
@click.option("--brief", metavar="ROLE", help="the brief for one officer, such as pensions-lead")
@click.option("--answers", type=PATH, metavar="ANSWERS", help="leave out what is not asked about this service")
@date_option
@rules_option
def write_paper(
    output: Path, answers: Path | None, day: date, rules: Path | None, **choice: Unpack[_PaperChoice]
) -> None:
    """Write the blank questionnaire, or briefs for officers.

    Use them to prepare the answers on paper.
    """
    _require_one_choice(choice)
    rulebook = load_rules(rules)
    council = load_council()
    wanted = QuestionnaireContext(rulebook, day, council.name)
    if answers:
        wanted = build_questionnaire_context(rulebook, load_answers(answers, rulebook), day)
    name = _choose_paper(choice, rulebook)
    if name not in list_papers(wanted):
        wanted_part = choice["section"] or choice["brief"]
        raise CommandError(f"Nothing in “{wanted_part}” is asked, so there is nothing to print.")
    write_file(output, render_paper(wanted, name, output.suffix.lower(), council.colour), "paper")


def _require_one_choice(choice: _PaperChoice) -> None:
    """Raise UsageError if two options select a part of the questionnaire."""
    used = [f"--{name}" for name, value in choice.items() if value]
    if len(used) > 1:
        raise click.UsageError(f"{join_words(used, 'and')} cannot be used together")


def _choose_paper(choice: _PaperChoice, rulebook: Rulebook) -> str:
    """Return the name of the requested paper; raises CommandError if the rules do not have it."""
    if choice["briefs"]:
        return ALL_BRIEFS
    if choice["section"]:
        return SECTION_PREFIX + _require_known(choice["section"], rulebook.sections, "section")
    if choice["brief"]:
        return BRIEF_PREFIX + _require_known(choice["brief"], rulebook.roles, "role")
    return WHOLE_QUESTIONNAIRE


def _require_known(name: str, known: Collection[str], kind: str) -> str:
    """Return the name if it is known; raises CommandError otherwise."""
    if name not in known:
        raise CommandError(f"There is no {kind} `{name}`. {suggest_correction(name, known)}")
    return name
