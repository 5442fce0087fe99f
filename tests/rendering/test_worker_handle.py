import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread

import pytest

from assess import resources
from assess.rendering import worker_handle
from assess.rendering.limits import Terms
from assess.rendering.models import Failed, Made, Order, Reason
from assess.rendering.worker import make
from assess.rendering.worker_handle import ProcessPrinter, printers_for
from assess.settings import Council, Printing, Settings
from assess.workers import Process
from tests.rendering.requests import LONG, WITHOUT_RULES, real_order

STAND_IN = "tests.rendering.fake_worker"
TERMS = Terms("#0f4c5c", seconds=LONG, megabytes=600)


@pytest.fixture
def printer() -> Iterator[ProcessPrinter]:
    """A worker whose process obeys the marking of the request."""
    made = ProcessPrinter(TERMS, STAND_IN)
    yield made
    made.leave()
    made.stop()


def told(marking: str = "") -> Order:
    return replace(WITHOUT_RULES, edition=replace(WITHOUT_RULES.edition, marking=marking))


def process_of(printer: ProcessPrinter) -> int:
    """Render a report and return the id of the process that did."""
    outcome = printer.make(told())
    assert isinstance(outcome, Made)
    return int(outcome.content)


def test_one_process_renders_one_report_after_another(printer: ProcessPrinter) -> None:
    assert process_of(printer) == process_of(printer)


@pytest.mark.parametrize(
    ("marking", "reason"), [("eat", Reason.MEMORY), ("die", Reason.ENDED), ("fail", Reason.BROKEN)]
)
def test_a_failed_report_has_a_reason_and_another_process_renders_the_next(
    printer: ProcessPrinter, marking: str, reason: Reason
) -> None:
    before = process_of(printer)
    outcome = printer.make(told(marking))
    assert isinstance(outcome, Failed)
    assert outcome.reason is reason
    assert ("it fell over" in outcome.detail) == (marking == "fail")
    assert process_of(printer) != before


@pytest.mark.parametrize("marking", ["sleep", "spin"])
def test_a_report_over_its_time_limit_is_killed_and_another_process_renders_the_next(
    printer: ProcessPrinter, marking: str
) -> None:
    before = process_of(printer)
    printer.terms = TERMS._replace(seconds=0)
    assert printer.make(told(marking)) == Failed(Reason.LATE)
    printer.terms = TERMS
    assert process_of(printer) != before


def test_a_report_over_its_cpu_limit_is_aborted() -> None:
    printer = ProcessPrinter(TERMS._replace(seconds=0), STAND_IN)
    printer.warm()
    printer.terms = TERMS
    assert printer.make(told("spin")) == Failed(Reason.LATE)
    printer.leave()
    printer.stop()


def test_a_process_that_died_while_idle_is_replaced_unnoticed(
    printer: ProcessPrinter,
) -> None:
    before = process_of(printer)
    assert printer.process is not None
    os.kill(before, signal.SIGKILL)
    printer.process.process.wait()
    assert process_of(printer) != before


def test_a_process_is_replaced_after_so_many_reports(printer: ProcessPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_handle, "MOST_REPORTS", 2)
    numbers = [process_of(printer) for _ in range(5)]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4]


def test_a_process_that_uses_much_memory_is_replaced(printer: ProcessPrinter) -> None:
    before = process_of(printer)
    outcome = printer.make(told("large"))
    assert isinstance(outcome, Made)
    assert int(outcome.content) == before
    assert process_of(printer) != before


def test_terminating_a_worker_fails_the_current_report_and_starts_no_process(printer: ProcessPrinter) -> None:
    outcomes, begun = [], Event()
    ask = printer.asked

    def asked(order: Order) -> Made | Failed:
        begun.set()
        return ask(order)

    printer.asked = asked  # type: ignore[method-assign]
    thread = Thread(target=lambda: outcomes.append(printer.make(told("sleep"))))
    thread.start()
    assert begun.wait(LONG)
    printer.leave()
    thread.join(LONG)
    assert outcomes == [Failed(Reason.ENDED)]
    assert printer.process is None
    assert printer.make(told()) == Failed(Reason.ENDED)


def test_the_settings_determine_the_number_and_the_limits_of_workers() -> None:
    folder = resources.folder("rules")
    settings = Settings(folder, folder, Council(colour="#6b1f5c"), Printing(processes=3, seconds=7, megabytes=500))
    assert [printer.terms for printer in printers_for(settings)] == [Terms("#6b1f5c", 7, 500)] * 3


@pytest.mark.filterwarnings("ignore:unclosed file .*(icc|ttf):ResourceWarning")
def test_the_worker_renders_the_same_bytes_as_this_process() -> None:
    printer = ProcessPrinter(TERMS)
    try:
        for form in (".csv", ".pdf"):
            order = real_order(form)
            outcome = printer.make(order)
            assert isinstance(outcome, Made), outcome
            assert outcome.content == make(order)
            assert 0 < outcome.megabytes < TERMS.megabytes
        broken = printer.make(replace(order, rules={"readiness.yaml": b"", "evidence.yaml": b""}))
        assert isinstance(broken, Failed)
        assert broken.reason is Reason.BROKEN
    finally:
        printer.leave()
        printer.stop()


def test_a_process_that_cannot_be_started_fails_the_report_and_is_retried(
    printer: ProcessPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Process:
        raise BlockingIOError("too many processes")

    with monkeypatch.context() as patch:
        patch.setattr(worker_handle, "Process", refused)
        assert printer.make(told()) == Failed(Reason.ENDED)
    assert process_of(printer)


def test_the_memory_of_a_worker_excludes_that_of_its_parent(printer: ProcessPrinter) -> None:
    ballast = b"x" * 400_000_000
    outcome = printer.make(told())
    assert isinstance(outcome, Made)
    assert 0 < outcome.megabytes < len(ballast) // 1_000_000
