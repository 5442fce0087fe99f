"""Command line of the benchmarks: `python -m bench [--only NAME] [--json FILE] [--thorough]`."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import conditions, downloads, evaluating, impacts, loading, memory, pages, pdfs, render_memory, scaling
from bench.figures import Figure, as_json, table

MEASURES: Mapping[str, Callable[[], Figure]] = {
    "evaluate": evaluating.measured,
    "conditions": conditions.measured,
    "load": loading.measured,
    "page": pages.measured,
    "impact": impacts.measured,
    "across": scaling.measured,
    "pdf": pdfs.measured,
    "download": downloads.measured,
    "memory": memory.measured,
    "press": render_memory.measured,
}


def main(typed: Sequence[str] | None = None) -> int:
    """Run the requested benchmarks and return 0 whatever the figures, or 1 if something could not be measured."""
    asked = arguments().parse_args(typed)
    measures: dict[str, Callable[[], Figure]] = {
        **MEASURES,
        "memory": partial(memory.measured, thorough=asked.thorough),
        "press": partial(render_memory.measured, thorough=asked.thorough),
    }
    names = asked.only or list(MEASURES)
    print(f"Python {platform.python_version()}, processor time, medians. This takes a few minutes.", file=sys.stderr)
    try:
        figures = [told(name, measures[name]) for name in names]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(figures), end="")
    if asked.json:
        asked.json.write_text(json.dumps(as_json(figures), indent=2) + "\n", "utf-8")
    return 0


def arguments() -> argparse.ArgumentParser:
    """Build the argument parser."""
    parser = argparse.ArgumentParser(prog="sh run.sh bench", description="Measure speed and memory.")
    parser.add_argument("--only", action="append", choices=list(MEASURES), help="measure this alone; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file for other programs too")
    parser.add_argument(
        "--thorough", action="store_true", help="for memory, make every PDF a long one, and 500 of them for the press"
    )
    return parser


def told(name: str, measure: Callable[[], Figure]) -> Figure:
    """Announce a benchmark on stderr, then run it."""
    print(f"Measuring: {name}", file=sys.stderr, flush=True)
    return measure()


if __name__ == "__main__":
    raise SystemExit(main())
