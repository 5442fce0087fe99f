"""The real site on a temporary data folder, and visits to its question pages straight through WSGI."""

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
    """Give the site with the sample of libraries as its first assessment."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder), resources.folder("rules"))
        store = Store(settings.database)
        app = create_app(settings, store)
        rulebooks = site_of(app).rulebooks
        store.create("Measured", sample(LIBRARIES, rulebooks.in_force()), rulebooks.kept_in_force())
        yield app
        store.close()


def site_of(app: Flask) -> Site:
    """Give where everything of the site is."""
    return cast(Site, app.extensions[EXTENSION])


def requests_for(app: Flask, questions: Iterable[str], number: int = 1) -> list[Request]:
    """Give a request for each question's page of an assessment, by a browser with a session."""
    addresses = [f"/assessments/{number}/questions/{question}" for question in questions]
    session = app.test_client().get(addresses[0], base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return [create_environ(address, HOST, headers={"Cookie": session}) for address in addresses]


def visits(app: Flask, questions: Iterable[str], number: int = 1) -> Work:
    """Give a visit to each question's page of an assessment."""
    requests = requests_for(app, questions, number)

    def visit() -> None:
        for request in requests:
            served(app, request)

    return visit


def served(app: Flask, request: Request) -> bytes:
    """Give the page that answers a request; raises ValueError where none does."""
    body, status, _ = run_wsgi_app(app, {**request})
    page = b"".join(body)
    if not status.startswith("200"):
        raise ValueError(f"{request['PATH_INFO']} answered {status}, so its page cannot be measured.")
    return page
