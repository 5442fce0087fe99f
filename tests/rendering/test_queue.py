from assess.rendering.queue import MOST_AHEAD, MOST_URGENT, Job, Waiting
from tests.rendering.requests import order


def job(service: str, number: int = 1, *, urgent: bool = True) -> Job:
    return Job(order(service), number, urgent)


def taken(waiting: Waiting, *, only_urgent: bool = False) -> list[str]:
    """Take every job and return the names of their services."""
    found = []
    while (each := waiting.take(only_urgent=only_urgent)) is not None:
        found.append(each.order.assessment.service)
    return found


def test_urgent_jobs_come_before_prefetched_ones() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    waiting.add(job("first", 2))
    waiting.add(job("second", 3))
    assert taken(waiting) == ["first", "second", "ahead"]


def test_a_queued_job_that_becomes_urgent_comes_first() -> None:
    waiting = Waiting()
    jobs = [job(name, number, urgent=False) for number, name in enumerate("abc")]
    for each in jobs:
        waiting.add(each)
    jobs[2].urgent = True
    assert taken(waiting) == ["c", "a", "b"]


def test_a_worker_for_urgent_jobs_takes_no_prefetched_ones() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    waiting.add(job("urgent", 2))
    assert taken(waiting, only_urgent=True) == ["urgent"]
    assert taken(waiting) == ["ahead"]


def test_only_the_latest_report_of_an_assessment_is_prefetched() -> None:
    waiting = Waiting()
    waiting.add(job("asked for", 1))
    waiting.add(job("before", 1, urgent=False))
    waiting.add(job("another's", 2, urgent=False))
    waiting.add(job("after", 1, urgent=False))
    assert taken(waiting) == ["asked for", "another's", "after"]


def test_only_the_latest_few_requests_are_prefetched() -> None:
    waiting = Waiting()
    for number in range(MOST_AHEAD + 3):
        waiting.add(job(str(number), number, urgent=False))
    assert taken(waiting) == [str(number) for number in range(3, MOST_AHEAD + 3)]


def test_the_queue_is_full_at_its_limit_of_urgent_jobs() -> None:
    waiting = Waiting()
    for number in range(MOST_URGENT):
        assert not waiting.is_full
        waiting.add(job(str(number), number))
    assert waiting.is_full


def test_the_position_in_the_queue_is_known() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    first, second = job("first", 2), job("second", 3)
    waiting.add(first)
    waiting.add(second)
    assert (waiting.before(first), waiting.before(second), waiting.before(job("not here"))) == (0, 1, 0)
