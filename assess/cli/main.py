"""The group of all commands, and their exit codes.

0 means success, 1 that the files are invalid or nothing could be done (with the reasons), and 2 a usage error.
`verify` also exits with 3: what the pages of a report show is unknown.
"""

import errno
import io
import os
import sys
from collections.abc import Sequence

import click
from click.shell_completion import shell_complete

from assess.cli.assessments import check_rules, print_schema, score_answers
from assess.cli.backup import restore_backup, write_backup
from assess.cli.changes import print_changes
from assess.cli.impact import print_impact
from assess.cli.import_ import import_assessment
from assess.cli.options import EXIT_OK
from assess.cli.paper import write_paper
from assess.cli.plan import write_plan
from assess.cli.report import write_report
from assess.cli.rules import rules
from assess.cli.serve import Serve, serve_pages
from assess.cli.verify import verify_file
from assess.resources import get_program_version

_EXIT_FAILURE = 1

_PROGRAM = "assess"
_COMPLETION = "_ASSESS_COMPLETE"
"""The environment variable with which a shell asks for completions."""


@click.group(
    commands=[
        serve_pages,
        check_rules,
        score_answers,
        write_report,
        print_schema,
        print_changes,
        write_plan,
        write_paper,
        rules,
        print_impact,
        verify_file,
        import_assessment,
        write_backup,
        restore_backup,
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(get_program_version(), message="%(prog)s %(version)s")
def _commands() -> None:
    """Show how ready a service is to become a mutual."""


def main(arguments: Sequence[str], serve: Serve) -> int:
    """Run a command and return its exit code."""
    _replace_unencodable_output()
    try:
        code = _run(arguments, serve)
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
        return _EXIT_FAILURE
    return code


def _run(arguments: Sequence[str], serve: Serve) -> int:
    """Run a command, or say why it cannot be run, and return its exit code.

    `Group.main` would do the same, but exits with 1 when the reader of the output has exited.
    """
    if instruction := os.environ.get(_COMPLETION):
        return shell_complete(_commands, {}, _PROGRAM, _COMPLETION, instruction)
    try:
        with _commands.make_context(_PROGRAM, list(arguments), obj=serve) as context:
            _commands.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return EXIT_OK


def _replace_unencodable_output() -> None:
    """Replace characters that the output encoding lacks with a question mark."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _discard_output() -> None:
    """Redirect pending output to nowhere, so that Python does not report an error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
