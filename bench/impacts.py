"""How long the impact of a draft on 10,000 stored assessments takes, and how long pages take meanwhile.

Worker processes do the work and somebody waits for it, so this measures elapsed time rather than CPU time.
"""

import resource
from functools import partial
from itertools import cycle
from statistics import median
from time import perf_counter, sleep

from flask import Flask

from assess.core.loading.loader import READINESS
from assess.core.yaml_edit.edits import SetValue, apply
from assess.releases.files import NAMES
from assess.releases.impact import Impacts, Job
from assess.releases.impact_models import Tally
from assess.releases.models import Refused
from assess.releases.service import Desk
from assess.releases.worker_pool import WORKERS
from assess.storage import answers, assessments, rulebooks, services
from assess.storage.release_records import Files
from bench import random_data
from bench.figures import Figure
from bench.serving import Request, requests_for, served, serving, site_of
from bench.shipped import rulebook
from bench.timing import Work

TARGET = 5
COUNT = 10_000
ROUNDS = 3
PAGES = 300
PAUSE = 0.01
"""Seconds between two pages: about a hundred officers at work, with time to spare even on a single CPU."""
SEED = 20261122


def measured() -> Figure:
    """Measure the impact of raising the weight of the first section by half."""
    with serving() as app:
        publishing = site_of(app).rulebooks.desk
        fill(publishing, COUNT)
        publishing.save_draft(heavier(publishing), publishing.look().revision)
        processor = children()
        waited = [timed(partial(finished, publishing)) for _ in range(ROUNDS)]
        processor = (children() - processor) / ROUNDS
        changed = len(finished(publishing).affected)
        alone, meanwhile = page_times(app, publishing)
    taken = median(waited)
    work = f"{processor:.1f} s of processor time in {WORKERS} processes; {changed:,} outcomes change."
    pages = (
        f"a question page takes {1000 * meanwhile:.1f} ms meanwhile and {1000 * alone:.1f} ms otherwise, "
        f"{meanwhile / alone:.2f} times as long."
    )
    return Figure(
        name="impact",
        what=f"What would change in {COUNT:,} assessments",
        target=f"at most {TARGET} s",
        measured=f"{taken:.1f} s",
        met=taken <= TARGET,
        values={
            "seconds": taken,
            "processor_seconds": processor,
            "page_ms": 1000 * alone,
            "page_ms_meanwhile": 1000 * meanwhile,
        },
        notes=(work, pages),
    )


def fill(publishing: Desk, count: int) -> None:
    """Store this many random assessments on the current rules, in a single transaction for speed."""
    kept, now = publishing.in_force().kept, publishing.store.now()
    with publishing.store.writing() as connection:
        version = rulebooks.keep(connection, kept, now)
        for each in random_data.assessments(count, SEED):
            service = services.service_row(connection, each.council, each.service, now)
            values = {"service_id": service, "rulebook_id": version, "name": "Drawn", "profile": dict(each.profile)}
            answers.write(connection, assessments.insert(connection, values, now), each.answers, now)


def heavier(publishing: Desk) -> Files:
    """Return the current rules with the weight of the first section raised by half; raise ValueError on failure."""
    weight = str(rulebook().rules.sections[0].weight * 3 // 2)
    files = dict(zip(NAMES, publishing.in_force().files, strict=True))
    found = apply(files, [SetValue(READINESS, ("sections", 0, "weight"), weight)])
    if isinstance(found, tuple):
        raise ValueError("\n".join(["The weight cannot be changed, so nothing can be measured:", *map(str, found)]))
    return Files(*(found[name] for name in NAMES))


def begun(publishing: Desk) -> Job:
    """Start the impact job as the button on the page does; raise ValueError if it cannot be started."""
    impacts = Impacts(publishing)
    found = impacts.start()
    if isinstance(found, Refused) or impacts.latest is None:
        raise ValueError("What the draft would change cannot be worked out, so nothing can be measured.")
    return impacts.latest


def finished(publishing: Desk) -> Tally:
    """Run the impact job to its end and return its summary; raise ValueError if it fails."""
    job = begun(publishing)
    job.thread.join()
    if job.progress.tally is None:
        raise ValueError(job.progress.sentence or "What the draft would change was not worked out to the end.")
    return job.progress.tally


def page_times(app: Flask, publishing: Desk) -> tuple[float, float]:
    """Return the median seconds a question page takes: alone, and while an impact is computed."""
    requests = requests_for(app, rulebook().questions)
    asked = cycle(requests)
    for _ in requests:
        served(app, next(asked))
    alone = [page_time(app, next(asked)) for _ in range(PAGES)]
    job, meanwhile = begun(publishing), []
    while job.thread.is_alive():
        meanwhile.append(page_time(app, next(asked)))
    return median(alone), median(meanwhile)


def page_time(app: Flask, request: Request) -> float:
    """Return the seconds that one page takes, after a pause."""
    sleep(PAUSE)
    start = perf_counter()
    served(app, request)
    return perf_counter() - start


def timed(work: Work) -> float:
    """Return the elapsed seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def children() -> float:
    """Return the CPU seconds of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
