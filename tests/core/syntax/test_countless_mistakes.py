"""Rules files with countless mistakes: a hundred are reported, and that there are more."""

from difflib import get_close_matches
from typing import Any

import pytest

from assess.core.loading.loader import load_rulebook
from assess.core.syntax.problems import MORE, MOST
from assess.core.syntax.suggestions import LOOKED_THROUGH, suggestion
from assess.core.syntax.yaml_reader import line_and_column, scan
from tests.core.bad_rules_files import GOOD, Files, patched

COUNT = 4 * MOST
OPTIONS = "options: [{id: a, text: A, points: 0}, {id: b, text: B, points: 1}]"
QUESTION = "text: T, help: H, why: W, evidence: [e], ask: [lead], weight: 0, may_not_apply: true, " + OPTIONS
NOTICE = "says: So., claims: [law-01], when: {profile: nation, is: [wales]}"


def lines(line: str, head: str = "") -> bytes:
    """Repeat the line, replacing `#` with its number."""
    return (head + "".join(line.replace("#", str(number)) + "\n" for number in range(COUNT))).encode()


READINESS = {
    "an unknown key": lines("key-#: x"),
    "a misspelt key": lines("  - {id: role-#, titel: Title}", "roles:\n"),
    "a key again": lines("rulebook: x"),
    "a key that is a list": lines("? [a]\n: x"),
    "an anchor": lines("  - &a x", "roles:\n"),
    "an item that is no group": lines("  - x", "bands:\n"),
    "an id again": lines("  - {id: lead, title: Title}", "roles:\n"),
    "a weight of nothing": lines(
        f"      - {{id: question-#, {QUESTION}}}",
        "sections:\n  - id: section\n    title: T\n    weight: 1\n    why: W\n    questions:\n",
    ),
    "a name of nothing": lines(f"  - {{id: notice-#, {NOTICE.replace('law-01', 'law-#')}}}", "notices:\n"),
    "an option again": b"notices:\n  - {id: notice, " + NOTICE.replace("wales", "wales, " * COUNT).encode() + b"}\n",
    "a brace alone": lines("  - {id: role-#, title: 'A { alone {'}", "roles:\n"),
    "a worked example that is not true": lines(
        "  - {name: Example #, profile: {stage: idea, nation: wales}, answers: {}, expect: {evidenced: 55}}",
        "examples:\n",
    ),
}
EVIDENCE = {
    "a claim again": lines("  - {id: law-01, source: law, pinpoint: P, finding: F}", "claims:\n"),
    "a claim of nothing": lines("  - {id: law-#, source: nothing-#, pinpoint: P, finding: F}", "claims:\n"),
}
FILES = {
    **{name: Files(patched(GOOD.readiness, broken), GOOD.evidence) for name, broken in READINESS.items()},
    **{name: Files(GOOD.readiness, patched(GOOD.evidence, broken)) for name, broken in EVIDENCE.items()},
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES.keys())
def test_a_hundred_mistakes_are_reported_and_that_there_are_more(files: Files) -> None:
    found = load_rulebook(*files)
    assert isinstance(found, tuple)
    assert found[0].sentence == MORE
    assert len(found) == MOST + 1
    assert len(set(found)) == MOST + 1


def test_exactly_a_hundred_mistakes_are_reported_without_that_sentence() -> None:
    roles = "roles:\n  - {id: lead, title: T}\n  - {id: finance, title: T}\n"
    broken = roles.encode() + b"  - {id: lead, title: T}\n" * MOST
    found = load_rulebook(patched(GOOD.readiness, broken), GOOD.evidence)
    assert isinstance(found, tuple)
    assert len(found) == MOST
    assert MORE not in [problem.sentence for problem in found]


def test_the_parser_collects_no_more_mistakes_than_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def count(text: str, at: int) -> tuple[int, int]:
        counted.append(at)
        return line_and_column(text, at)

    monkeypatch.setattr("assess.core.syntax.yaml_reader.line_and_column", count)
    document, problems = scan(READINESS["a key again"], "readiness.yaml")
    assert document is not None
    assert (len(problems), len(counted)) == (MOST + 1, MOST + 1)


@pytest.mark.parametrize(("known", "searches"), [(LOOKED_THROUGH, 1), (LOOKED_THROUGH + 1, 0)])
def test_similar_names_are_searched_only_up_to_a_limit(
    known: int, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def seek(name: str, *how: Any) -> list[str]:
        sought.append(name)
        return get_close_matches(name, *how)

    monkeypatch.setattr("assess.core.syntax.suggestions.get_close_matches", seek)
    told = suggestion("other", [f"name-{number}" for number in range(known)])
    assert len(sought) == searches
    assert told == ("None of the 2000 known names is like it." if searches else "It is none of the 2,001 known names.")
