from assess.rendering.queue import MAX_PREFETCHED, MAX_URGENT, PendingQueue, RenderJob
from tests.rendering.requests import request_for


def build_job(service: str, number: int = 1, *, urgent: bool = True) -> RenderJob:
    return RenderJob(request_for(service), number, urgent)


def take_all(waiting: PendingQueue, *, only_urgent: bool = False) -> list[str]:
    """Take every job and return the names of their services."""
    found = []
    while (each := waiting.pop(only_urgent=only_urgent)) is not None:
        found.append(each.request.assessment.service)
    return found


def test_urgent_jobs_come_before_prefetched_ones() -> None:
    waiting = PendingQueue()
    waiting.add(build_job("ahead", 1, urgent=False))
    waiting.add(build_job("first", 2))
    waiting.add(build_job("second", 3))
    assert take_all(waiting) == ["first", "second", "ahead"]


def test_a_queued_job_that_becomes_urgent_comes_first() -> None:
    waiting = PendingQueue()
    jobs = [build_job(name, number, urgent=False) for number, name in enumerate("abc")]
    for each in jobs:
        waiting.add(each)
    jobs[2].urgent = True
    assert take_all(waiting) == ["c", "a", "b"]


def test_a_worker_for_urgent_jobs_takes_no_prefetched_ones() -> None:
    waiting = PendingQueue()
    waiting.add(build_job("ahead", 1, urgent=False))
    waiting.add(build_job("urgent", 2))
    assert take_all(waiting, only_urgent=True) == ["urgent"]
    assert take_all(waiting) == ["ahead"]


def test_only_the_latest_report_of_an_assessment_is_prefetched() -> None:
    waiting = PendingQueue()
    waiting.add(build_job("asked for", 1))
    waiting.add(build_job("before", 1, urgent=False))
    waiting.add(build_job("another's", 2, urgent=False))
    waiting.add(build_job("after", 1, urgent=False))
    assert take_all(waiting) == ["asked for", "another's", "after"]


def test_only_the_latest_few_requests_are_prefetched() -> None:
    waiting = PendingQueue()
    for number in range(MAX_PREFETCHED + 3):
        waiting.add(build_job(str(number), number, urgent=False))
    assert take_all(waiting) == [str(number) for number in range(3, MAX_PREFETCHED + 3)]


def test_the_queue_is_full_at_its_limit_of_urgent_jobs() -> None:
    waiting = PendingQueue()
    for number in range(MAX_URGENT):
        assert not waiting.is_full
        waiting.add(build_job(str(number), number))
    assert waiting.is_full


def test_the_position_in_the_queue_is_known() -> None:
    waiting = PendingQueue()
    waiting.add(build_job("ahead", 1, urgent=False))
    first, second = build_job("first", 2), build_job("second", 3)
    waiting.add(first)
    waiting.add(second)
    assert (waiting.position(first), waiting.position(second), waiting.position(build_job("not here"))) == (0, 1, 0)
