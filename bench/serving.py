"""The real application on a temporary data folder, and requests sent to it straight through WSGI."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from assess import resources
from assess.settings import Settings
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.context import EXTENSION, Site
from bench.shipped import LIBRARIES, sample
from bench.timing import Work

HOST = "http://127.0.0.1"
Request = Mapping[str, Any]


@contextmanager
def serving() -> Iterator[Flask]:
    """Yield the application with the libraries sample as its first assessment."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder), resources.folder("rules"))
        store = Store(settings.database)
        app = create_app(settings, store)
        rulebooks = site_of(app).rulebooks
        store.create("Measured", sample(LIBRARIES, rulebooks.in_force()), rulebooks.kept_in_force())
        yield app
        store.close()


def site_of(app: Flask) -> Site:
    """Return the services of an application."""
    return cast(Site, app.extensions[EXTENSION])


def requests_for(app: Flask, questions: Iterable[str], number: int = 1) -> list[Request]:
    """Build a request for the page of each question of an assessment, with the session of a browser."""
    addresses = [f"/assessments/{number}/questions/{question}" for question in questions]
    session = app.test_client().get(addresses[0], base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return [create_environ(address, HOST, headers={"Cookie": session}) for address in addresses]


def visits(app: Flask, questions: Iterable[str], number: int = 1) -> Work:
    """Return a callable that visits the page of each question of an assessment."""
    requests = requests_for(app, questions, number)

    def visit() -> None:
        for request in requests:
            served(app, request)

    return visit


def served(app: Flask, request: Request) -> bytes:
    """Return the body of the response to a request; raise ValueError unless its status is 200."""
    body, status, _ = run_wsgi_app(app, {**request})
    page = b"".join(body)
    if not status.startswith("200"):
        raise ValueError(f"{request['PATH_INFO']} answered {status}, so its page cannot be measured.")
    return page
