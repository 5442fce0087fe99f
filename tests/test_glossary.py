"""Tests of the words that people read."""

from pathlib import Path

import pytest

_TOP = Path(__file__).parent.parent
_TEXTS = [*(_TOP / "templates").rglob("*.html"), *(_TOP / "assess").rglob("*.py")]


@pytest.mark.parametrize(
    "words",
    [
        "No blocker was found",
        "No recommendation follows",
        "Nothing is left to recommend",
        "No warning is known",
        "Every answer is known",
        "the whole gap between",
    ],
)
def test_no_template_or_message_uses_words_that_the_glossary_rules_out(words: str) -> None:
    assert words in (_TOP / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [path.name for path in _TEXTS if words in path.read_text(encoding="utf-8")] == []
