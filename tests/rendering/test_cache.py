from assess.rendering.cache import MOST_JOBS, Shelf
from assess.rendering.models import Failed, Made, Reason
from assess.rendering.queue import Job
from tests.rendering.requests import order


def done(service: str, number: int = 1, size: int = 10) -> Job:
    return Job(order(service), number, urgent=True, outcome=Made(b"x" * size))


def kept(shelf: Shelf) -> list[str]:
    return [job.order.assessment.service for job in shelf.jobs.values()]


def test_the_least_recently_used_report_is_evicted() -> None:
    shelf = Shelf(most_bytes=30)
    for name in "abc":
        shelf.put(done(name))
    assert shelf.get(order("a").key) is not None
    shelf.put(done("d"))
    assert kept(shelf) == ["c", "a", "d"]
    assert shelf.bytes == 30


def test_a_report_larger_than_the_cache_is_not_stored() -> None:
    shelf = Shelf(most_bytes=30)
    shelf.put(done("a"))
    shelf.put(done("b", size=31))
    assert kept(shelf) == []
    assert shelf.bytes == 0


def test_failures_take_no_space_but_are_limited_in_number() -> None:
    shelf = Shelf()
    for number in range(MOST_JOBS + 1):
        shelf.put(Job(order(str(number)), number, urgent=True, outcome=Failed(Reason.LATE)))
    assert (len(shelf.jobs), shelf.bytes) == (MOST_JOBS, 0)
    assert shelf.get(order("0").key) is None


def test_a_report_stored_again_replaces_the_old_one() -> None:
    shelf = Shelf()
    shelf.put(done("a", size=5))
    shelf.put(done("a", size=7))
    assert (kept(shelf), shelf.bytes) == (["a"], 7)


def test_all_reports_of_one_assessment_are_evicted() -> None:
    shelf = Shelf()
    for name, number in (("a", 1), ("b", 2), ("c", 1)):
        shelf.put(done(name, number))
    shelf.forget(1)
    assert (kept(shelf), shelf.bytes) == (["b"], 10)
