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
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PROCESSES = Path("/proc")


def chromium() -> str | None:
    """Return the path of Chromium: ASSESS_CHROMIUM, or the first one on the path; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", ON_A_MAC)
    return os.environ.get("ASSESS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def printing_seconds(page: str, rounds: int) -> float | None:
    """Return the median CPU seconds, over all its processes, that a warm Chromium takes to print a tagged PDF.

    Return None if there is no Chromium, or if the system does not report the CPU time of processes.
    """
    path = chromium()
    if path is None or not PROCESSES.exists():
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        tab = browser.new_page()
        taken = [seconds_of_print(tab, page) for _ in range(rounds + 1)]
        browser.close()
    return median(taken[1:])


def seconds_of_print(tab: Page, page: str) -> float:
    """Return the CPU seconds that all descendants of this process take to print a page."""
    before = sum(seconds_of_descendants())
    tab.set_content(page)
    tab.pdf(format="A4", tagged=True, outline=True, prefer_css_page_size=True)
    return sum(seconds_of_descendants()) - before


def seconds_of_descendants() -> Iterator[float]:
    """Yield the CPU seconds of every descendant of this process."""
    parents, seconds = {}, {}
    for path in PROCESSES.glob("[0-9]*/stat"):
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
        if os.getpid() in ancestors(number, parents):
            yield taken


def ancestors(number: int, parents: dict[int, int]) -> Iterator[int]:
    """Yield the process ids of the parent, the grandparent and so on."""
    while (number := parents.get(number, 0)) > 1:
        yield number
