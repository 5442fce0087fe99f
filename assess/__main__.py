"""Entry point of `python -m assess`: the command line, with the web server for its `serve` command."""

import sys

from assess import web
from assess.cli.main import main as run_command


def main() -> int:
    """Run the command line and return its exit code."""
    return run_command(sys.argv[1:], web.serve)


if __name__ == "__main__":
    sys.exit(main())
