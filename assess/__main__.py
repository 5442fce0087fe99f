"""Entry point of `python -m assess`: the command line, with the web server for its `serve` command."""

import sys

from assess import cli, web


def main() -> int:
    """Run the command line and return its exit code."""
    return cli.main(sys.argv[1:], web.serve)


if __name__ == "__main__":
    sys.exit(main())
