"""Chromium, where there is one, to look at pages and to print them."""

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
    """Give the path of Chromium: ASSESS_CHROMIUM, or the first that is on the path; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", ON_A_MAC)
    return os.environ.get("ASSESS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def printing_seconds(page: str, rounds: int) -> float | None:
    """Give the median processor seconds of all processes of a warm Chromium that prints a page as a tagged PDF.

    None where there is no Chromium, or the system does not tell what processes take.
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
    """Give the processor seconds that all processes started by this one take to print a page."""
    before = sum(seconds_of_descendants())
    tab.set_content(page)
    tab.pdf(format="A4", tagged=True, outline=True, prefer_css_page_size=True)
    return sum(seconds_of_descendants()) - before


def seconds_of_descendants() -> Iterator[float]:
    """Give the processor seconds of every process that this one has started, and those have started."""
    parents, seconds = {}, {}
    for path in PROCESSES.glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
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
    """Give the number of the process that started a process, and so on."""
    while (number := parents.get(number, 0)) > 1:
        yield number
