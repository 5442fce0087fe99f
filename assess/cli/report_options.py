"""Build the report options from what the command line states."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypedDict

from assess.branding.word_template import read_word_template
from assess.cli.inputs import CommandError, load_council, read_file
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.suggestions import suggest_correction
from assess.report.content.text import join_words, pluralise
from assess.report.docx.template import list_missing_styles
from assess.report.formats import describe_conflict
from assess.report.options import ALL_CHAPTERS, Branding, Chapter, ReportOptions, build_branding
from assess.settings import check_marking

_NOTES, _SECTION, _RECOMMENDATION = "notes", "section:", "recommendation:"
LEAVE_OUT_HELP = (
    f"{', '.join(Chapter)}, {_NOTES}, {_SECTION}ID or {_RECOMMENDATION}ID, separated by commas; "
    "may be given more than once"
)


class ReportArguments(TypedDict):
    """What the command line states about how a report is made."""

    output: Path
    day: date
    final: bool
    without_answers: bool
    summary: bool
    leave_out: tuple[str, ...]
    marking: str
    large_print: bool
    template: Path | None
    barriers_apart: bool
    annex: bool


class _Exclusions(NamedTuple):
    """What `--leave-out` names."""

    chapters: frozenset[str]
    sections: frozenset[str]
    recommendations: frozenset[str]
    notes: bool


def build_report_options(arguments: ReportArguments, rulebook: Rulebook) -> ReportOptions:
    """Build the report options; raises CommandError if they are invalid."""
    excluded = _parse_exclusions(arguments["leave_out"], rulebook)
    if message := check_marking(arguments["marking"].strip()):
        raise CommandError(message)
    report_options = ReportOptions(
        form=arguments["output"].suffix.lower(),
        day=arguments["day"],
        final=arguments["final"],
        with_answers=not arguments["without_answers"],
        marking=arguments["marking"].strip(),
        chapters=() if arguments["summary"] else tuple(name for name in ALL_CHAPTERS if name not in excluded.chapters),
        sections=_exclude(rulebook.sections, excluded.sections),
        recommendations=_exclude(rulebook.recommendations, excluded.recommendations),
        notes=not excluded.notes,
        large=arguments["large_print"],
        barriers_apart=arguments["barriers_apart"],
        annex=arguments["annex"],
        look=_build_look(arguments),
    )
    if why := describe_conflict(report_options):
        raise CommandError(why)
    return report_options


def _build_look(arguments: ReportArguments) -> Branding:
    """Return the council's branding with the template for Word, if one is named; raises CommandError."""
    branding, path = build_branding(load_council()), arguments["template"]
    if path is None:
        return branding
    if arguments["output"].suffix.lower() not in (".docx", ".odt"):
        raise CommandError("A template is only for a Word report: let the output end in .docx or .odt.")
    template = read_word_template(read_file(path))
    if isinstance(template, str):
        raise CommandError(f"{path}: this template cannot be used: {template}.")
    if missing := list_missing_styles(template):
        names = join_words([f"“{name}”" for name in missing], "and")
        these = pluralise(len(missing), "a style named", "styles named")
        print(f"{path}: the template lacks {these} {names}. The report has its own.", file=sys.stderr)
    return replace(branding, template=template)


def _exclude(names: Iterable[str], excluded: frozenset[str]) -> tuple[str, ...] | None:
    """Return the names that remain, or None if none are excluded."""
    return tuple(name for name in names if name not in excluded) if excluded else None


def _parse_exclusions(values: Iterable[str], rulebook: Rulebook) -> _Exclusions:
    """Parse the values of `--leave-out`; raises CommandError for an unknown name."""
    names = [name.strip() for part in values for name in part.split(",") if name.strip()]
    sections = [f"{_SECTION}{name}" for name in rulebook.sections]
    advice = [f"{_RECOMMENDATION}{name}" for name in rulebook.recommendations]
    known = [*Chapter, _NOTES, *sections, *advice]
    for name in names:
        if name not in known:
            kind = sections if name.startswith(_SECTION) else advice if name.startswith(_RECOMMENDATION) else known[:9]
            raise CommandError(f"“{name}” cannot be left out. {suggest_correction(name, kind)}")
    return _Exclusions(
        chapters=frozenset(names) & frozenset(map(str, Chapter)),
        sections=frozenset(name.removeprefix(_SECTION) for name in names if name.startswith(_SECTION)),
        recommendations=frozenset(
            name.removeprefix(_RECOMMENDATION) for name in names if name.startswith(_RECOMMENDATION)
        ),
        notes=_NOTES in names,
    )
