import logging
from collections.abc import Iterator
from itertools import count
from threading import Event, Thread

import pytest

from assess.rendering.models import Failed, Made, Order, Reason
from assess.rendering.queue import MOST_URGENT, Job
from assess.rendering.service import PLACES, FullError, Press
from tests.rendering.requests import LONG, Told, order


class Pressed:
    """A render service with one or two workers controlled by the test."""

    def __init__(self, printers: int = 1) -> None:
        self.printers = [Told() for _ in range(printers)]
        ticks = count(0, 4)
        self.press = Press(self.printers, patience=LONG, clock=lambda: next(ticks))

    def made(self, job: Job) -> Made:
        """Wait for a job and return its report."""
        assert job.done.wait(LONG)
        assert job.made is not None
        return job.made


@pytest.fixture
def one() -> Iterator[Pressed]:
    pressed = Pressed()
    yield pressed
    pressed.press.close()


@pytest.fixture
def two() -> Iterator[Pressed]:
    pressed = Pressed(2)
    yield pressed
    pressed.press.close()


def test_no_thread_is_started_before_it_is_needed(one: Pressed) -> None:
    assert one.press.threads == []
    assert one.press.look(order()) is None
    assert one.press.usual_seconds == 0


def test_equal_requests_share_one_report_rendered_once(one: Pressed) -> None:
    first, second = one.press.ask(order(), 1), one.press.ask(order(), 1)
    assert first is second
    assert one.printers[0].begins() == "Libraries"
    assert one.press.ask(order(), 1) is first
    one.printers[0].ends(Made(b"once"))
    assert one.made(first) == Made(b"once")
    assert one.press.ask(order(), 1) is first
    assert one.printers[0].begun.empty()
    assert one.press.usual_seconds == 4


def test_a_prefetched_report_is_available_when_requested(one: Pressed) -> None:
    one.press.begin(order(), 1)
    one.press.begin(order(), 1)
    one.printers[0].begins()
    one.printers[0].ends(Made(b"ahead"))
    job = one.press.ask(order(), 1)
    assert one.made(job) == Made(b"ahead")
    one.press.begin(order(), 1)
    assert one.printers[0].begun.empty()


def test_a_queued_prefetch_comes_first_once_it_is_requested(one: Pressed) -> None:
    one.press.ask(order("in hand"), 1)
    assert one.printers[0].begins() == "in hand"
    for number, name in enumerate(("a", "b", "c"), 2):
        one.press.begin(order(name), number)
    one.press.ask(order("c"), 4)
    for name in ("c", "a", "b"):
        one.printers[0].ends()
        assert one.printers[0].begins() == name
    one.printers[0].ends()


def test_one_of_two_workers_is_reserved_for_urgent_requests(two: Pressed) -> None:
    for number in range(3):
        two.press.begin(order(f"ahead {number}"), number)
    assert two.printers[1].begins() == "ahead 0"
    two.press.ask(order("urgent"), 9)
    assert two.printers[0].begins() == "urgent"
    two.printers[0].ends()
    two.printers[1].ends()
    assert two.printers[1].begins() == "ahead 1"
    assert two.printers[0].begun.empty()


def test_a_failed_report_is_retried_on_request_but_not_prefetched(
    one: Pressed, caplog: pytest.LogCaptureFixture
) -> None:
    one.printers[0].ends(Failed(Reason.LATE))
    first = one.press.ask(order(), 1)
    assert first.done.wait(LONG)
    assert first.failed == Failed(Reason.LATE)
    assert "late" in caplog.text
    one.press.begin(order(), 1)
    assert one.press.look(order()) is first
    one.printers[0].ends(Made(b"at last"))
    second = one.press.ask(order(), 1)
    assert one.made(second) == Made(b"at last")


def test_a_worker_that_raises_is_logged_and_continues(one: Pressed, caplog: pytest.LogCaptureFixture) -> None:
    one.printers[0].ends(RuntimeError("out of ink"))
    job = one.press.ask(order(), 1)
    assert job.done.wait(LONG)
    assert job.failed == Failed(Reason.BROKEN)
    assert "out of ink" in caplog.text
    one.printers[0].ends()
    assert one.made(one.press.ask(order("Parks"), 2))


def test_a_request_to_a_full_queue_is_rejected(one: Pressed) -> None:
    one.press.ask(order("in hand"), 0)
    one.printers[0].begins()
    jobs = [one.press.ask(order(str(number)), number) for number in range(MOST_URGENT)]
    with pytest.raises(FullError):
        one.press.ask(order("too many"), 99)
    assert one.press.ask(order("0"), 0) is jobs[0]
    assert [one.press.before(job) for job in jobs] == list(range(MOST_URGENT))


def test_waiting_returns_at_once_if_the_limit_of_waiters_is_reached(one: Pressed) -> None:
    job = one.press.ask(order(), 1)
    waiting = [Thread(target=one.press.wait, args=(job,)) for _ in range(PLACES)]
    for each in waiting:
        each.start()
    while one.press.places._value:  # the only way to see that all of them are waiting
        Event().wait(0.001)
    one.press.wait(job)
    assert not job.done.is_set()
    one.printers[0].ends()
    for each in waiting:
        each.join(LONG)
    assert one.made(job)


def test_nothing_of_a_deleted_assessment_is_cached(one: Pressed) -> None:
    for _ in range(2):
        one.printers[0].ends()
    one.made(one.press.ask(order("another"), 2))
    one.made(one.press.ask(order("made"), 1))
    in_hand = one.press.ask(order("in hand"), 1)
    for name in ("another", "made", "in hand"):
        assert one.printers[0].begins() == name
    waits = one.press.ask(order("waits"), 1)
    one.press.forget(1)
    one.printers[0].ends()
    one.printers[0].ends()
    assert one.made(in_hand)
    assert one.made(waits)
    assert [one.press.look(order(name)) for name in ("made", "in hand", "waits")] == [None, None, None]
    assert one.press.look(order("another")) is not None


def test_a_closed_service_ends_its_work_and_starts_nothing(caplog: pytest.LogCaptureFixture) -> None:
    pressed = Pressed()
    job = pressed.press.ask(order(), 1)
    pressed.printers[0].begins()
    waits = pressed.press.ask(order("waits"), 2)
    pressed.press.close()
    assert job.done.is_set()
    assert not waits.done.is_set()
    assert pressed.printers[0].stopped
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("changed", [order(profile={"stage": "idea"}), order("Parks")])
def test_a_report_on_other_answers_is_another_report(one: Pressed, changed: Order) -> None:
    one.printers[0].ends(Made(b"before"))
    one.printers[0].ends(Made(b"after"))
    assert one.made(one.press.ask(order(), 1)) == Made(b"before")
    assert one.made(one.press.ask(changed, 1)) == Made(b"after")
    assert one.made(one.press.ask(order(), 1)) == Made(b"before")
