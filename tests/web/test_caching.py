import gc
from datetime import date
from inspect import unwrap
from threading import Barrier, Thread
from unittest.mock import Mock
from weakref import ref

import pytest
from flask import Flask

from assess.core.loading.loader import load_rulebook
from assess.core.model.rulebook import Rulebook
from assess.releases import rulebook_cache
from assess.releases.models import CheckedRules
from assess.releases.rulebook_cache import MAX_RULEBOOKS, CachedChecker
from assess.rendering.worker import load_valid_rulebook
from assess.storage.release_records import RulesFiles
from assess.web.assessments.samples import _load_sample
from assess.web.context import evaluate_profile
from assess.web.publishing.impact import _compare_trial_cases
from assess.web.questionnaire.profile_form import build_profile_form
from assess.web.questionnaire.question_markup import build_question_markup
from assess.web.questionnaire.question_page import PageKey, _prerender_page
from assess.web.reference.coverage_text import compute_coverage
from assess.web.shared.text import cite_text
from tests.web.conftest import SMALL

DAY = date(2026, 11, 22)
PROFILE = (("stage", "decision"),)
FILES = RulesFiles((SMALL / "readiness.yaml").read_bytes(), (SMALL / "evidence.yaml").read_bytes())


def make_version(number: int) -> RulesFiles:
    return FILES._replace(readiness=FILES.readiness.replace(b"version: 1.0.0", f"version: 1.0.{number}".encode()))


def load_version(number: int) -> Rulebook:
    loaded = load_rulebook(*make_version(number))
    assert isinstance(loaded, Rulebook)
    return loaded


def fill_caches(rulebook: Rulebook) -> None:
    """Compute from the rulebook all that pages cache."""
    evaluate_profile(rulebook, PROFILE)
    build_profile_form(rulebook)
    build_question_markup(rulebook, "ballot", "", DAY)
    _prerender_page(PageKey(1, rulebook, PROFILE, "ballot", False, (), DAY))
    compute_coverage(rulebook, DAY)
    _compare_trial_cases(rulebook, rulebook)
    cite_text(rulebook, "Look first [law-1].", (), DAY)
    _load_sample(SMALL / "readiness.yaml", rulebook)


def test_no_cache_of_the_pages_keeps_a_rulebook_alive(app: Flask) -> None:
    references = []
    with app.test_request_context():
        for number in range(12):
            fill_caches(rulebook := load_version(number))
            references.append(ref(rulebook))
        del rulebook
    gc.collect()
    assert [number for number, reference in enumerate(references) if reference()] == []


def test_the_cache_of_loaded_files_keeps_the_last_eight_rulebooks_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook_cache, "check_files", unwrap(rulebook_cache.check_files))  # not the one tests share
    check = CachedChecker()
    references = [ref(rulebook) for number in range(12) if (rulebook := check(make_version(number)).rulebook)]
    del rulebook
    gc.collect()
    assert [number for number, reference in enumerate(references) if reference()] == list(range(12))[-MAX_RULEBOOKS:]


def test_a_worker_process_keeps_the_last_four_rulebooks_alive() -> None:
    versions = [make_version(number)._asdict() for number in range(12)]
    references = [ref(load_valid_rulebook(*version.items())) for version in versions]
    gc.collect()
    assert [number for number, reference in enumerate(references) if reference()] == [8, 9, 10, 11]


def test_two_threads_that_need_the_same_files_load_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    check_files = Mock(side_effect=rulebook_cache.check_files)
    monkeypatch.setattr(rulebook_cache, "check_files", check_files)
    check, barrier = CachedChecker(), Barrier(2)
    found: list[CheckedRules] = []

    def load() -> None:
        barrier.wait()
        found.append(check(FILES))

    threads = [Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check_files.call_count == 1
    assert found[0] is found[1]


def test_rulebooks_with_the_same_content_share_what_was_computed() -> None:
    first, second = load_version(1), load_version(1)
    assert first is not second
    assert evaluate_profile(first, PROFILE) is evaluate_profile(second, PROFILE)
    assert evaluate_profile(load_version(2), PROFILE) is not evaluate_profile(first, PROFILE)
