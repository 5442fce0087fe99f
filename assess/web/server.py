"""Run the web server, and print the state of the rules when it starts."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress

from flask import Flask
from waitress.server import create_server

from assess.releases.disk_status import on_disk
from assess.releases.models import DiskState, NoRulebookError
from assess.settings import load_settings
from assess.storage.database import NoDatabaseError
from assess.web.app import create_app
from assess.web.context import site_of
from assess.web.security import LISTENS_ON, refusal_to_listen

UNWRITABLE = "The folder {} and the files in it must be such that you may write to them. Or set ASSESS_DATA to another."

WRONG = 1
WRONG_USAGE = 2


def serve(host: str, port: int) -> int:
    """Run the server until it is stopped and return the exit code.

    The code is 1 if the settings or the port are wrong, and 2 for a host that is not allowed.
    """
    if refusal := refusal_to_listen(host):
        print(refusal, file=sys.stderr)
        return WRONG_USAGE
    os.umask(0o077)  # answers are private to the user who runs the tool
    settings = load_settings()
    if isinstance(settings, str):
        print(settings, file=sys.stderr)
        return WRONG
    try:
        app = create_app(settings)
    except NoDatabaseError as error:
        print(f"{error} {UNWRITABLE.format(settings.data)}", file=sys.stderr)
        return WRONG
    try:
        server = create_server(app, host=LISTENS_ON, port=port, threads=8, ident=None)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}). Try another: --port {port + 1}", file=sys.stderr)
        return WRONG
    address = f"http://{LISTENS_ON}:{port}"
    print(f"Serving on {address}\nAnswers: {settings.data}\nRules: {settings.rules}")
    print("\n".join(rules_at_start(app, address)))
    print("Stop with Ctrl+C.", flush=True)
    press = site_of(app).press
    press.warm()
    try:
        with suppress(KeyboardInterrupt):
            server.run()
    finally:
        press.close()
    return 0


def rules_at_start(app: Flask, address: str) -> Iterator[str]:
    """Describe the current rules, and how the draft or the files on disk differ."""
    desk = site_of(app).rulebooks.desk
    try:
        desktop = desk.look()
    except NoRulebookError as none:
        yield "No rules are in force, because the rules files have mistakes. They are used once these are mended:"
        yield from (str(problem) for problem in none.problems)
        return
    yield f"Version {desktop.latest.release.version} of the rules is in force."
    yield from on_disk(desktop.disk, desk.folder)
    if desktop.draft is not None and desktop.disk.state is DiskState.SAME:
        yield "There is a draft of the rules."
    if desktop.draft is not None:
        yield f"Nothing of it is in force until somebody publishes it: see {address}/rules"
