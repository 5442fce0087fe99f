"""The command line: a module for each group of commands, and a function for each command."""

from assess.cli.main import main
from assess.cli.options import DONE

__all__ = ["DONE", "main"]
