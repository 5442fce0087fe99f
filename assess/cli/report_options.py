"""The options that state how a report is made and what it leaves out."""

import argparse
from collections.abc import Iterable
from typing import NamedTuple

from assess.cli.inputs import RefusedError, own_council
from assess.cli.options import date_option, path_in
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggestion
from assess.report.options import EVERY_CHAPTER, FORMS, Chapter, Edition, look_of, refusal
from assess.settings import wrong_marking

NOTES, SECTION, RECOMMENDATION = "notes", "section:", "recommendation:"


class LeftOut(NamedTuple):
    """What `--leave-out` names."""

    chapters: frozenset[str]
    sections: frozenset[str]
    recommendations: frozenset[str]
    notes: bool


def edition_options(command: argparse.ArgumentParser) -> None:
    """Add the options that state how a report is made."""
    add = command.add_argument
    forms = ".pdf, .html, .docx, .xlsx, .csv or .json"
    add("-o", "--output", type=path_in(FORMS), required=True, metavar="FILE", help=forms)
    date_option(command)
    add("--final", action="store_true", help="mark the report final instead of draft")
    add("--without-answers", action="store_true", help="leave answers and notes out, for publishing")
    add("--summary", action="store_true", help="write the decision summary alone: two pages for councillors")
    add("--leave-out", action="append", default=[], metavar="LIST", help=leave_out_help())
    add("--marking", default="", metavar="TEXT", help="a protective marking for every page, such as OFFICIAL-SENSITIVE")
    add("--large-print", action="store_true", help="write the PDF in large print")


def leave_out_help() -> str:
    """Return the help text of `--leave-out`."""
    chapters = ", ".join(Chapter)
    return f"{chapters}, {NOTES}, {SECTION}ID or {RECOMMENDATION}ID, with commas between or given again"


def edition_of(options: argparse.Namespace, rulebook: Rulebook) -> Edition:
    """Build the report options; raises CommandError if they are invalid."""
    out = left_out(options.leave_out, rulebook)
    if wrong := wrong_marking(options.marking.strip()):
        raise RefusedError(wrong)
    edition = Edition(
        form=options.output.suffix.lower(),
        day=options.date,
        final=options.final,
        with_answers=not options.without_answers,
        marking=options.marking.strip(),
        chapters=() if options.summary else tuple(name for name in EVERY_CHAPTER if name not in out.chapters),
        sections=but(rulebook.sections, out.sections),
        recommendations=but(rulebook.recommendations, out.recommendations),
        notes=not out.notes,
        large=options.large_print,
        look=look_of(own_council()),
    )
    if why := refusal(edition):
        raise RefusedError(why)
    return edition


def but(every: Iterable[str], some: frozenset[str]) -> tuple[str, ...] | None:
    """Return the names that remain, or None if none are excluded."""
    return tuple(name for name in every if name not in some) if some else None


def left_out(typed: list[str], rulebook: Rulebook) -> LeftOut:
    """Parse the values of `--leave-out`; raises CommandError for an unknown name."""
    names = [name.strip() for part in typed for name in part.split(",") if name.strip()]
    sections = [f"{SECTION}{name}" for name in rulebook.sections]
    advice = [f"{RECOMMENDATION}{name}" for name in rulebook.recommendations]
    known = [*Chapter, NOTES, *sections, *advice]
    for name in names:
        if name not in known:
            kind = sections if name.startswith(SECTION) else advice if name.startswith(RECOMMENDATION) else known[:9]
            raise RefusedError(f"“{name}” is nothing that can be left out. {suggestion(name, kind)}")
    return LeftOut(
        chapters=frozenset(names) & frozenset(map(str, Chapter)),
        sections=frozenset(name.removeprefix(SECTION) for name in names if name.startswith(SECTION)),
        recommendations=frozenset(
            name.removeprefix(RECOMMENDATION) for name in names if name.startswith(RECOMMENDATION)
        ),
        notes=NOTES in names,
    )
