"""Entry point of `python -m assess`: the command line, with the web server for its `serve` command."""

import os
import sys

from assess import web
from assess.cli.main import main as run_command
from assess.local_time import set_time_zone


def main() -> int:
    """Run the command line and return its exit code."""
    set_time_zone(os.environ)
    return run_command(sys.argv[1:], web.serve)


if __name__ == "__main__":
    sys.exit(main())
