"""A process of its own that makes reports: `python -m` this module.

It is told its terms, makes ready, and answers each order with the report or with why there is none.
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
    """Hold the process to its terms, make it ready, and give the way to answer an order."""
    hold_memory(terms.megabytes)
    make_ready(terms.colour)
    gc.collect()
    gc.freeze()
    gc.disable()  # a report leaves much behind, which is cleared up when it is sent
    return partial(answered, terms, make)


def make(order: Order) -> bytes:
    """Make a report or a paper."""
    if order.paper:
        return paper_of(order)
    return report(rulebook_of(*order.rules.items()), order.assessment, order.edition, order.rules, order.earlier())


def paper_of(order: Order) -> bytes:
    """Make a questionnaire or a brief."""
    rulebook, day = rulebook_of(*order.rules.items()), order.edition.day
    blank = Wanted(rulebook, day, order.assessment.council)
    wanted = wanted_for(rulebook, order.assessment, day) if order.assessment.service else blank
    return written(wanted, order.paper, order.edition.form, order.edition.look.colour)


@lru_cache(maxsize=4)
def rulebook_of(*files: tuple[str, bytes]) -> Rulebook:
    """Load rules that were found good before; raises ValueError where they are not."""
    loaded = load_rulebook(*dict(files).values(), try_examples=False)
    if isinstance(loaded, tuple):
        raise ValueError(str(loaded[0]))
    return loaded


if __name__ == "__main__":
    answer_all(begin, gc.collect)
