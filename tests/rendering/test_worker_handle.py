import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread

import pytest

from assess import resources
from assess.rendering import worker_handle as printers
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
    """A printer with a stand-in that does what the order's marking says."""
    made = ProcessPrinter(TERMS, STAND_IN)
    yield made
    made.leave()
    made.stop()


def told(marking: str = "") -> Order:
    return replace(WITHOUT_RULES, edition=replace(WITHOUT_RULES.edition, marking=marking))


def process_of(printer: ProcessPrinter) -> int:
    """Make a report and give the number of the process that did."""
    outcome = printer.make(told())
    assert isinstance(outcome, Made)
    return int(outcome.content)


def test_one_process_makes_one_report_after_the_other(printer: ProcessPrinter) -> None:
    assert process_of(printer) == process_of(printer)


@pytest.mark.parametrize(
    ("marking", "reason"), [("eat", Reason.MEMORY), ("die", Reason.ENDED), ("fail", Reason.BROKEN)]
)
def test_a_report_that_fails_says_why_and_another_process_makes_the_next(
    printer: ProcessPrinter, marking: str, reason: Reason
) -> None:
    before = process_of(printer)
    outcome = printer.make(told(marking))
    assert isinstance(outcome, Failed)
    assert outcome.reason is reason
    assert ("it fell over" in outcome.detail) == (marking == "fail")
    assert process_of(printer) != before


@pytest.mark.parametrize("marking", ["sleep", "spin"])
def test_a_report_past_its_time_on_the_clock_is_given_up_and_another_process_makes_the_next(
    printer: ProcessPrinter, marking: str
) -> None:
    before = process_of(printer)
    printer.terms = TERMS._replace(seconds=0)
    assert printer.make(told(marking)) == Failed(Reason.LATE)
    printer.terms = TERMS
    assert process_of(printer) != before


def test_a_report_past_its_time_on_the_processor_is_given_up() -> None:
    printer = ProcessPrinter(TERMS._replace(seconds=0), STAND_IN)
    printer.warm()
    printer.terms = TERMS
    assert printer.make(told("spin")) == Failed(Reason.LATE)
    printer.leave()
    printer.stop()


def test_a_process_that_died_while_it_had_nothing_to_do_is_replaced_before_anybody_notices(
    printer: ProcessPrinter,
) -> None:
    before = process_of(printer)
    assert printer.process is not None
    os.kill(before, signal.SIGKILL)
    printer.process.process.wait()
    assert process_of(printer) != before


def test_a_process_is_replaced_after_so_many_reports(printer: ProcessPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "MOST_REPORTS", 2)
    numbers = [process_of(printer) for _ in range(5)]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4]


def test_a_process_that_holds_much_memory_is_replaced(printer: ProcessPrinter) -> None:
    before = process_of(printer)
    outcome = printer.make(told("large"))
    assert isinstance(outcome, Made)
    assert int(outcome.content) == before
    assert process_of(printer) != before


def test_whoever_waits_is_told_when_the_printer_is_left_and_no_process_is_started(printer: ProcessPrinter) -> None:
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


def test_the_settings_say_how_many_printers_there_are_and_what_they_may_take() -> None:
    folder = resources.folder("rules")
    settings = Settings(folder, folder, Council(colour="#6b1f5c"), Printing(processes=3, seconds=7, megabytes=500))
    assert [printer.terms for printer in printers_for(settings)] == [Terms("#6b1f5c", 7, 500)] * 3


@pytest.mark.filterwarnings("ignore:unclosed file .*(icc|ttf):ResourceWarning")
def test_the_worker_makes_the_same_bytes_as_this_process() -> None:
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


def test_where_no_process_can_be_started_whoever_asks_is_told_and_it_is_tried_again(
    printer: ProcessPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Process:
        raise BlockingIOError("too many processes")

    with monkeypatch.context() as patch:
        patch.setattr(printers, "Process", refused)
        assert printer.make(told()) == Failed(Reason.ENDED)
    assert process_of(printer)


def test_what_a_process_holds_is_not_what_the_one_that_started_it_holds(printer: ProcessPrinter) -> None:
    ballast = b"x" * 400_000_000
    outcome = printer.make(told())
    assert isinstance(outcome, Made)
    assert 0 < outcome.megabytes < len(ballast) // 1_000_000
