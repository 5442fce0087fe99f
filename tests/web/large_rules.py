"""Measure the memory of a process before, while and after it holds very large rules (`python -m …`)."""

import json
import tempfile
from pathlib import Path
from time import monotonic

from assess.memory import release_memory
from assess.storage.release_records import RulesFiles
from assess.storage.store import Store
from assess.web.idle_memory import release_unused
from assess.web.rulebooks import Rulebooks
from bench.memory import read_rss_mb

SMALL = Path(__file__).parent / "small"
QUESTION = (
    "      - {{id: q{0}, text: Is matter {0} settled?, help: Ask., why: It takes months., evidence: [A letter], "
    "ask: [finance], weight: 1, claims: [law-1], may_not_apply: true, options: [{{id: none, text: No, points: 0}}, "
    "{{id: part, text: In part, points: 1}}, {{id: all, text: All of it, points: 2}}]}}\n"
)
QUESTIONS = 5_000


def make_large_files() -> RulesFiles:
    """Return the small rules with very many questions more."""
    head, key, rest = (SMALL / "readiness.yaml").read_text("utf-8").partition("    questions:\n")
    more = "".join(QUESTION.format(number) for number in range(QUESTIONS))
    return RulesFiles(f"{head}{key}{more}{rest}".encode(), (SMALL / "evidence.yaml").read_bytes())


def main() -> None:
    """Print the memory in use before, while and after large rules are loaded, in MB."""
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/assess.sqlite3") as store:
        publishing = Rulebooks(SMALL, store).publishing
        publishing.get_current_release()
        release_memory()
        before = read_rss_mb()
        loaded = publishing.check(make_large_files())
        assert loaded.rulebook is not None, loaded.problems[0]
        during = read_rss_mb()
        del loaded
        release_unused(publishing, monotonic() + 10_000)
        print(json.dumps([before, during, read_rss_mb()]))


if __name__ == "__main__":
    main()
