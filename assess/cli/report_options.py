"""The options that state how a report is made and what it leaves out."""

import argparse
from collections.abc import Iterable
from typing import NamedTuple

from assess.cli.inputs import CommandError, load_council
from assess.cli.options import add_date_option, build_path_parser
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggest_correction
from assess.report.formats import FORMATS, describe_conflict
from assess.report.options import ALL_CHAPTERS, Chapter, ReportOptions, build_branding
from assess.settings import check_marking

NOTES, SECTION, RECOMMENDATION = "notes", "section:", "recommendation:"


class _Exclusions(NamedTuple):
    """What `--leave-out` names."""

    chapters: frozenset[str]
    sections: frozenset[str]
    recommendations: frozenset[str]
    notes: bool


def add_report_options(command: argparse.ArgumentParser) -> None:
    """Add the options that state how a report is made."""
    add = command.add_argument
    forms = ".pdf, .html, .docx, .xlsx, .csv or .json"
    add("-o", "--output", type=build_path_parser(tuple(FORMATS)), required=True, metavar="FILE", help=forms)
    add_date_option(command)
    add("--final", action="store_true", help="mark the report final instead of draft")
    add("--without-answers", action="store_true", help="leave answers and notes out, for publishing")
    add("--summary", action="store_true", help="write the decision summary alone: two pages for councillors")
    add("--leave-out", action="append", default=[], metavar="LIST", help=_format_leave_out_help())
    add("--marking", default="", metavar="TEXT", help="a protective marking for every page, such as OFFICIAL-SENSITIVE")
    add("--large-print", action="store_true", help="write the PDF in large print")


def _format_leave_out_help() -> str:
    """Return the help text of `--leave-out`."""
    chapters = ", ".join(Chapter)
    return f"{chapters}, {NOTES}, {SECTION}ID or {RECOMMENDATION}ID, with commas between or given again"


def build_report_options(options: argparse.Namespace, rulebook: Rulebook) -> ReportOptions:
    """Build the report options; raises CommandError if they are invalid."""
    exclusions = _parse_exclusions(options.leave_out, rulebook)
    if message := check_marking(options.marking.strip()):
        raise CommandError(message)
    report_options = ReportOptions(
        form=options.output.suffix.lower(),
        day=options.date,
        final=options.final,
        with_answers=not options.without_answers,
        marking=options.marking.strip(),
        chapters=() if options.summary else tuple(name for name in ALL_CHAPTERS if name not in exclusions.chapters),
        sections=_exclude(rulebook.sections, exclusions.sections),
        recommendations=_exclude(rulebook.recommendations, exclusions.recommendations),
        notes=not exclusions.notes,
        large=options.large_print,
        look=build_branding(load_council()),
    )
    if why := describe_conflict(report_options):
        raise CommandError(why)
    return report_options


def _exclude(names: Iterable[str], excluded: frozenset[str]) -> tuple[str, ...] | None:
    """Return the names that remain, or None if none are excluded."""
    return tuple(name for name in names if name not in excluded) if excluded else None


def _parse_exclusions(values: list[str], rulebook: Rulebook) -> _Exclusions:
    """Parse the values of `--leave-out`; raises CommandError for an unknown name."""
    names = [name.strip() for part in values for name in part.split(",") if name.strip()]
    sections = [f"{SECTION}{name}" for name in rulebook.sections]
    advice = [f"{RECOMMENDATION}{name}" for name in rulebook.recommendations]
    known = [*Chapter, NOTES, *sections, *advice]
    for name in names:
        if name not in known:
            kind = sections if name.startswith(SECTION) else advice if name.startswith(RECOMMENDATION) else known[:9]
            raise CommandError(f"“{name}” is nothing that can be left out. {suggest_correction(name, kind)}")
    return _Exclusions(
        chapters=frozenset(names) & frozenset(map(str, Chapter)),
        sections=frozenset(name.removeprefix(SECTION) for name in names if name.startswith(SECTION)),
        recommendations=frozenset(
            name.removeprefix(RECOMMENDATION) for name in names if name.startswith(RECOMMENDATION)
        ),
        notes=NOTES in names,
    )
