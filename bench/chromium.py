"""Locate Chromium and measure how long it takes to print a page."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MACOS_PATH = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PROC = Path("/proc")


def find_chromium() -> str | None:
    """Return the path of Chromium: ASSESS_CHROMIUM, or the first one on the path; None if there is none.

    The headless shell comes first: it is the same browser without its own windows, and opens a page in half the time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", MACOS_PATH)
    return os.environ.get("ASSESS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def measure_printing(page: str, rounds: int) -> float | None:
    """Return the median CPU seconds, over all its processes, that a warm Chromium takes to print a tagged PDF.

    Return None if there is no Chromium, or if the system does not report the CPU time of processes.
    """
    path = find_chromium()
    if path is None or not PROC.exists():
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        tab = browser.new_page()
        taken = [time_print(tab, page) for _ in range(rounds + 1)]
        browser.close()
    return median(taken[1:])


def time_print(tab: Page, page: str) -> float:
    """Return the CPU seconds that all descendants of this process take to print a page."""
    before = sum(read_descendant_cpu_times())
    tab.set_content(page)
    tab.pdf(format="A4", tagged=True, outline=True, prefer_css_page_size=True)
    return sum(read_descendant_cpu_times()) - before


def read_descendant_cpu_times() -> Iterator[float]:
    """Yield the CPU seconds of every descendant of this process."""
    parents, seconds = {}, {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # the process has ended in the meantime
            continue
        number = int(path.parent.name)
        parents[number], seconds[number] = (
            int(fields[1]),
            (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
        )
    for number, taken in seconds.items():
        if os.getpid() in iter_ancestors(number, parents):
            yield taken


def iter_ancestors(number: int, parents: dict[int, int]) -> Iterator[int]:
    """Yield the process ids of the parent, the grandparent and so on."""
    while (number := parents.get(number, 0)) > 1:
        yield number
