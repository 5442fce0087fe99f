"""Command line of the benchmarks: `python -m bench [--only NAME] [--json FILE] [--thorough]`."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import conditions, downloads, evaluating, impacts, loading, memory, pages, pdfs, render_memory, scaling
from bench.figures import Figure, figures_to_json, format_figures

BENCHMARKS: Mapping[str, Callable[[], Figure]] = {
    "evaluate": evaluating.measure_evaluation,
    "conditions": conditions.measure_conditions,
    "load": loading.measure_loading,
    "page": pages.measure_pages,
    "impact": impacts.measure_impact,
    "scaling": scaling.measure_scaling,
    "pdf": pdfs.measure_pdf,
    "download": downloads.measure_download,
    "memory": memory.measure_memory,
    "render-memory": render_memory.measure_worker_memory,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the requested benchmarks and return 0 whatever the figures, or 1 if something could not be measured."""
    asked = build_parser().parse_args(argv)
    measures: dict[str, Callable[[], Figure]] = {
        **BENCHMARKS,
        "memory": partial(memory.measure_memory, thorough=asked.thorough),
        "render-memory": partial(render_memory.measure_worker_memory, thorough=asked.thorough),
    }
    names = asked.only or list(BENCHMARKS)
    print(f"Python {platform.python_version()}, processor time, medians. This takes a few minutes.", file=sys.stderr)
    try:
        figures = [run_benchmark(name, measures[name]) for name in names]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(format_figures(figures), end="")
    if asked.json:
        asked.json.write_text(json.dumps(figures_to_json(figures), indent=2) + "\n", "utf-8")
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Build the argument parser."""
    parser = argparse.ArgumentParser(prog="sh run.sh bench", description="Measure speed and memory.")
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), help="measure this alone; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file for other programs too")
    parser.add_argument(
        "--thorough",
        action="store_true",
        help="for memory, make every PDF a long one, and 500 of them for render-memory",
    )
    return parser


def run_benchmark(name: str, measure: Callable[[], Figure]) -> Figure:
    """Announce a benchmark on stderr, then run it."""
    print(f"Measuring: {name}", file=sys.stderr, flush=True)
    return measure()


if __name__ == "__main__":
    raise SystemExit(main())
