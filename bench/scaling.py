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
from bench.serving import HOST, fetch_page, get_services, temporary_app
from bench.timing import Task, measure_medians, time_cpu

SIZES = (100, 1_000, 10_000)
TARGET = 1.5
"""How many times longer a page may take with the most assessments than with the fewest."""
ROUNDS = 15
PAGE_SIZE = 25
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
LINEAR_PAGES = ("/services?which=all&find=service",)
"""Pages that search the name of every row, reported but without a target."""


class PageTimes(NamedTuple):
    """Milliseconds taken by the pages that must not grow, by the others, and by the baseline."""

    pages: Sequence[float]
    linear: Sequence[float]
    baseline: float


def measure_scaling() -> Figure:
    """Measure the pages at each size, each with an application of its own."""
    taken = {size: measure_size(size) for size in SIZES}
    fewest, most = taken[SIZES[0]], taken[SIZES[-1]]
    ratios = [many / few for many, few in zip(most.pages, fewest.pages, strict=True)]
    worst = max(ratios)
    notes = [
        f"{address} takes {format_times(taken[size].pages[place] for size in SIZES)} ms, {ratio:.2f} times as long."
        for place, (address, ratio) in enumerate(zip(PAGES, ratios, strict=True))
    ]
    for place, address in enumerate(LINEAR_PAGES):
        notes.append(
            f"{address} takes {format_times(taken[size].linear[place] for size in SIZES)} ms and looks at every name."
        )
    notes.append(
        f"working every result out for a page takes {format_times(taken[size].baseline for size in SIZES)} ms."
    )
    return Figure(
        name="scaling",
        what=f"A page of services, {SIZES[-1]:,} assessments beside {SIZES[0]}",
        target=f"at most {TARGET} times as long",
        measured=f"{worst:.2f} times as long",
        met=worst <= TARGET,
        values={"times": worst, "page_ms": most.pages[0], "page_ms_few": fewest.pages[0], "peer_ms": most.baseline},
        notes=tuple(notes),
    )


def format_times(times: Iterable[float]) -> str:
    """Format the times at each size."""
    return " / ".join(f"{time:,.1f}" for time in times)


def measure_size(size: int) -> PageTimes:
    """Measure with this many assessments."""
    with temporary_app() as app:
        impacts.store_random_assessments(get_services(app).rulebooks.publishing, size)
        peer = 1000 * time_cpu(partial(compute_all_summaries, app))
        visits = [build_visit(app, resolve_page(address, size // PAGE_SIZE)) for address in (*PAGES, *LINEAR_PAGES)]
        for each in visits:
            each()
        times = [1000 * each for each in measure_medians(ROUNDS, *visits)]
        return PageTimes(times[: len(PAGES)], times[len(PAGES) :], peer)


def resolve_page(address: str, pages: int) -> str:
    """Replace the placeholder page of an address with its number."""
    return address.replace("page=last", f"page={pages}").replace("page=middle", f"page={pages // 2}")


def compute_all_summaries(app: Flask) -> None:
    """Compute the summaries of all assessments."""
    filler = get_services(app).refresher
    while waiting := filler.summaries.list_pending(250):
        filler._compute(waiting)


def build_visit(app: Flask, address: str) -> Task:
    """Return a callable that visits a page with the session of a browser."""
    session = app.test_client().get("/assessments/new", base_url=HOST).headers["Set-Cookie"].partition(";")[0]
    return partial(fetch_page, app, create_environ(address, HOST, headers={"Cookie": session}))
