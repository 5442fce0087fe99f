"""Options that commands share, parsers of their values, and JSON output."""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from assess.report.content.text import join_words

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Argparse has no public type for its subcommands."""

EXIT_OK = 0


def parse_port(text: str) -> int:
    """Parse a port from 1 to 65535."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text} is not a port: use a whole number from 1 to 65535")
    return int(text)


def _parse_date(text: str) -> date:
    """Parse a date in the form YYYY-MM-DD."""
    try:
        if len(text) == len("2026-11-22"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a date: use year-month-day, such as 2026-11-22")


def build_path_parser(suffixes: Sequence[str]) -> Callable[[str], Path]:
    """Return a parser of paths that must have one of the given suffixes."""

    def take(typed: str) -> Path:
        path = Path(typed)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(f"{typed} must end in {join_words(suffixes, 'or')}")
        return path

    return take


def add_date_option(command: argparse.ArgumentParser) -> None:
    """Add the option that sets the date of the output."""
    command.add_argument(
        "--date", type=_parse_date, default=date.today(), metavar="YYYY-MM-DD", help="the date it says (default: today)"
    )


def add_format_option(command: argparse.ArgumentParser) -> None:
    """Add the option that selects text or JSON."""
    command.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")


def add_rules_option(command: argparse.ArgumentParser) -> None:
    """Add the option that names the folder of the rules files."""
    command.add_argument("--rules", type=Path, metavar="DIR", help="the folder of the rules files")


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
