"""How many question pages are served in a second, beside the same form through govuk-frontend-wtf."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from bench.timing import medians, where_time_goes

TARGET = 5
ROUNDS = 7
HOST = "http://127.0.0.1"


def measured() -> Figure:
    """Measure the pages of all questions, the sample of libraries being answered."""
    with site() as ours:
        peer = create_peer(rulebook(), libraries())
        ask_ours, ask_peer = visits(ours), visits(peer)
        ask_ours()
        ask_peer()
        at_ours, at_peer = medians(ROUNDS, ask_ours, ask_peer)
        return figure(len(addresses()) / at_ours, len(addresses()) / at_peer, ask_ours)


def figure(ours: float, peer: float, ask: Callable[[], None]) -> Figure:
    """Give the figure from the pages a second of each."""
    times = ours / peer
    notes = [f"{ours:.0f} a second, and {peer:.0f} with govuk-frontend-wtf, over {len(addresses())} questions."]
    if times < TARGET:
        notes.append(f"the time goes to {where_time_goes(ask)}.")
    return Figure(
        name="page",
        what="Serving a question page",
        target=f"at least {TARGET} times the peer",
        measured=f"{times:.1f} times the peer",
        met=times >= TARGET,
        values={"times": times, "a_second": ours, "peer_a_second": peer},
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


def addresses() -> Sequence[str]:
    """Give the address of each question's page, the same on both sites."""
    return [f"/assessments/1/questions/{question}" for question in rulebook().questions]


def visits(app: Flask) -> Callable[[], None]:
    """Give a visit to every question's page by a browser that has been there before, straight through WSGI."""
    client = app.test_client()
    client.get(addresses()[0], base_url=HOST)
    cookie = client.get_cookie("assess") or client.get_cookie("session")
    headers = {"Cookie": f"{cookie.key}={cookie.value}"} if cookie else {}
    requests = [create_environ(address, HOST, headers=headers) for address in addresses()]

    def visit() -> None:
        for request in requests:
            served(app, request)

    return visit


def served(app: Flask, request: Mapping[str, Any]) -> bytes:
    """Give the page that answers a request; raises ValueError where none does."""
    body, status, _ = run_wsgi_app(app, {**request})
    page = b"".join(body)
    if not status.startswith("200"):
        raise ValueError(f"{request['PATH_INFO']} answered {status}, so its page cannot be measured.")
    return page
