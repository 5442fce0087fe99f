"""What a page of the list of services takes with 100, 1,000 and 10,000 assessments, and what it would take without.

Without the figures that are kept, every result would have to be worked out to put the list in order; that is measured
beside it, on the same assessments.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from flask import Flask
from werkzeug.test import create_environ

from bench import impacts
from bench.figures import Figure
from bench.serving import HOST, served, serving, site_of
from bench.timing import Work, medians, seconds

SIZES = (100, 1_000, 10_000)
TARGET = 1.5
"""How many times as long a page may take with the most assessments as with the fewest."""
ROUNDS = 15
A_PAGE = 25
PAGES = (
    "/services?which=all",
    "/services?which=all&sort=score&view=barriers",
    "/services?which=all&sort=band",
    "/services?which=all&sort=section-pensions",
    "/services?which=all&page=middle",
    "/services?which=all&page=last",
    "/assessments",
)
"""The pages whose time must not grow: the list in several orders, on other pages, and the list of assessments."""
LINEAR = ("/services?which=all&find=service",)
"""Pages that look at the name of every line, told beside."""


class Taken(NamedTuple):
    """Milliseconds that pages take, those that must not grow and the others, and that the peer takes."""

    pages: Sequence[float]
    linear: Sequence[float]
    peer: float


def measured() -> Figure:
    """Measure the pages at each size, each on a site of its own."""
    taken = {size: at(size) for size in SIZES}
    fewest, most = taken[SIZES[0]], taken[SIZES[-1]]
    ratios = [many / few for many, few in zip(most.pages, fewest.pages, strict=True)]
    worst = max(ratios)
    notes = [
        f"{address} takes {told(taken[size].pages[place] for size in SIZES)} ms, {ratio:.2f} times as long."
        for place, (address, ratio) in enumerate(zip(PAGES, ratios, strict=True))
    ]
    for place, address in enumerate(LINEAR):
        notes.append(f"{address} takes {told(taken[size].linear[place] for size in SIZES)} ms and looks at every name.")
    notes.append(f"working every result out for a page takes {told(taken[size].peer for size in SIZES)} ms.")
    return Figure(
        name="across",
        what=f"A page of services, {SIZES[-1]:,} assessments beside {SIZES[0]}",
        target=f"at most {TARGET} times as long",
        measured=f"{worst:.2f} times as long",
        met=worst <= TARGET,
        values={"times": worst, "page_ms": most.pages[0], "page_ms_few": fewest.pages[0], "peer_ms": most.peer},
        notes=tuple(notes),
    )


def told(times: Iterable[float]) -> str:
    """Give times at each size."""
    return " / ".join(f"{time:,.1f}" for time in times)


def at(size: int) -> Taken:
    """Measure with so many assessments."""
    with serving() as app:
        impacts.fill(site_of(app).rulebooks.desk, size)
        peer = 1000 * seconds(partial(work_all_out, app))
        visits = [visit(app, on_page(address, size // A_PAGE)) for address in (*PAGES, *LINEAR)]
        for each in visits:
            each()
        times = [1000 * each for each in medians(ROUNDS, *visits)]
        return Taken(times[: len(PAGES)], times[len(PAGES) :], peer)


def on_page(address: str, pages: int) -> str:
    """Give an address with the number of the page that it names."""
    return address.replace("page=last", f"page={pages}").replace("page=middle", f"page={pages // 2}")


def work_all_out(app: Flask) -> None:
    """Work the figures of all assessments out."""
    filler = site_of(app).filler
    while waiting := filler.overviews.waiting(250):
        filler.work_out(waiting)


def visit(app: Flask, address: str) -> Work:
    """Give a visit to a page, as a browser with a session makes it."""
    session = app.test_client().get("/assessments/new", base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return partial(served, app, create_environ(address, HOST, headers={"Cookie": session}))
