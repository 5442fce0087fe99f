import logging
from collections.abc import Iterator
from itertools import count
from threading import Event, Thread

import pytest

from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderRequest
from assess.rendering.queue import MAX_URGENT, RenderJob
from assess.rendering.service import MAX_WAITERS, QueueFullError, RenderService
from tests.rendering.requests import TEST_TIMEOUT, ControlledWorker, request_for


class ControlledService:
    """A render service with one or two workers controlled by the test."""

    def __init__(self, printers: int = 1) -> None:
        self.workers = [ControlledWorker() for _ in range(printers)]
        ticks = count(0, 4)
        self.service = RenderService(self.workers, wait_timeout=TEST_TIMEOUT, clock=lambda: next(ticks))

    def wait_for_report(self, job: RenderJob) -> Rendered:
        """Wait for a job and return its report."""
        assert job.done.wait(TEST_TIMEOUT)
        assert job.rendered is not None
        return job.rendered


@pytest.fixture
def one() -> Iterator[ControlledService]:
    pressed = ControlledService()
    yield pressed
    pressed.service.close()


@pytest.fixture
def two() -> Iterator[ControlledService]:
    pressed = ControlledService(2)
    yield pressed
    pressed.service.close()


def test_no_thread_is_started_before_it_is_needed(one: ControlledService) -> None:
    assert one.service.threads == []
    assert one.service.get(request_for()) is None
    assert one.service.usual_duration == 0


def test_equal_requests_share_one_report_rendered_once(one: ControlledService) -> None:
    first, second = one.service.submit(request_for(), 1), one.service.submit(request_for(), 1)
    assert first is second
    assert one.workers[0].wait_for_start() == "Libraries"
    assert one.service.submit(request_for(), 1) is first
    one.workers[0].finish(Rendered(b"once"))
    assert one.wait_for_report(first) == Rendered(b"once")
    assert one.service.submit(request_for(), 1) is first
    assert one.workers[0].started.empty()
    assert one.service.usual_duration == 4


def test_a_prefetched_report_is_available_when_requested(one: ControlledService) -> None:
    one.service.prefetch(request_for(), 1)
    one.service.prefetch(request_for(), 1)
    one.workers[0].wait_for_start()
    one.workers[0].finish(Rendered(b"ahead"))
    job = one.service.submit(request_for(), 1)
    assert one.wait_for_report(job) == Rendered(b"ahead")
    one.service.prefetch(request_for(), 1)
    assert one.workers[0].started.empty()


def test_a_queued_prefetch_comes_first_once_it_is_requested(one: ControlledService) -> None:
    one.service.submit(request_for("in hand"), 1)
    assert one.workers[0].wait_for_start() == "in hand"
    for number, name in enumerate(("a", "b", "c"), 2):
        one.service.prefetch(request_for(name), number)
    one.service.submit(request_for("c"), 4)
    for name in ("c", "a", "b"):
        one.workers[0].finish()
        assert one.workers[0].wait_for_start() == name
    one.workers[0].finish()


def test_one_of_two_workers_is_reserved_for_urgent_requests(two: ControlledService) -> None:
    for number in range(3):
        two.service.prefetch(request_for(f"ahead {number}"), number)
    assert two.workers[1].wait_for_start() == "ahead 0"
    two.service.submit(request_for("urgent"), 9)
    assert two.workers[0].wait_for_start() == "urgent"
    two.workers[0].finish()
    two.workers[1].finish()
    assert two.workers[1].wait_for_start() == "ahead 1"
    assert two.workers[0].started.empty()


def test_a_failed_report_is_retried_on_request_but_not_prefetched(
    one: ControlledService, caplog: pytest.LogCaptureFixture
) -> None:
    one.workers[0].finish(RenderFailed(FailureReason.TIMEOUT))
    first = one.service.submit(request_for(), 1)
    assert first.done.wait(TEST_TIMEOUT)
    assert first.failure == RenderFailed(FailureReason.TIMEOUT)
    assert "late" in caplog.text
    one.service.prefetch(request_for(), 1)
    assert one.service.get(request_for()) is first
    one.workers[0].finish(Rendered(b"at last"))
    second = one.service.submit(request_for(), 1)
    assert one.wait_for_report(second) == Rendered(b"at last")


