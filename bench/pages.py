"""How many question pages are served per second, compared with the same form in govuk-frontend-wtf."""

from functools import partial

from bench.baseline_app import create_baseline_app
from bench.figures import Figure
from bench.serving import build_visits, get_services, temporary_app
from bench.shipped import load_libraries_sample, load_shipped_rulebook
from bench.timing import Task, measure_medians, profile_by_module, run_next

TARGET = 5
ROUNDS = 7


def measure_pages() -> Figure:
    """Measure the pages of all questions of the libraries sample, including first visits."""
    questions = tuple(load_shipped_rulebook().questions)
    with temporary_app() as ours:
        numbers = [get_services(ours).store.copy_assessment(1, f"Copy {number}") for number in range(ROUNDS)]
        copies = iter([build_visits(ours, questions, number) for number in numbers])
        again, peer = (
            build_visits(ours, questions),
            build_visits(create_baseline_app(load_shipped_rulebook(), load_libraries_sample()), questions),
        )
        again()
        peer()
        times = measure_medians(ROUNDS, again, peer, partial(run_next, copies))
        return build_pages_figure(*(len(questions) / each for each in times), work=again)


def build_pages_figure(ours: float, peer: float, first: float, *, work: Task) -> Figure:
    """Build the figure from the pages per second: on later visits, of the baseline, and on first visits."""
    times = ours / peer
    notes = [
        f"{ours:.0f} a second, and {peer:.0f} with govuk-frontend-wtf, over all questions.",
        f"{first:.0f} a second where a page is asked for the first time in its assessment.",
    ]
    if times < TARGET:
        notes.append(f"the time goes to {profile_by_module(work)}.")
    return Figure(
        name="page",
        what="Serving a question page",
        target=f"at least {TARGET} times the peer",
        measured=f"{times:.1f} times the peer",
        met=times >= TARGET,
        values={"times": times, "a_second": ours, "peer_a_second": peer, "first_a_second": first},
        notes=tuple(notes),
    )
