"""Rules that nobody works on any more leave the memory of the server."""

import json
import subprocess
import sys
from pathlib import Path
from time import monotonic

from assess.core.loading.documents import parse_rules_file
from assess.storage.store import Store
from assess.web.idle_memory import release_unused
from assess.web.rulebooks import Rulebooks

ROOT = Path(__file__).parents[2]
LATER = 10_000
"""Seconds after which no rules are kept."""


def test_rules_are_kept_for_a_while_and_then_dropped(store: Store, rules: Path) -> None:
    publishing = Rulebooks(rules, store).publishing
    parse_rules_file.cache_clear()
    release = publishing.get_current_release()
    assert not release_unused(publishing, monotonic())
    assert release_unused(publishing, monotonic() + LATER)
    assert not release_unused(publishing, monotonic() + LATER)
    assert publishing.get_current_release() is release


def test_the_memory_of_5000_questions_is_returned() -> None:
    measured = subprocess.run(
        [sys.executable, "-m", "tests.web.large_rules"], cwd=ROOT, check=True, capture_output=True
    )
    before, loaded, after = json.loads(measured.stdout)
    assert loaded - before > 30
    assert after - before < (loaded - before) / 2