def test_a_worker_that_raises_is_logged_and_continues(one: ControlledService, caplog: pytest.LogCaptureFixture) -> None:
    one.workers[0].finish(RuntimeError("out of ink"))
    job = one.service.submit(request_for(), 1)
    assert job.done.wait(TEST_TIMEOUT)
    assert job.failure == RenderFailed(FailureReason.ERROR)
    assert "out of ink" in caplog.text
    one.workers[0].finish()
    assert one.wait_for_report(one.service.submit(request_for("Parks"), 2))


def test_a_request_to_a_full_queue_is_rejected(one: ControlledService) -> None:
    one.service.submit(request_for("in hand"), 0)
    one.workers[0].wait_for_start()
    jobs = [one.service.submit(request_for(str(number)), number) for number in range(MAX_URGENT)]
    with pytest.raises(QueueFullError):
        one.service.submit(request_for("too many"), 99)
    assert one.service.submit(request_for("0"), 0) is jobs[0]
    assert [one.service.queue_position(job) for job in jobs] == list(range(MAX_URGENT))


def test_waiting_returns_at_once_if_the_limit_of_waiters_is_reached(one: ControlledService) -> None:
    job = one.service.submit(request_for(), 1)
    waiting = [Thread(target=one.service.wait, args=(job,)) for _ in range(MAX_WAITERS)]
    for each in waiting:
        each.start()
    while one.service.wait_slots._value:  # the only way to see that all of them are waiting
        Event().wait(0.001)
    one.service.wait(job)
    assert not job.done.is_set()
    one.workers[0].finish()
    for each in waiting:
        each.join(TEST_TIMEOUT)
    assert one.wait_for_report(job)


def test_nothing_of_a_deleted_assessment_is_cached(one: ControlledService) -> None:
    for _ in range(2):
        one.workers[0].finish()
    one.wait_for_report(one.service.submit(request_for("another"), 2))
    one.wait_for_report(one.service.submit(request_for("made"), 1))
    in_hand = one.service.submit(request_for("in hand"), 1)
    for name in ("another", "made", "in hand"):
        assert one.workers[0].wait_for_start() == name
    waits = one.service.submit(request_for("waits"), 1)
    one.service.evict(1)
    one.workers[0].finish()
    one.workers[0].finish()
    assert one.wait_for_report(in_hand)
    assert one.wait_for_report(waits)
    assert [one.service.get(request_for(name)) for name in ("made", "in hand", "waits")] == [None, None, None]
    assert one.service.get(request_for("another")) is not None


def test_a_closed_service_ends_its_work_and_starts_nothing(caplog: pytest.LogCaptureFixture) -> None:
    pressed = ControlledService()
    job = pressed.service.submit(request_for(), 1)
    pressed.workers[0].wait_for_start()
    waits = pressed.service.submit(request_for("waits"), 2)
    pressed.service.close()
    assert job.done.is_set()
    assert not waits.done.is_set()
    assert pressed.workers[0].stopped
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("changed", [request_for(profile={"stage": "idea"}), request_for("Parks")])
def test_a_report_on_other_answers_is_another_report(one: ControlledService, changed: RenderRequest) -> None:
    one.workers[0].finish(Rendered(b"before"))
    one.workers[0].finish(Rendered(b"after"))
    assert one.wait_for_report(one.service.submit(request_for(), 1)) == Rendered(b"before")
    assert one.wait_for_report(one.service.submit(changed, 1)) == Rendered(b"after")
    assert one.wait_for_report(one.service.submit(request_for(), 1)) == Rendered(b"before")
