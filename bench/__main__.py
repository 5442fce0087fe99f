"""Command line of the benchmarks: `python -m bench [--only NAME] [--json FILE] [--thorough]`."""

import json
import platform
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from bench import (
    conditions,
    downloads,
    earlier,
    evaluating,
    impacts,
    loading,
    memory,
    pages,
    pdfs,
    render_memory,
    scaling,
)
from bench.figures import Figure, figures_to_json, format_figures

BENCHMARKS: Mapping[str, Callable[[], Figure]] = {
    "evaluate": evaluating.measure_evaluation,
    "conditions": conditions.measure_conditions,
    "load": loading.measure_loading,
    "page": pages.measure_pages,
    "impact": impacts.measure_impact,
    "scaling": scaling.measure_scaling,
    "pdf": pdfs.measure_pdf,
    "pdf-earlier": earlier.measure_earlier_pdf,
    "download": downloads.measure_download,
    "memory": memory.measure_memory,
    "render-memory": render_memory.measure_worker_memory,
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", multiple=True, type=click.Choice(list(BENCHMARKS)), help="measure this alone; may be repeated")
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="write the figures to a file for other programs too",
)
@click.option("--thorough", is_flag=True, help="make every PDF a long one, and 500 for render-memory")
def main(only: tuple[str, ...], json_file: Path | None, thorough: bool) -> None:
    """Measure speed and memory.

    The exit code is 0 whatever the figures, or 1 if something could not be measured.
    """
    measures: dict[str, Callable[[], Figure]] = {
        **BENCHMARKS,
        "memory": partial(memory.measure_memory, thorough=thorough),
        "render-memory": partial(render_memory.measure_worker_memory, thorough=thorough),
    }
    print(f"Python {platform.python_version()}, processor time, medians. This takes a few minutes.", file=sys.stderr)
    try:
        figures = [run_benchmark(name, measures[name]) for name in only or BENCHMARKS]
    except ValueError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    print(format_figures(figures), end="")
    if json_file:
        json_file.write_text(json.dumps(figures_to_json(figures), indent=2) + "\n", "utf-8")


def run_benchmark(name: str, measure: Callable[[], Figure]) -> Figure:
    """Announce a benchmark on stderr, then run it."""
    print(f"Measuring: {name}", file=sys.stderr, flush=True)
    return measure()


if __name__ == "__main__":
    main(prog_name="sh run.sh bench")
