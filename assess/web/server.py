"""Run the web server, and print the state of the rules when it starts."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from flask import Flask

from assess.releases.disk_status import describe_disk
from assess.releases.models import DiskState, NoRulebookError
from assess.rendering.service import RenderService
from assess.settings import Settings, load_settings
from assess.storage.database import DatabaseUnavailableError, UnusableDatabaseError
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.connections import build_server
from assess.web.context import get_services
from assess.web.idle_memory import start_releasing
from assess.web.security import HOST, get_bind_error

_NOT_WRITABLE = (
    "You need permission to write to the folder {} and the files in it, and the disk must have space. "
    "Or set ASSESS_DATA to another folder."
)

_EXIT_FAILURE = 1
_EXIT_USAGE = 2
_EXIT_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a program."""


def serve(host: str, port: int) -> int:
    """Run the server until it is stopped and return the exit code.

    The code is 1 if the settings or the port are wrong, and 2 for a host that is not allowed.
    """
    if bind_error := get_bind_error(host):
        print(bind_error, file=sys.stderr)
        return _EXIT_USAGE
    os.umask(0o077)  # answers are private to the user who runs the tool
    settings = load_settings()
    if isinstance(settings, str):
        print(settings, file=sys.stderr)
        return _EXIT_FAILURE
    try:
        with Store(settings.database_url, may_create=not settings.has_secret_key) as store:
            return _serve_app(_prepare_app(settings, store), settings, port)
    except UnusableDatabaseError as error:
        print(error, file=sys.stderr)
    except DatabaseUnavailableError as error:
        print(f"{error} {_NOT_WRITABLE.format(settings.data)}", file=sys.stderr)
    return _EXIT_FAILURE


def _prepare_app(settings: Settings, store: Store) -> Flask:
    """Remove what was deleted long ago and build the application; raises DatabaseUnavailableError."""
    store.remove_expired()
    try:
        return create_app(settings, store)
    except OSError as error:  # the secret key cannot be written
        raise DatabaseUnavailableError(f"The data folder cannot be written: {error.strerror}.") from error


def _serve_app(app: Flask, settings: Settings, port: int) -> int:
    """Serve the application until it is stopped and return the exit code."""
    try:
        server = build_server(app, port)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}). Try another: --port {port + 1}", file=sys.stderr)
        return _EXIT_FAILURE
    address = f"http://{HOST}:{port}"
    print(f"Serving on {address}\nAnswers: {settings.data}\nRules: {settings.rules}")
    services = get_services(app)
    if copy := services.store.copy_before_migration:
        print(f"The tables of the database were changed. A copy from before is in {copy}")
    print("\n".join(describe_rules(app, address)))
    services.renderer.start()
    start_releasing(services.rulebooks.publishing)
    stop_signals = _StopSignals()
    _run_until_stopped(services.renderer, server.run)
    return stop_signals.exit_code


def _run_until_stopped(renderer: RenderService, run: Callable[[], None]) -> None:
    """Run the server until a signal ends it, and stop the renderer."""
    try:
        print("Stop with Ctrl+C.", flush=True)
        run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        renderer.close()


class _StopSignals:
    """Ends the program in an orderly way on SIGTERM and SIGHUP, which would otherwise kill it."""

    def __init__(self) -> None:
        self.exit_code = 0
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, self._stop)

    def _stop(self, number: int, _: FrameType | None) -> None:
        """End the main thread; a second signal is ignored, so that the database is closed in any case."""
        if not self.exit_code:
            self.exit_code = _EXIT_SIGNAL + number
            raise SystemExit(self.exit_code)


def describe_rules(app: Flask, address: str) -> Iterator[str]:
    """Describe the current rules, and how the draft or the files on disk differ."""
    publishing = get_services(app).rulebooks.publishing
    try:
        status = publishing.sync_with_disk()
    except NoRulebookError as none:
        yield "No rules are in force, because the rules files have problems. Correct these to use them:"
        yield from (str(problem) for problem in none.problems)
        return
    yield f"Version {status.latest.release.version} of the rules is in force."
    yield from describe_disk(status.disk, publishing.folder)
    if status.draft is not None and status.disk.state is DiskState.SAME:
        yield "There is a draft of the rules."
    if status.draft is not None:
        yield f"It is not in force until someone publishes it: see {address}/rules"
