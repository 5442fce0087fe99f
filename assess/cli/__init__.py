"""The command line: a module for each group of commands, one function a command, each giving the exit code."""

from assess.cli.commands import DONE, main

__all__ = ["DONE", "main"]
