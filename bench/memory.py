"""Memory of the program after a hundred PDFs, in a process of its own (`python -m bench.memory`)."""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.build import report
from assess.report.options import Edition
from bench.figures import Figure
from bench.serving import serving, site_of, visits
from bench.shipped import DAY

TARGET = 250
PDFS = 100
SPACING = 50
"""Two consecutive long reports in every so many; if all were long, it would take a quarter of an hour."""

MEGA = 1_000_000
EVERY = "all-long"


def measured(*, thorough: bool = False) -> Figure:
    """Measure a new process that serves every question page and renders a hundred PDFs."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.memory", *([EVERY] if thorough else [])],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    return figure(json.loads(told.stdout))


def figure(held: Mapping[str, float]) -> Figure:
    """Build the figure from the measurements that the process printed."""
    note = (
        f"{held['mb_before']:.0f} MB before the first PDF, {held['mb_peak']:.0f} MB at the highest; {held['long']:.0f} "
        "of the PDFs are the report of the libraries with its answers, the others are short."
    )
    return Figure(
        name="memory",
        what=f"Memory after {PDFS} PDFs",
        target=f"under {TARGET} MB",
        measured=f"{held['mb']:.0f} MB",
        met=held["mb"] < TARGET,
        values=held,
        notes=(note,),
    )


def main(*, every: bool) -> None:
    """Serve the pages, render the PDFs and print the memory in use, in MB."""
    with serving() as app:
        site = site_of(app)
        rulebook, kept = site.rulebooks.in_force(), site.rulebooks.kept_in_force()
        visits(app, rulebook.questions)()
        before = held_now()
        libraries = site.store.load(1).assessment
        short = all_done(rulebook, libraries)
        files = {READINESS: kept.readiness, EVIDENCE: kept.evidence}
        long = [every or is_long(number) for number in range(PDFS)]
        for each in long:
            report(rulebook, libraries if each else short, Edition(".pdf", DAY, with_answers=each), files)
        print(json.dumps({"mb": held_now(), "mb_before": before, "mb_peak": peak(), "long": sum(long)}))


def is_long(number: int) -> bool:
    """Return whether the PDF with this index is long: the first two, the last two and some in between."""
    return number % SPACING < 2 or number >= PDFS - 2


def all_done(rulebook: Rulebook, like: Assessment) -> Assessment:
    """Return an assessment with the best answer to every question, whose report is short."""
    answers = {question.id: Answer(option=question.options[-1].id) for question in rulebook.questions.values()}
    return Assessment("Borough of Sample", "All done", like.profile, answers)


def held_now() -> float:
    """Return the resident memory in MB, or its peak if the system does not report it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak()
    kilobytes = next(line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / MEGA


def peak() -> float:
    """Return the peak resident memory in MB; macOS reports bytes, Linux kilobytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGA


if __name__ == "__main__":
    main(every=EVERY in sys.argv[1:])
