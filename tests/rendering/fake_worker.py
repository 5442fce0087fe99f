"""A worker for tests that does what the order's marking says: `python -m tests.printing.stand_in`."""

import os
import signal
import time
from collections.abc import Callable

from assess.rendering.limits import Terms, answered
from assess.rendering.models import Made, Order, Outcome
from assess.workers import MEGA, answer_all, hold_memory

MORE_THAN_IT_MAY = 1000 * MEGA


def begin(terms: Terms) -> Callable[[Order], Outcome]:
    """Begin as the worker does, without making ready."""
    hold_memory(terms.megabytes)

    def answer(order: Order) -> Outcome:
        if order.edition.marking == "large":
            return Made(number(), terms.megabytes)
        return answered(terms, make, order)

    return answer


def make(order: Order) -> bytes:
    """Do what the marking says."""
    marking = order.edition.marking
    if marking == "eat":
        return bytes(MORE_THAN_IT_MAY)
    if marking == "fail":
        raise ValueError("it fell over")
    if marking == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if marking == "sleep":
        time.sleep(600)
    while marking == "spin":
        pass
    return number()


def number() -> bytes:
    """Give the number of this process."""
    return str(os.getpid()).encode()


if __name__ == "__main__":
    answer_all(begin)
