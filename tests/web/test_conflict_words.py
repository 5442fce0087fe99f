"""What was saved meanwhile may be one's own, from another window, so no message says that somebody else did it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import assess
from assess import resources

WRONG = re.compile(
    r"some(?:one|body) else (?:has |had )?(?:changed|saved|removed|published|deleted)|another person", re.IGNORECASE
)


def iter_messages() -> Iterator[tuple[str, str]]:
    """Yield every text of the program that is no docstring, and every template without its comments."""
    for path in Path(assess.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
                yield path.name, node.value
    for path in resources.find_folder("templates").rglob("*.html"):
        yield path.name, re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)


def test_no_message_says_that_somebody_else_saved() -> None:
    messages = list(iter_messages())
    assert any("was saved after you opened it" in text for _, text in messages)
    assert [(name, text) for name, text in messages if WRONG.search(text)] == []
