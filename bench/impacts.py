"""How long the impact of a draft on 10,000 stored assessments takes, and how long pages take meanwhile.

Worker processes do the work and somebody waits for it, so this measures elapsed time rather than CPU time.
"""

import resource
from functools import partial
from itertools import cycle
from statistics import median
from time import perf_counter, sleep

from flask import Flask

from assess.core.loading.loader import READINESS_FILENAME
from assess.core.yaml_edit.edits import SetValue, apply_edits
from assess.releases.files import FILE_NAMES
from assess.releases.impact import ImpactJob, ImpactRunner
from assess.releases.impact_models import ImpactSummary
from assess.releases.models import RejectedError
from assess.releases.service import PublishingService
from assess.releases.worker_pool import WORKER_COUNT
from assess.storage import answers, assessments, rulebooks, services
from assess.storage.release_records import RulesFiles
from bench import random_data
from bench.figures import Figure
from bench.serving import WsgiEnviron, build_question_requests, fetch_page, get_services, temporary_app
from bench.shipped import load_shipped_rulebook
from bench.timing import Task

TARGET = 5
COUNT = 10_000
ROUNDS = 3
PAGES = 300
PAUSE = 0.01
"""Seconds between two pages: about a hundred officers at work, with time to spare even on a single CPU."""
SEED = 20261122


def measure_impact() -> Figure:
    """Measure the impact of raising the weight of the first section by half."""
    with temporary_app() as app:
        publishing = get_services(app).rulebooks.publishing
        store_random_assessments(publishing, COUNT)
        publishing.save_draft(raise_first_weight(publishing), publishing.sync_with_disk().revision)
        processor = read_children_cpu_time()
        waited = [time_elapsed(partial(compute_impact, publishing)) for _ in range(ROUNDS)]
        processor = (read_children_cpu_time() - processor) / ROUNDS
        changed = len(compute_impact(publishing).affected)
        alone, meanwhile = time_pages_during_impact(app, publishing)
    taken = median(waited)
    work = f"{processor:.1f} s of processor time in {WORKER_COUNT} processes; {changed:,} outcomes change."
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


def store_random_assessments(publishing: PublishingService, count: int) -> None:
    """Store this many random assessments on the current rules, in a single transaction for speed."""
    kept, now = publishing.get_current_release().stored, publishing.store.now()
    with publishing.store.write_transaction() as connection:
        version = rulebooks.store_rulebook(connection, kept, now)
        for each in random_data.draw_assessments(count, SEED):
            service = services.get_or_create_service(connection, each.council, each.service, now)
            values = {"service_id": service, "rulebook_id": version, "name": "Drawn", "profile": dict(each.profile)}
            answers.insert_answers(
                connection, assessments.insert_assessment(connection, values, now), each.answers, now
            )


def raise_first_weight(publishing: PublishingService) -> RulesFiles:
    """Return the current rules with the weight of the first section raised by half; raise ValueError on failure."""
    weight = str(load_shipped_rulebook().rules.sections[0].weight * 3 // 2)
    files = dict(zip(FILE_NAMES, publishing.get_current_release().files, strict=True))
    found = apply_edits(files, [SetValue(READINESS_FILENAME, ("sections", 0, "weight"), weight)])
    if isinstance(found, tuple):
        raise ValueError("\n".join(["The weight cannot be changed, so nothing can be measured:", *map(str, found)]))
    return RulesFiles(*(found[name] for name in FILE_NAMES))


def start_impact(publishing: PublishingService) -> ImpactJob:
    """Start the impact job as the button on the page does; raise ValueError if it cannot be started."""
    impacts = ImpactRunner(publishing)
    try:
        impacts.start()
    except RejectedError as error:
        raise ValueError(f"What the draft would change cannot be worked out: {error}") from error
    assert impacts.latest_job is not None
    return impacts.latest_job


def compute_impact(publishing: PublishingService) -> ImpactSummary:
    """Run the impact job to its end and return its summary; raise ValueError if it fails."""
    job = start_impact(publishing)
    job.thread.join()
    if job.progress.summary is None:
        raise ValueError(job.progress.error or "What the draft would change was not worked out to the end.")
    return job.progress.summary


def time_pages_during_impact(app: Flask, publishing: PublishingService) -> tuple[float, float]:
    """Return the median seconds a question page takes: alone, and while an impact is computed."""
    requests = build_question_requests(app, load_shipped_rulebook().questions)
    asked = cycle(requests)
    for _ in requests:
        fetch_page(app, next(asked))
    alone = [time_page(app, next(asked)) for _ in range(PAGES)]
    job, meanwhile = start_impact(publishing), []
    while job.thread.is_alive():
        meanwhile.append(time_page(app, next(asked)))
    return median(alone), median(meanwhile)


def time_page(app: Flask, request: WsgiEnviron) -> float:
    """Return the seconds that one page takes, after a pause."""
    sleep(PAUSE)
    start = perf_counter()
    fetch_page(app, request)
    return perf_counter() - start


def time_elapsed(work: Task) -> float:
    """Return the elapsed seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def read_children_cpu_time() -> float:
    """Return the CPU seconds of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
