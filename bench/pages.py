"""How many question pages are served in a second, beside the same form through govuk-frontend-wtf."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from assess import resources
from assess.settings import Settings
from assess.storage.store import Store
from assess.web.app import create_app
from assess.web.context import EXTENSION, Site
from bench.figures import Figure
from bench.peer import create_peer
from bench.shipped import libraries, rulebook
from bench.timing import Work, medians, where_time_goes

TARGET = 5
ROUNDS = 7
HOST = "http://127.0.0.1"


def measured() -> Figure:
    """Measure the pages of all questions, the sample of libraries being answered; beside them, first visits."""
    with site() as ours:
        own: Site = ours.extensions[EXTENSION]
        copies = iter([visits(ours, own.store.copy(1, f"Copy {number}")) for number in range(ROUNDS)])
        again, peer = visits(ours), visits(create_peer(rulebook(), libraries()))
        again()
        peer()
        times = medians(ROUNDS, again, peer, partial(run_next, copies))
        return figure(*(len(rulebook().questions) / each for each in times), work=again)


def figure(ours: float, peer: float, first: float, *, work: Work) -> Figure:
    """Give the figure from the pages a second: of ours visited again, of the peer and of ours on a first visit."""
    times = ours / peer
    notes = [
        f"{ours:.0f} a second, and {peer:.0f} with govuk-frontend-wtf, over all questions.",
        f"{first:.0f} a second where a page is asked for the first time in its assessment.",
    ]
    if times < TARGET:
        notes.append(f"the time goes to {where_time_goes(work)}.")
    return Figure(
        name="page",
        what="Serving a question page",
        target=f"at least {TARGET} times the peer",
        measured=f"{times:.1f} times the peer",
        met=times >= TARGET,
        values={"times": times, "a_second": ours, "peer_a_second": peer, "first_a_second": first},
        notes=tuple(notes),
    )


@contextmanager
def site() -> Iterator[Flask]:
    """Give the real site on a temporary data folder, with the sample of libraries as its first assessment."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder), resources.folder("rules"))
        store = Store(settings.database)
        app = create_app(settings, store)
        own: Site = app.extensions[EXTENSION]
        store.create("Measured", libraries(), own.rulebooks.kept_in_force())
        yield app
        store.close()


def visits(app: Flask, number: int = 1) -> Work:
    """Give a visit to every question's page of an assessment, by a browser with a session, straight through WSGI."""
    addresses = [f"/assessments/{number}/questions/{question}" for question in rulebook().questions]
    session = app.test_client().get(addresses[0], base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    requests = [create_environ(address, HOST, headers={"Cookie": session}) for address in addresses]

    def visit() -> None:
        for request in requests:
            served(app, request)

    return visit


def run_next(works: Iterator[Work]) -> None:
    """Do the next of the works."""
    next(works)()


def served(app: Flask, request: Mapping[str, Any]) -> bytes:
    """Give the page that answers a request; raises ValueError where none does."""
    body, status, _ = run_wsgi_app(app, {**request})
    page = b"".join(body)
    if not status.startswith("200"):
        raise ValueError(f"{request['PATH_INFO']} answered {status}, so its page cannot be measured.")
    return page
