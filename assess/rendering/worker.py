"""The worker process that renders reports, run with `python -m assess.rendering.worker`.

It receives its limits, warms up, and answers each request with the report or the reason for a failure.
"""

import gc
from collections.abc import Callable
from functools import lru_cache, partial

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.rendering.limits import Terms, answered
from assess.rendering.models import Order, Outcome
from assess.report.build import report
from assess.report.paper.build import written
from assess.report.paper.content import Wanted, wanted_for
from assess.report.pdf.render import make_ready
from assess.workers import answer_all, hold_memory


def begin(terms: Terms) -> Callable[[Order], Outcome]:
    """Limit the process, warm it up, and return the function that answers a request."""
    hold_memory(terms.megabytes)
    make_ready(terms.colour)
    gc.collect()
    gc.freeze()
    gc.disable()  # a report leaves much garbage, which is collected after it is sent
    return partial(answered, terms, make)


def make(order: Order) -> bytes:
    """Render a report, a questionnaire or a brief."""
    if order.paper:
        return paper_of(order)
    return report(rulebook_of(*order.rules.items()), order.assessment, order.edition, order.rules, order.earlier())


def paper_of(order: Order) -> bytes:
    """Render a questionnaire or a brief."""
    rulebook, day = rulebook_of(*order.rules.items()), order.edition.day
    blank = Wanted(rulebook, day, order.assessment.council)
    wanted = wanted_for(rulebook, order.assessment, day) if order.assessment.service else blank
    return written(wanted, order.paper, order.edition.form, order.edition.look.colour)


@lru_cache(maxsize=4)
def rulebook_of(*files: tuple[str, bytes]) -> Rulebook:
    """Load rules that were validated before.

    Raises `ValueError` if they are invalid.
    """
    loaded = load_rulebook(*dict(files).values(), try_examples=False)
    if isinstance(loaded, tuple):
        raise ValueError(str(loaded[0]))
    return loaded


if __name__ == "__main__":
    answer_all(begin, gc.collect)
