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
from assess.web.context import EXTENSION, Services
from bench.shipped import LIBRARIES, load_sample
from bench.timing import Task

HOST = "http://127.0.0.1"
WsgiEnviron = Mapping[str, Any]


@contextmanager
def temporary_app() -> Iterator[Flask]:
    """Yield the application with the libraries sample as its first assessment."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder), resources.find_folder("rules"))
        with Store(settings.database_url) as store:
            app = create_app(settings, store)
            rulebooks = get_services(app).rulebooks
            store.create_assessment(
                "Measured", load_sample(LIBRARIES, rulebooks.get_current()), rulebooks.get_current_stored()
            )
            yield app


def get_services(app: Flask) -> Services:
    """Return the services of an application."""
    return cast(Services, app.extensions[EXTENSION])


def build_question_requests(app: Flask, questions: Iterable[str], number: int = 1) -> list[WsgiEnviron]:
    """Build a request for the page of each question of an assessment, with the session of a browser."""
    addresses = [f"/assessments/{number}/questions/{question}" for question in questions]
    session = app.test_client().get(addresses[0], base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return [create_environ(address, HOST, headers={"Cookie": session}) for address in addresses]


def build_visits(app: Flask, questions: Iterable[str], number: int = 1) -> Task:
    """Return a callable that visits the page of each question of an assessment."""
    requests = build_question_requests(app, questions, number)

    def visit() -> None:
        for request in requests:
            fetch_page(app, request)

    return visit


def fetch_page(app: Flask, request: WsgiEnviron) -> bytes:
    """Return the body of the response to a request; raise ValueError unless its status is 200."""
    body, status, _ = run_wsgi_app(app, {**request})
    page = b"".join(body)
    if not status.startswith("200"):
        raise ValueError(f"{request['PATH_INFO']} answered {status}, so its page cannot be measured.")
    return page
