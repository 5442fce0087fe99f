"""The command line: a module for each group of commands, one function a command, each giving the exit code."""

from assess.cli.main import main
from assess.cli.options import DONE

__all__ = ["DONE", "main"]
