"""Options and arguments that commands share, parsers of their values, and JSON output."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from assess.core.syntax.dates import has_short_year, parse_written_date
from assess.report.content.text import join_words

EXIT_OK = 0

_Function = TypeVar("_Function", bound=Callable[..., Any])

PATH = click.Path(readable=False, path_type=Path)
"""A file or folder, which the command itself checks; the shell completes its name."""


def parse_port(text: str) -> int:
    """Parse a port from 1 to 65535."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise click.BadParameter(f"{text} is not a port: use a whole number from 1 to 65535")
    return int(text)


def _parse_date(text: str) -> date:
    """Parse a date as people write it, the day before the month."""
    day = parse_written_date(text)
    if day is None:
        fault = f"the year of {text} must include 4 numbers" if has_short_year(text) else f"{text} is not a date"
        raise click.BadParameter(f"{fault}: use one such as 2026-11-22 or 22/11/2026")
    return day


answers_argument = click.argument("answers", type=PATH)
before_rules_option = click.option(
    "--before-rules",
    type=PATH,
    metavar="DIR",
    help="the folder of the rules of the earlier answers (default: the same rules)",
)
database_option = click.option(
    "--database", metavar="URL", help="the database, as a URL or a file (default: the one in the data folder)"
)
date_option = click.option(
    "--date",
    "day",
    type=_parse_date,
    default=lambda: date.today().isoformat(),
    metavar="YYYY-MM-DD",
    help="the date printed in it (default: today)",
)
format_option = click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
rules_option = click.option("--rules", type=PATH, metavar="DIR", help="the folder of the rules files")


def output_option(suffixes: Sequence[str], description: str) -> Callable[[_Function], _Function]:
    """Build the option that names the file to write, which must have one of the given suffixes."""

    def check_suffix(_context: click.Context, _option: click.Parameter, typed: str) -> Path:
        if Path(typed).suffix.lower() not in suffixes:
            raise click.BadParameter(f"{typed} must end in {join_words(suffixes, 'or')}")
        return Path(typed)

    path = click.Path(readable=False)
    return click.option(
        "-o", "--output", type=path, required=True, metavar="FILE", callback=check_suffix, help=description
    )


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
