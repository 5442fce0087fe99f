"""Whether the memory of the render workers stays level over many reports if no worker is recycled."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from assess.rendering import worker_handle
from assess.rendering.limits import Terms
from assess.rendering.models import Order
from assess.rendering.service import Press
from assess.rendering.worker_handle import ProcessPrinter
from assess.report.options import Edition
from assess.settings import COLOUR, Printing
from bench.downloads import made, other_orders
from bench.figures import Figure
from bench.memory import MEGA, all_done
from bench.shipped import DAY, libraries, rulebook, rules_files

TARGET = 1.15
REPORTS = 100
THOROUGH = 500
SETTLED = 50
"""Reports after which a worker has allocated what the longest of them needs."""
EVERY = 20
"""Two in this many reports are long, one for each worker; all of them if thorough."""
PATIENCE = 600
"""Seconds allowed for a report, since time is not what is measured here."""
WITHOUT_END = 1_000_000


def measured(*, thorough: bool = False) -> Figure:
    """Measure two workers that are never recycled, starting once they have rendered reports of every length."""
    count = THOROUGH if thorough else REPORTS
    usual, worker_handle.MOST_REPORTS = worker_handle.MOST_REPORTS, WITHOUT_END
    settings = Printing()
    pool = [ProcessPrinter(Terms(COLOUR, PATIENCE, settings.megabytes)) for _ in range(settings.processes)]
    service = Press(pool)
    try:
        held = dict(held_after(service, pool, islice(orders(every=1 if thorough else EVERY), count), count))
    finally:
        service.close()
        worker_handle.MOST_REPORTS = usual
    return figure(held)


def orders(every: int) -> Iterator[Order]:
    """Yield render requests for different dates, of which two in every `spacing` are long."""
    long = Order(rules_files(), libraries(), Edition(".pdf", DAY))
    short = replace(
        long, assessment=all_done(rulebook(), libraries()), edition=Edition(".pdf", DAY, with_answers=False)
    )
    for place, (one, other) in enumerate(zip(other_orders(long), other_orders(short), strict=False)):
        yield one if place % every < 2 else other


def held_after(
    service: Press, pool: list[ProcessPrinter], requests: Iterator[Order], count: int
) -> Iterator[tuple[int, float]]:
    """Render the reports, two at a time, and yield the number rendered with the MB of both workers together."""
    checkpoints = {SETTLED, (SETTLED + count) // 2, count}
    done = 0
    while pair := tuple(islice(requests, 2)):
        jobs = [service.ask(order, 1) for order in pair]
        for job in jobs:
            made(service, job.order)
        done += len(pair)
        if done in checkpoints:
            yield done, sum(held_by(worker) for worker in pool)


def held_by(worker: ProcessPrinter) -> float:
    """Return the resident memory of a worker in MB, or 0 if the system does not report it."""
    status = Path(f"/proc/{worker.process.process.pid}/status") if worker.process else Path()
    if not status.is_file():
        return 0
    kilobytes = next(line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / MEGA


def figure(held: dict[int, float]) -> Figure:
    """Build the figure from the MB in use after so many reports."""
    (_, first), *_, (count, last) = held.items()
    growth = last / first if first else 1
    steps = ", ".join(f"{mb:.0f} MB after {reports}" for reports, mb in held.items())
    return Figure(
        name="press",
        what=f"Memory of the press over {count} PDFs",
        target=f"at most {TARGET} of what it was",
        measured=f"{growth:.2f} of what it was",
        met=growth <= TARGET,
        values={"growth": growth, **{f"mb_after_{reports}": mb for reports, mb in held.items()}},
        notes=(f"{steps}, held by both processes, of which none is replaced here.",),
    )
