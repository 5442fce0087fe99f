"""Whether the memory of the render workers stays level over many reports if no worker is recycled."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from assess.rendering import worker_handle
from assess.rendering.limits import ResourceLimits
from assess.rendering.models import RenderRequest
from assess.rendering.service import RenderService
from assess.rendering.worker_handle import SubprocessWorker
from assess.report.options import ReportOptions
from assess.settings import DEFAULT_COLOUR, RenderingSettings
from bench.downloads import iter_requests_by_date, render_and_wait
from bench.figures import Figure
from bench.memory import BYTES_PER_MB, complete_assessment
from bench.shipped import REPORT_DATE, load_libraries_sample, load_shipped_rulebook, read_rules_files

TARGET = 1.15
REPORTS = 100
THOROUGH_REPORTS = 500
WARM_UP_REPORTS = 50
"""Reports after which a worker has allocated what the longest of them needs."""
LONG_SPACING = 20
"""Two in this many reports are long, one for each worker; all of them if thorough."""
TIMEOUT = 600
"""Seconds allowed for a report, since time is not what is measured here."""
NEVER_RECYCLE = 1_000_000


def measure_worker_memory(*, thorough: bool = False) -> Figure:
    """Measure two workers that are never recycled, starting once they have rendered reports of every length."""
    count = THOROUGH_REPORTS if thorough else REPORTS
    usual, worker_handle.MAX_REPORTS = worker_handle.MAX_REPORTS, NEVER_RECYCLE
    settings = RenderingSettings()
    pool = [
        SubprocessWorker(ResourceLimits(DEFAULT_COLOUR, TIMEOUT, settings.megabytes)) for _ in range(settings.processes)
    ]
    service = RenderService(pool)
    try:
        held = dict(
            iter_worker_memory(
                service, islice(iter_render_requests(spacing=1 if thorough else LONG_SPACING), count), count
            )
        )
    finally:
        service.close()
        worker_handle.MAX_REPORTS = usual
    return build_worker_memory_figure(held)


def iter_render_requests(spacing: int) -> Iterator[RenderRequest]:
    """Yield render requests for different dates, of which two in every `spacing` are long."""
    long = RenderRequest(read_rules_files(), load_libraries_sample(), ReportOptions(".pdf", REPORT_DATE))
    short = replace(
        long,
        assessment=complete_assessment(load_shipped_rulebook(), load_libraries_sample()),
        options=ReportOptions(".pdf", REPORT_DATE, with_answers=False),
    )
    for place, (one, other) in enumerate(zip(iter_requests_by_date(long), iter_requests_by_date(short), strict=False)):
        yield one if place % spacing < 2 else other


def iter_worker_memory(
    service: RenderService, requests: Iterator[RenderRequest], count: int
) -> Iterator[tuple[int, float]]:
    """Render the reports, two at a time, and yield the number rendered with the MB of both workers together."""
    checkpoints = {WARM_UP_REPORTS, (WARM_UP_REPORTS + count) // 2, count}
    done = 0
    while pair := tuple(islice(requests, 2)):
        jobs = [service.submit(order, 1) for order in pair]
        for job in jobs:
            render_and_wait(service, job.request)
        done += len(pair)
        if done in checkpoints:
            yield done, sum(read_rss_mb(worker.pid) for worker in multiprocessing.active_children())


def read_rss_mb(pid: int | None) -> float:
    """Return the resident memory of a process in MB, or 0 if the system does not report it."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return 0
    kilobytes = next(line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / BYTES_PER_MB


def build_worker_memory_figure(held: dict[int, float]) -> Figure:
    """Build the figure from the MB in use after so many reports."""
    (_, first), *_, (count, last) = held.items()
    growth = last / first if first else 1
    steps = ", ".join(f"{mb:.0f} MB after {reports}" for reports, mb in held.items())
    return Figure(
        name="render-memory",
        what=f"Memory of the render service over {count} PDFs",
        target=f"at most {TARGET} of what it was",
        measured=f"{growth:.2f} of what it was",
        met=growth <= TARGET,
        values={"growth": growth, **{f"mb_after_{reports}": mb for reports, mb in held.items()}},
        notes=(f"{steps}, held by both processes, of which none is replaced here.",),
    )
