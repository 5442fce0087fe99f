"""Memory of the program after a hundred PDFs, in a process of its own (`python -m bench.memory`)."""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.model.assessment import Answer, Assessment
from assess.core.model.rulebook import Rulebook
from assess.report.build import render_report
from assess.report.options import ReportOptions
from bench.figures import Figure
from bench.serving import build_visits, get_services, temporary_app
from bench.shipped import REPORT_DATE

TARGET = 250
PDFS = 100
LONG_SPACING = 50
"""Two consecutive long reports in every so many; if all were long, it would take a quarter of an hour."""

BYTES_PER_MB = 1_000_000
ALL_LONG = "all-long"


def measure_memory(*, thorough: bool = False) -> Figure:
    """Measure a new process that serves every question page and renders a hundred PDFs."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.memory", *([ALL_LONG] if thorough else [])],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    return build_memory_figure(json.loads(told.stdout))


def build_memory_figure(held: Mapping[str, float]) -> Figure:
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


def main(*, all_long: bool) -> None:
    """Serve the pages, render the PDFs and print the memory in use, in MB."""
    with temporary_app() as app:
        site = get_services(app)
        rulebook, kept = site.rulebooks.get_current(), site.rulebooks.get_current_stored()
        build_visits(app, rulebook.questions)()
        before = read_rss_mb()
        libraries = site.store.load_assessment(1).assessment
        short = complete_assessment(rulebook, libraries)
        files = {READINESS_FILENAME: kept.readiness, EVIDENCE_FILENAME: kept.evidence}
        long = [all_long or is_long_report(number) for number in range(PDFS)]
        for each in long:
            render_report(
                rulebook, libraries if each else short, ReportOptions(".pdf", REPORT_DATE, with_answers=each), files
            )
        print(json.dumps({"mb": read_rss_mb(), "mb_before": before, "mb_peak": read_peak_rss_mb(), "long": sum(long)}))


def is_long_report(number: int) -> bool:
    """Return whether the PDF with this index is long: the first two, the last two and some in between."""
    return number % LONG_SPACING < 2 or number >= PDFS - 2


def complete_assessment(rulebook: Rulebook, like: Assessment) -> Assessment:
    """Return an assessment with the best answer to every question, whose report is short."""
    answers = {question.id: Answer(option=question.options[-1].id) for question in rulebook.questions.values()}
    return Assessment("Borough of Sample", "All done", like.profile, answers)


def read_rss_mb() -> float:
    """Return the resident memory in MB, or its peak if the system does not report it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return read_peak_rss_mb()
    kilobytes = next(line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / BYTES_PER_MB


def read_peak_rss_mb() -> float:
    """Return the peak resident memory in MB; macOS reports bytes, Linux kilobytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / BYTES_PER_MB


if __name__ == "__main__":
    main(all_long=ALL_LONG in sys.argv[1:])
