"""Whether what the processes of the press hold stays level, report after report, when none of them is replaced."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from assess.rendering import worker_handle as printers
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
"""Reports after which a process holds what the longest of them needs."""
EVERY = 20
"""Two in so many are long, one for each process; all are where it is to be thorough."""
PATIENCE = 600
"""Seconds for a report: here it is not the time that is measured."""
WITHOUT_END = 1_000_000


def measured(*, thorough: bool = False) -> Figure:
    """Measure two processes, of which none is replaced, from when they have met reports of every length."""
    count = THOROUGH if thorough else REPORTS
    usual, printers.MOST_REPORTS = printers.MOST_REPORTS, WITHOUT_END
    settings = Printing()
    pool = [ProcessPrinter(Terms(COLOUR, PATIENCE, settings.megabytes)) for _ in range(settings.processes)]
    press = Press(pool)
    try:
        held = dict(held_after(press, pool, islice(orders(every=1 if thorough else EVERY), count), count))
    finally:
        press.close()
        printers.MOST_REPORTS = usual
    return figure(held)


def orders(every: int) -> Iterator[Order]:
    """Give orders of reports, two in so many long, each of another day."""
    long = Order(rules_files(), libraries(), Edition(".pdf", DAY))
    short = replace(
        long, assessment=all_done(rulebook(), libraries()), edition=Edition(".pdf", DAY, with_answers=False)
    )
    for place, (one, other) in enumerate(zip(other_orders(long), other_orders(short), strict=False)):
        yield one if place % every < 2 else other


def held_after(
    press: Press, pool: list[ProcessPrinter], ordered: Iterator[Order], count: int
) -> Iterator[tuple[int, float]]:
    """Make the reports, two at a time, and give after how many which MB were held by both processes."""
    looks = {SETTLED, (SETTLED + count) // 2, count}
    done = 0
    while pair := tuple(islice(ordered, 2)):
        jobs = [press.ask(order, 1) for order in pair]
        for job in jobs:
            made(press, job.order)
        done += len(pair)
        if done in looks:
            yield done, sum(held_by(printer) for printer in pool)


def held_by(printer: ProcessPrinter) -> float:
    """Give the MB that a printer's process holds; 0 where the system does not tell."""
    status = Path(f"/proc/{printer.process.process.pid}/status") if printer.process else Path()
    if not status.is_file():
        return 0
    kilobytes = next(line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / MEGA


def figure(held: dict[int, float]) -> Figure:
    """Give the figure from the MB held after so many reports."""
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
