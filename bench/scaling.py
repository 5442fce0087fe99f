"""How long a page of the list of services takes with 100, 1,000 and 10,000 assessments, with and without summaries.

Without stored summaries, every assessment would have to be evaluated to sort the list; that is measured as the
baseline, on the same assessments.
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
"""How many times longer a page may take with the most assessments than with the fewest."""
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
"""Pages whose time must not grow: the list in several orders, on other pages, and the list of assessments."""
LINEAR = ("/services?which=all&find=service",)
"""Pages that search the name of every row, reported but without a target."""


class Taken(NamedTuple):
    """Milliseconds taken by the pages that must not grow, by the others, and by the baseline."""

    pages: Sequence[float]
    linear: Sequence[float]
    peer: float


def measured() -> Figure:
    """Measure the pages at each size, each with an application of its own."""
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
    """Format the times at each size."""
    return " / ".join(f"{time:,.1f}" for time in times)


def at(size: int) -> Taken:
    """Measure with this many assessments."""
    with serving() as app:
        impacts.fill(site_of(app).rulebooks.desk, size)
        peer = 1000 * seconds(partial(work_all_out, app))
        visits = [visit(app, on_page(address, size // A_PAGE)) for address in (*PAGES, *LINEAR)]
        for each in visits:
            each()
        times = [1000 * each for each in medians(ROUNDS, *visits)]
        return Taken(times[: len(PAGES)], times[len(PAGES) :], peer)


def on_page(address: str, pages: int) -> str:
    """Replace the placeholder page of an address with its number."""
    return address.replace("page=last", f"page={pages}").replace("page=middle", f"page={pages // 2}")


def work_all_out(app: Flask) -> None:
    """Compute the summaries of all assessments."""
    filler = site_of(app).filler
    while waiting := filler.overviews.waiting(250):
        filler.work_out(waiting)


def visit(app: Flask, address: str) -> Work:
    """Return a callable that visits a page with the session of a browser."""
    session = app.test_client().get("/assessments/new", base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return partial(served, app, create_environ(address, HOST, headers={"Cookie": session}))
