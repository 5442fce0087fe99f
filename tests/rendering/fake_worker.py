"""A render worker for tests that obeys the marking of the request: `python -m tests.rendering.fake_worker`."""

import os
import signal
import time
from collections.abc import Callable

from assess.rendering.limits import Terms, answered
from assess.rendering.models import Made, Order, Outcome
from assess.workers import MEGA, answer_all, hold_memory

MORE_THAN_IT_MAY = 1000 * MEGA


def begin(terms: Terms) -> Callable[[Order], Outcome]:
    """Start as the real worker does, without warming up."""
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
    """Return the id of this process as bytes."""
    return str(os.getpid()).encode()


if __name__ == "__main__":
    answer_all(begin)
