"""How many question pages are served per second, compared with the same form in govuk-frontend-wtf."""

from functools import partial

from bench.baseline_app import create_peer
from bench.figures import Figure
from bench.serving import serving, site_of, visits
from bench.shipped import libraries, rulebook
from bench.timing import Work, medians, run_next, where_time_goes

TARGET = 5
ROUNDS = 7


def measured() -> Figure:
    """Measure the pages of all questions of the libraries sample, including first visits."""
    questions = tuple(rulebook().questions)
    with serving() as ours:
        numbers = [site_of(ours).store.copy(1, f"Copy {number}") for number in range(ROUNDS)]
        copies = iter([visits(ours, questions, number) for number in numbers])
        again, peer = visits(ours, questions), visits(create_peer(rulebook(), libraries()), questions)
        again()
        peer()
        times = medians(ROUNDS, again, peer, partial(run_next, copies))
        return figure(*(len(questions) / each for each in times), work=again)


def figure(ours: float, peer: float, first: float, *, work: Work) -> Figure:
    """Build the figure from the pages per second: on later visits, of the baseline, and on first visits."""
    times = ours / peer
    notes = [
        f"{ours:.0f} a second, and {peer:.0f} with govuk-frontend-wtf, over all questions.",
        f"{first:.0f} a second where a page is asked for the first time in its assessment.",
    ]
    if times < TARGET:
        notes.append(f"the time goes to {where_time_goes(work)}.")
    return Figure(
        name="page",
        what="Serving a question page",
        target=f"at least {TARGET} times the peer",
        measured=f"{times:.1f} times the peer",
        met=times >= TARGET,
        values={"times": times, "a_second": ours, "peer_a_second": peer, "first_a_second": first},
        notes=tuple(notes),
    )
