"""How soon the usual PDF is there, and what other officers' pages take while PDFs are made.

The processes of the press do the work and somebody waits for it, so this is measured on the clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from statistics import median

from flask import Flask
from werkzeug.test import create_environ

from assess.rendering.models import Order
from assess.rendering.queue import Job
from assess.rendering.service import Press
from assess.web.context import opened, site_of
from assess.web.results.report_jobs import begin_usual
from assess.web.results.views import said_of
from bench.figures import Figure
from bench.impacts import page_time, timed
from bench.serving import HOST, requests_for, served, serving
from bench.shipped import rulebook

TARGET = 50
ROUNDS = 3
DOWNLOADS = 50
PAGES = 300
USUAL = "/assessments/1/report/file?form=pdf&answers=with&status=draft"


def measured() -> Figure:
    """Measure the sample of libraries, whose report is long."""
    with serving() as app:
        press = site_of(app).press
        try:
            return figure(app, press)
        finally:
            press.close()


def figure(app: Flask, press: Press) -> Figure:
    """Give the figure from a site that has made no report yet."""
    beginning = beginning_seconds(app)
    order = usual_order(press)
    request = create_environ(USUAL, HOST)
    kept = median(timed(lambda: served(app, request)) for _ in range(DOWNLOADS))
    others = other_orders(order)
    cold = median(timed(lambda: made(press, next(others))) for _ in range(ROUNDS))
    alone, meanwhile = page_times(app, press, others)
    pages = (
        f"a question page takes {1000 * meanwhile:.1f} ms while {len(press.printers)} PDFs are made, and "
        f"{1000 * alone:.1f} ms otherwise, {meanwhile / alone:.2f} times as long."
    )
    return Figure(
        name="download",
        what="Downloading the usual PDF",
        target=f"at most {TARGET} ms",
        measured=f"{1000 * kept:.0f} ms",
        met=1000 * kept <= TARGET,
        values={
            "ms": 1000 * kept,
            "beginning_ms": 1000 * beginning,
            "cold_seconds": cold,
            "page_ms": 1000 * alone,
            "page_ms_meanwhile": 1000 * meanwhile,
        },
        notes=(
            f"it was begun when the result was opened, which took {1000 * beginning:.1f} ms of that page.",
            f"a report that nobody began takes {cold:.1f} s until it is there.",
            pages,
        ),
    )


def beginning_seconds(app: Flask) -> float:
    """Give how long it takes to begin the usual report, which is then made."""
    press = site_of(app).press
    press.warm()
    with app.test_request_context(base_url=HOST):
        assessment = opened(1)
        said = said_of(assessment)
        return timed(lambda: begin_usual(assessment, said))


def usual_order(press: Press) -> Order:
    """Wait until what was begun is made and give its order."""
    (job,) = (*press.waiting, *press.making.values(), *press.shelf.jobs.values())
    job.done.wait()
    return job.order


def other_orders(order: Order) -> Iterator[Order]:
    """Give the same order for one day after the other, so that each report is made anew."""
    day: date = order.edition.day
    while True:
        day += timedelta(days=1)
        yield replace(order, edition=replace(order.edition, day=day))


def made(press: Press, order: Order) -> Job:
    """Have a report made and wait for it; raises ValueError where it is not."""
    job = press.ask(order, 1)
    job.done.wait()
    if job.made is None:
        raise ValueError(f"The report could not be made ({job.failed}), so nothing can be measured.")
    return job


def page_times(app: Flask, press: Press, orders: Iterator[Order]) -> tuple[float, float]:
    """Give the median seconds that a question page takes: alone, and while every printer makes a PDF."""
    requests = requests_for(app, rulebook().questions)
    asked = cycle(requests)
    for _ in requests:
        served(app, next(asked))
    alone = [page_time(app, next(asked)) for _ in range(PAGES)]
    meanwhile = [page_time(app, next(asked)) for _ in busy(press, orders, PAGES)]
    return median(alone), median(meanwhile)


def busy(press: Press, orders: Iterator[Order], times: int) -> Iterator[None]:
    """Go round so many times, with as many reports being made as there are printers."""
    jobs: list[Job] = []
    for _ in range(times):
        jobs = [job for job in jobs if not job.done.is_set()]
        while len(jobs) < len(press.printers):
            jobs.append(press.ask(next(orders), 1))
        yield
    for job in jobs:
        job.done.wait()
