from assess.rendering.cache import MAX_JOBS, ReportCache
from assess.rendering.models import FailureReason, Rendered, RenderFailed
from assess.rendering.queue import RenderJob
from tests.rendering.requests import request_for


def finished_job(service: str, number: int = 1, size: int = 10) -> RenderJob:
    return RenderJob(request_for(service), number, urgent=True, outcome=Rendered(b"x" * size))


def cached_services(cache: ReportCache) -> list[str]:
    return [job.request.assessment.service for job in cache.jobs.values()]


def test_the_least_recently_used_report_is_evicted() -> None:
    cache = ReportCache(max_bytes=30)
    for name in "abc":
        cache.put(finished_job(name))
    assert cache.get(request_for("a").key) is not None
    cache.put(finished_job("d"))
    assert cached_services(cache) == ["c", "a", "d"]
    assert cache.total_bytes == 30


def test_a_report_larger_than_the_cache_is_not_stored() -> None:
    cache = ReportCache(max_bytes=30)
    cache.put(finished_job("a"))
    cache.put(finished_job("b", size=31))
    assert cached_services(cache) == []
    assert cache.total_bytes == 0


def test_failures_take_no_space_but_are_limited_in_number() -> None:
    cache = ReportCache()
    for number in range(MAX_JOBS + 1):
        cache.put(RenderJob(request_for(str(number)), number, urgent=True, outcome=RenderFailed(FailureReason.TIMEOUT)))
    assert (len(cache.jobs), cache.total_bytes) == (MAX_JOBS, 0)
    assert cache.get(request_for("0").key) is None


def test_a_report_stored_again_replaces_the_old_one() -> None:
    cache = ReportCache()
    cache.put(finished_job("a", size=5))
    cache.put(finished_job("a", size=7))
    assert (cached_services(cache), cache.total_bytes) == (["a"], 7)


def test_all_reports_of_one_assessment_are_evicted() -> None:
    cache = ReportCache()
    for name, number in (("a", 1), ("b", 2), ("c", 1)):
        cache.put(finished_job(name, number))
    cache.evict(1)
    assert (cached_services(cache), cache.total_bytes) == (["b"], 10)
