import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from threading import Event, Thread
from time import sleep

import pytest

from assess.rendering import worker_handle
from assess.rendering.limits import ResourceLimits
from assess.rendering.models import FailureReason, Rendered, RenderFailed, RenderOutcome, RenderRequest
from assess.rendering.worker import render
from assess.rendering.worker_handle import SubprocessWorker, create_workers
from assess.settings import Council, RenderingSettings, Settings
from assess.workers import get_answer
from tests import frozen
from tests.rendering.requests import REQUEST_WITHOUT_RULES, TEST_TIMEOUT, real_request_for

FAKE_WORKER = "tests.rendering.fake_worker:build_handler"
LIMITS = ResourceLimits("#0f4c5c", seconds=TEST_TIMEOUT, megabytes=600)


@pytest.fixture
def printer() -> Iterator[SubprocessWorker]:
    """A worker whose process obeys the marking of the request."""
    made = SubprocessWorker(LIMITS, FAKE_WORKER)
    yield made
    made.terminate()
    made.stop()


def request_with_marking(marking: str = "") -> RenderRequest:
    return replace(REQUEST_WITHOUT_RULES, options=replace(REQUEST_WITHOUT_RULES.options, marking=marking))


def render_and_get_pid(printer: SubprocessWorker) -> int:
    """Render a report as the service does and return the id of the process that did."""
    printer.prepare()
    outcome = printer.render(request_with_marking())
    assert isinstance(outcome, Rendered)
    return int(outcome.content)


def test_one_process_renders_one_report_after_another(printer: SubprocessWorker) -> None:
    assert render_and_get_pid(printer) == render_and_get_pid(printer)


@pytest.mark.parametrize(
    ("marking", "reason"),
    [("eat", FailureReason.MEMORY), ("die", FailureReason.CRASHED), ("fail", FailureReason.ERROR)],
)
def test_a_failed_report_has_a_reason_and_another_process_renders_the_next(
    printer: SubprocessWorker, marking: str, reason: FailureReason
) -> None:
    before = render_and_get_pid(printer)
    outcome = printer.render(request_with_marking(marking))
    assert isinstance(outcome, RenderFailed)
    assert outcome.reason is reason
    assert ("it fell over" in outcome.detail) == (marking == "fail")
    assert render_and_get_pid(printer) != before


@pytest.mark.parametrize("marking", ["sleep", "spin"])
def test_a_report_over_its_time_limit_is_killed_and_another_process_renders_the_next(
    printer: SubprocessWorker, marking: str
) -> None:
    before = render_and_get_pid(printer)
    printer.limits = LIMITS._replace(seconds=0)
    assert printer.render(request_with_marking(marking)) == RenderFailed(FailureReason.TIMEOUT)
    printer.limits = LIMITS
    assert render_and_get_pid(printer) != before


def test_a_report_over_its_cpu_limit_is_aborted() -> None:
    printer = SubprocessWorker(LIMITS._replace(seconds=0), FAKE_WORKER)
    printer.prepare()
    printer.limits = LIMITS
    assert printer.render(request_with_marking("spin")) == RenderFailed(FailureReason.TIMEOUT)
    printer.terminate()
    printer.stop()


def test_a_process_that_died_while_idle_is_replaced_unnoticed(
    printer: SubprocessWorker,
) -> None:
    before = render_and_get_pid(printer)
    assert printer.pool is not None
    os.kill(before, signal.SIGKILL)
    while not printer.pool.is_broken:  # pebble notices it within a tenth of a second and has no event for it
        sleep(0.01)
    assert render_and_get_pid(printer) != before


def test_a_process_is_replaced_after_so_many_reports(
    printer: SubprocessWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_handle, "MAX_REPORTS", 2)
    numbers = [render_and_get_pid(printer) for _ in range(5)]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4]


def test_a_process_that_uses_much_memory_is_replaced(printer: SubprocessWorker) -> None:
    before = render_and_get_pid(printer)
    outcome = printer.render(request_with_marking("large"))
    assert isinstance(outcome, Rendered)
    assert int(outcome.content) == before
    assert render_and_get_pid(printer) != before


def test_terminating_a_worker_fails_the_current_report_and_starts_no_process(
    printer: SubprocessWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes, begun = [], Event()

    def begin(future: Future[RenderOutcome], timeout: float) -> object:
        begun.set()
        return get_answer(future, timeout)

    monkeypatch.setattr(worker_handle, "get_answer", begin)
    thread = Thread(target=lambda: outcomes.append(printer.render(request_with_marking("sleep"))))
    thread.start()
    assert begun.wait(TEST_TIMEOUT)
    printer.terminate()
    thread.join(TEST_TIMEOUT)
    assert outcomes == [RenderFailed(FailureReason.CRASHED)]
    printer.stop()
    printer.prepare()
    assert printer.render(request_with_marking()) == RenderFailed(FailureReason.CRASHED)
    assert multiprocessing.active_children() == []


def test_the_settings_determine_the_number_and_the_limits_of_workers() -> None:
    folder = frozen.RULES
    settings = Settings(
        folder, folder, Council(colour="#6b1f5c"), RenderingSettings(processes=3, seconds=7, megabytes=500)
    )
    assert [printer.limits for printer in create_workers(settings)] == [ResourceLimits("#6b1f5c", 7, 500)] * 3


@pytest.mark.filterwarnings("ignore:unclosed file .*(icc|ttf):ResourceWarning")
def test_the_worker_renders_the_same_bytes_as_this_process() -> None:
    printer = SubprocessWorker(LIMITS)
    try:
        for form in (".csv", ".pdf"):
            order = real_request_for(form)
            outcome = printer.render(order)
            assert isinstance(outcome, Rendered), outcome
            assert outcome.content == render(order)
            assert 0 < outcome.peak_megabytes < LIMITS.megabytes
        broken = printer.render(replace(order, rules={"readiness.yaml": b"", "evidence.yaml": b""}))
        assert isinstance(broken, RenderFailed)
        assert broken.reason is FailureReason.ERROR
    finally:
        printer.terminate()
        printer.stop()


def test_a_process_that_cannot_be_started_fails_the_report_and_is_retried(
    printer: SubprocessWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise BlockingIOError("too many processes")

    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.util.spawnv_passfds", refused)
        printer.prepare()
        assert printer.render(request_with_marking()) == RenderFailed(FailureReason.CRASHED)
    assert render_and_get_pid(printer)


def test_the_memory_of_a_worker_excludes_that_of_its_parent(printer: SubprocessWorker) -> None:
    ballast = b"x" * 400_000_000
    outcome = printer.render(request_with_marking())
    assert isinstance(outcome, Rendered)
    assert 0 < outcome.peak_megabytes < len(ballast) // 1_000_000
