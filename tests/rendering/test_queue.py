from assess.rendering.queue import MOST_AHEAD, MOST_URGENT, Job, Waiting
from tests.rendering.requests import order


def job(service: str, number: int = 1, *, urgent: bool = True) -> Job:
    return Job(order(service), number, urgent)


def taken(waiting: Waiting, *, only_urgent: bool = False) -> list[str]:
    """Take every job and give whose they are."""
    found = []
    while (each := waiting.take(only_urgent=only_urgent)) is not None:
        found.append(each.order.assessment.service)
    return found


def test_what_somebody_waits_for_comes_before_what_is_begun_ahead_of_time() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    waiting.add(job("first", 2))
    waiting.add(job("second", 3))
    assert taken(waiting) == ["first", "second", "ahead"]


def test_a_job_that_becomes_urgent_while_it_waits_comes_before_the_others() -> None:
    waiting = Waiting()
    jobs = [job(name, number, urgent=False) for number, name in enumerate("abc")]
    for each in jobs:
        waiting.add(each)
    jobs[2].urgent = True
    assert taken(waiting) == ["c", "a", "b"]


def test_whoever_serves_only_those_who_wait_takes_nothing_begun_ahead_of_time() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    waiting.add(job("urgent", 2))
    assert taken(waiting, only_urgent=True) == ["urgent"]
    assert taken(waiting) == ["ahead"]


def test_when_answers_change_only_the_latest_report_is_begun_ahead_of_time() -> None:
    waiting = Waiting()
    waiting.add(job("asked for", 1))
    waiting.add(job("before", 1, urgent=False))
    waiting.add(job("another's", 2, urgent=False))
    waiting.add(job("after", 1, urgent=False))
    assert taken(waiting) == ["asked for", "another's", "after"]


def test_only_the_latest_few_are_begun_ahead_of_time() -> None:
    waiting = Waiting()
    for number in range(MOST_AHEAD + 3):
        waiting.add(job(str(number), number, urgent=False))
    assert taken(waiting) == [str(number) for number in range(3, MOST_AHEAD + 3)]


def test_it_is_full_when_as_many_wait_as_may() -> None:
    waiting = Waiting()
    for number in range(MOST_URGENT):
        assert not waiting.is_full
        waiting.add(job(str(number), number))
    assert waiting.is_full


def test_it_is_known_how_many_come_before() -> None:
    waiting = Waiting()
    waiting.add(job("ahead", 1, urgent=False))
    first, second = job("first", 2), job("second", 3)
    waiting.add(first)
    waiting.add(second)
    assert (waiting.before(first), waiting.before(second), waiting.before(job("not here"))) == (0, 1, 0)
