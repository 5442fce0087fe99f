"""The argument parser of all commands, and their exit codes.

0 means success, 1 that the files are invalid or nothing could be done (with the reasons), and 2 a usage error.
"""

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence

from assess.cli.assessments import add_file_commands
from assess.cli.changes import add_changes
from assess.cli.impact import add_impact
from assess.cli.import_ import add_import
from assess.cli.inputs import CommandError
from assess.cli.options import EXIT_OK, Commands, parse_port
from assess.cli.paper import add_paper
from assess.cli.plan import add_plan
from assess.cli.rules import add_rules
from assess.cli.verify import add_verify

EXIT_FAILURE, EXIT_USAGE = 1, 2

Serve = Callable[[str, int], int]
"""Serves the pages on a host and port until stopped, and returns the exit code."""


def main(arguments: Sequence[str], serve: Serve) -> int:
    """Run a command and return its exit code; argparse exits with 2 on a usage error."""
    options = _build_parser().parse_args(arguments)
    _replace_unencodable_output()
    try:
        code = serve(options.host, options.port) if options.command == "serve" else run(options)
        if sys.stdout:  # None if it was closed before the program started
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of the output has exited, as with `| head`
        _discard_output()
        return EXIT_OK
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _discard_output()
        print("The output could not be written: there is no space left.", file=sys.stderr)
        return EXIT_FAILURE
    return code


def _replace_unencodable_output() -> None:
    """Replace characters that the output encoding lacks with a question mark."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _discard_output() -> None:
    """Redirect pending output to nowhere, so that Python does not report an error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(options: argparse.Namespace) -> int:
    """Run a command, printing why if it is refused."""
    try:
        return int(options.run(options))
    except CommandError as refused:
        print(refused)
        return EXIT_FAILURE


def _build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    main_parser = argparse.ArgumentParser(prog="assess", description="Shows how ready a service is to become a mutual.")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands)
    add_file_commands(commands)
    add_changes(commands)
    add_plan(commands)
    add_paper(commands)
    add_rules(commands)
    add_impact(commands)
    add_verify(commands)
    add_import(commands)
    return main_parser


def _add_serve(commands: Commands) -> None:
    """Add `serve`."""
    serve = commands.add_parser("serve", help="serve the pages on this computer")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=parse_port, default=8000, help="the port to listen on (default: %(default)s)")
