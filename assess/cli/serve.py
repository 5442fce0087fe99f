"""The command `serve`, which starts the web server that `main` was given."""

from collections.abc import Callable
from typing import TypeAlias

import click

from assess.cli.options import parse_port

Serve: TypeAlias = Callable[[str, int], int]
"""Serves the pages on a host and port until stopped, and returns the exit code."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="the address to listen on")
@click.option(
    "--port", type=parse_port, metavar="PORT", default="8000", show_default=True, help="the port to listen on"
)
@click.pass_obj
def serve_pages(serve: Serve, host: str, port: int) -> None:
    """Serve the pages on this computer."""
    raise click.exceptions.Exit(serve(host, port))
