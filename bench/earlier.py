"""How long the PDF of the libraries sample takes beside version 0.1, each in a process of its own.

Each version makes the report of its own rules, since that is the report that officers get. Version 0.1 replaced
functions of WeasyPrint (docs/decisions/0013); this version uses it as it is (0032).
"""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from assess.report.pdf.fonts import FONT_FOLDER
from bench.figures import Figure

TOP = Path(__file__).parent.parent
COMMIT = "ff2a6a5"
"""The last commit of version 0.1."""
TARGET = 0.6
ROUNDS = 5

_SERVE = """
import sys
from time import process_time
from bench.pdfs import {build}, {render}, {count}
page, files = {build}()
print({count}({render}(page, files)), flush=True)
for _ in sys.stdin:
    start = process_time()
    {render}(page, files)
    print(process_time() - start, flush=True)
"""
_PRESENT = _SERVE.format(build="build_report_page", render="render_without_gc", count="count_pages")
_EARLIER = _SERVE.format(build="report_page", render="cold", count="page_count")


class RenderProcess(NamedTuple):
    """A process that renders the PDF of one version on demand."""

    process: subprocess.Popen[str]
    pages: int

    def measure(self) -> float:
        """Render the PDF and return the CPU seconds that it took."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(_read_line(self.process))


def measure_earlier_pdf() -> Figure:
    """Measure both versions in turn; raises ValueError if version 0.1 cannot be had or fails."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        extract_commit(folder)
        with start_rendering(TOP, _PRESENT) as present, start_rendering(folder, _EARLIER) as earlier:
            times = [(present.measure(), earlier.measure()) for _ in range(ROUNDS)]
    return build_earlier_figure(
        (present.pages, earlier.pages), *(median(column) for column in zip(*times, strict=True))
    )


def build_earlier_figure(pages: tuple[int, int], present: float, earlier: float) -> Figure:
    """Build the figure from the pages and the seconds of both versions."""
    return Figure(
        name="pdf-earlier",
        what="Making the PDF beside version 0.1",
        target=f"at most {TARGET} of its time",
        measured=f"{present / earlier:.2f} of its time",
        met=present / earlier <= TARGET,
        values={"of_the_earlier": present / earlier, "seconds": present, "earlier_seconds": earlier},
        notes=(f"{present:.1f} s for {pages[0]} pages, and {earlier:.1f} s for {pages[1]} pages with version 0.1.",),
    )


def extract_commit(folder: Path) -> None:
    """Extract version 0.1 into a folder, with the fonts of this version; raises ValueError if git does not have it."""
    found = subprocess.run(["git", "archive", COMMIT], cwd=TOP, capture_output=True, check=False)
    if found.returncode:
        raise ValueError(
            f"Version 0.1 (commit {COMMIT}) is not in this copy of the repository. Fetch all of its history."
        )
    with tarfile.open(fileobj=BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    shutil.copytree(FONT_FOLDER, folder / "assess" / "report" / "fonts", dirs_exist_ok=True)


@contextmanager
def start_rendering(folder: Path, script: str) -> Iterator[RenderProcess]:
    """Start a process in the folder of a version, and end it afterwards."""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield RenderProcess(process, int(_read_line(process)))
        finally:
            process.kill()


def _read_line(process: subprocess.Popen[str]) -> str:
    """Read a line; raises ValueError if the process has ended."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise ValueError("A version could not render its PDF; the error is above.")
    return line
