"""Join the two doors: the command line is handed the web's `serve`."""

import sys

from assess import cli, web


def main() -> int:
    """Run the command that was typed and give its exit code."""
    return cli.main(sys.argv[1:], web.serve)


if __name__ == "__main__":
    sys.exit(main())
