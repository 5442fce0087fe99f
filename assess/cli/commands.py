"""The parser of all commands, and what their exit codes mean.

0 is done, 1 is that the files are wrong or nothing could be done (with the reasons), 2 is wrong usage.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from assess.cli.files import add_files
from assess.cli.impacts import add_impact
from assess.cli.options import Commands, port
from assess.cli.reading import RefusedError
from assess.cli.rules import add_rules

DONE, WRONG_FILES, WRONG_USAGE = 0, 1, 2

Serve = Callable[[str, int], int]
"""Serve the pages on a host and port until stopped; gives the exit code."""


def main(arguments: Sequence[str], serve: Serve) -> int:
    """Run one command and give its exit code; argparse itself exits with 2 on wrong usage."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "serve":
            return serve(options.host, options.port)
        return run(options)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        return DONE


def run(options: argparse.Namespace) -> int:
    """Run a command, and say why where it is refused."""
    try:
        return int(options.run(options))
    except RefusedError as refused:
        print(refused)
        return WRONG_FILES


def parser() -> argparse.ArgumentParser:
    """Give the parser of all commands."""
    whole = argparse.ArgumentParser(prog="assess", description="Shows how ready a service is to become a mutual.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_serve(commands)
    add_files(commands)
    add_rules(commands)
    add_impact(commands)
    return whole


def add_serve(commands: Commands) -> None:
    """Add `serve`."""
    serve = commands.add_parser("serve", help="serve the pages on this computer")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=port, default=8000, help="the port to listen on (default: %(default)s)")
