"""Show that no edit of an officer breaks a test: `python -m tests.officer_edits [EDIT …] [-- PYTEST ARGUMENTS]`.

Each edit, or several joined by +, is made in the rules of a copy of the repository, where all tests run except those in
a browser.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assess.core.syntax.yaml_reader import Document, load_yaml
from assess.core.yaml_edit.edits import AddItem, apply_edits

TOP = Path(__file__).parent.parent
READINESS = "readiness.yaml"
VENDORED = ("assess/web/static/vendor", "assess/report/fonts")
"""Folders that assets/fetch.py fills, and git ignores."""


def change_weight(rules: bytes) -> bytes:
    """Make a change such as README.md gives as an example: another weight of the first barrier, and a new version."""
    return _raise_number(_raise_number(rules, rb"(?m)^    weight: (\d+)$", 10), rb"version: \d+\.\d+\.(\d+)", 1)


def _raise_number(text: bytes, pattern: bytes, more: int) -> bytes:
    """Raise the first number that a pattern finds."""
    found = re.search(pattern, text)
    assert found, pattern
    return text[: found.start(1)] + str(int(found[1]) + more).encode() + text[found.end(1) :]


def add_question(rules: bytes) -> bytes:
    """Add a question to the first section with a recommendation, as rules/README.md describes."""
    document = load_yaml(rules, READINESS)
    assert isinstance(document, Document)
    tree: Any = document.tree
    questions, recommendations = tree["sections"][0]["questions"], tree["recommendations"]
    question = {**questions[-1], "id": "added-question", "text": "Has the new question been settled?"}
    weak = [option["id"] for option in question["options"][:-1]]
    advice = {**recommendations[0], "id": "added-advice", "when": {"question": "added-question", "is": weak}}
    edited = apply_edits(
        {READINESS: rules},
        [
            AddItem(READINESS, ("sections", 0, "questions"), question, len(questions)),
            AddItem(READINESS, ("recommendations",), advice, len(recommendations)),
        ],
    )
    assert isinstance(edited, dict), edited
    return edited[READINESS]


def break_file(rules: bytes) -> bytes:
    """Make a mistake with which the rules do not load."""
    return re.sub(rb"(?m)^    weight: \d+$", b"    wieght: many", rules, count=1)


EDITS: Mapping[str, Callable[[bytes], bytes]] = {
    "weight": change_weight,
    "question": add_question,
    "broken": break_file,
}
REPORTS_BROKEN_RULES = "tests/test_rules.py::test_the_shipped_rules_load"
"""The one test that fails if the shipped rules do not load, as `assess check rules/` does."""


def copy_repository(target: Path) -> None:
    """Copy the files that git tracks or would track, and the vendored ones."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.splitlines()
    vendored = [path.relative_to(TOP) for name in VENDORED for path in (TOP / name).rglob("*") if path.is_file()]
    for name in {*map(Path, listed), *vendored}:
        if (TOP / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, target / name)


def run_tests(edits: str, options: Sequence[str]) -> int:
    """Run the tests in a copy of the repository with these edits, and return the exit code of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_repository(copy)
        rules = copy / "rules" / READINESS
        for each in edits.split("+"):
            before = rules.read_bytes()
            rules.write_bytes(EDITS[each](before))
            assert rules.read_bytes() != before, each
        skipped = ["--ignore=tests/browser", *([f"--deselect={REPORTS_BROKEN_RULES}"] if "broken" in edits else [])]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *skipped, *options]
        print(f"== {edits}", flush=True)
        return subprocess.run(
            command, cwd=copy, check=False, env={"PYTHONPATH": folder, "PATH": "/usr/bin:/bin"}
        ).returncode


def main(arguments: Sequence[str]) -> int:
    """Run the tests after each edit, and return 1 if any failed."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    names, options = arguments[:split] or ["weight+question", "broken"], arguments[split + 1 :]
    return max(int(run_tests(name, options) != 0) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
