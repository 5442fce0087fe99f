from assess.rendering.cache import MAX_JOBS, ReportCache
from assess.rendering.models import FailureReason, Rendered, RenderFailed
from assess.rendering.queue import RenderJob
from tests.rendering.requests import request_for


def finished_job(service: str, number: int = 1, size: int = 10) -> RenderJob:
    return RenderJob(request_for(service), number, urgent=True, outcome=Rendered(b"x" * size))


def cached_services(shelf: ReportCache) -> list[str]:
    return [job.request.assessment.service for job in shelf.jobs.values()]


def test_the_least_recently_used_report_is_evicted() -> None:
    shelf = ReportCache(max_bytes=30)
    for name in "abc":
        shelf.put(finished_job(name))
    assert shelf.get(request_for("a").key) is not None
    shelf.put(finished_job("d"))
    assert cached_services(shelf) == ["c", "a", "d"]
    assert shelf.total_bytes == 30


def test_a_report_larger_than_the_cache_is_not_stored() -> None:
    shelf = ReportCache(max_bytes=30)
    shelf.put(finished_job("a"))
    shelf.put(finished_job("b", size=31))
    assert cached_services(shelf) == []
    assert shelf.total_bytes == 0


def test_failures_take_no_space_but_are_limited_in_number() -> None:
    shelf = ReportCache()
    for number in range(MAX_JOBS + 1):
        shelf.put(RenderJob(request_for(str(number)), number, urgent=True, outcome=RenderFailed(FailureReason.TIMEOUT)))
    assert (len(shelf.jobs), shelf.total_bytes) == (MAX_JOBS, 0)
    assert shelf.get(request_for("0").key) is None


def test_a_report_stored_again_replaces_the_old_one() -> None:
    shelf = ReportCache()
    shelf.put(finished_job("a", size=5))
    shelf.put(finished_job("a", size=7))
    assert (cached_services(shelf), shelf.total_bytes) == (["a"], 7)


def test_all_reports_of_one_assessment_are_evicted() -> None:
    shelf = ReportCache()
    for name, number in (("a", 1), ("b", 2), ("c", 1)):
        shelf.put(finished_job(name, number))
    shelf.evict(1)
    assert (cached_services(shelf), shelf.total_bytes) == (["b"], 10)
