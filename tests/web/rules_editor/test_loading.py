"""How often rules are loaded and files are parsed for one edited weight with a worked example that it changes."""

from collections import Counter
from collections.abc import Callable
from inspect import unwrap
from pathlib import Path
from typing import Any

import pytest

from assess.core.loading import loader
from assess.core.loading.documents import parse_rules_file
from assess.core.syntax import yaml_reader
from assess.core.validation.rules import check_rules
from assess.releases import rulebook_cache
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import submit_form

QUESTION = "/rules/draft/question/fund-told"
TEXT = "/rules/text/readiness"
EXAMPLE = """
examples:
  - name: A fund that was told
    profile: {nation: england, stage: idea, members: 12}
    answers: {fund-told: told}
    expect: {evidenced: 33}
"""
Edit = Callable[[StrictClient, Path], None]


class Loads:
    """How many times rules were loaded whole, and how often each text was parsed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.whole, self.parsed = 0, Counter[tuple[str, str]]()
        parser = yaml_reader._YamlParser

        def check(*given: Any) -> Any:
            self.whole += 1
            return check_rules(*given)

        def parse(text: str, file: str) -> Any:
            self.parsed[file, text] += 1
            return parser(text, file)

        patch.setattr(loader, "check_rules", check)
        patch.setattr(yaml_reader, "_YamlParser", parse)


@pytest.fixture(autouse=True)
def nothing_loaded_by_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check rules in this file without the cache that all tests share."""
    monkeypatch.setattr(rulebook_cache, "check_files", unwrap(rulebook_cache.check_files))


@pytest.fixture
def rules(rules: Path) -> Path:
    """The folder of the small rules, with a worked example."""
    path = rules / "readiness.yaml"
    path.write_text(path.read_text() + EXAMPLE)
    return rules


@pytest.fixture
def loads(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> Loads:
    """The loads after the rules in force were first shown."""
    assert client.get(QUESTION).status_code == 200
    parse_rules_file.cache_clear()
    return Loads(monkeypatch)


def edit_form(client: StrictClient, _rules: Path) -> None:
    submit_form(client, QUESTION, weight="5")


def edit_text(client: StrictClient, rules: Path) -> None:
    submit_form(client, TEXT, text=(rules / "readiness.yaml").read_text().replace("weight: 2", "weight: 5"))


def edit_disk(_client: StrictClient, rules: Path) -> None:
    path = rules / "readiness.yaml"
    path.write_text(path.read_text().replace("weight: 2", "weight: 5"))


@pytest.mark.parametrize(("edit", "parses"), [(edit_form, 2), (edit_text, 1), (edit_disk, 1)])
def test_one_edited_weight_is_loaded_once_and_no_text_is_parsed_twice(
    client: StrictClient, rules: Path, loads: Loads, edit: Edit, parses: int
) -> None:
    edit(client, rules)
    pages = [client.get(path).text for path in ("/rules/draft", TEXT, QUESTION, "/rules/publish")]
    assert "weight: 5" in pages[1]
    assert loads.whole == 1
    assert set(loads.parsed.values()) == {1}
    assert Counter(file for file, _ in loads.parsed) == {"readiness.yaml": parses, "evidence.yaml": 1}
