"""The JSON Schema that editors use."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assess.core.loading.schema import MODELS_BY_FILE, build_json_schema
from assess.core.syntax.yaml_reader import Document, load_yaml
from tests.core.invalid_rules_files import VALID_FILES
from tests.frozen import read_rules_files

SHIPPED = Path(__file__).parents[3] / "rules"
PAGE = Path(__file__).parents[3].joinpath("docs", "rules-format.md").read_text("utf-8")
SCHEMAS = {name: build_json_schema(name, PAGE) for name in MODELS_BY_FILE}
NUMBERS = {"from", "weight", "points", "above", "below", "at_least", "at_most", "evidenced", "possible"}
TRUTHS = {"true": True, "false": False}


def convert_scalars(tree: Any, key: str = "") -> Any:
    """Convert plain text to the numbers and booleans that an editor reads."""
    if isinstance(tree, dict):
        return {name: convert_scalars(value, name) for name, value in tree.items()}
    if isinstance(tree, list):
        return [convert_scalars(value) for value in tree]
    if key in NUMBERS and tree.isdigit():
        return int(tree)
    return TRUTHS.get(tree, tree) if key in ("required", "may_not_apply") else str(tree)


def list_schema_errors(name: str, data: bytes) -> list[str]:
    """Return the errors that the schema of this file reports."""
    document = load_yaml(data, name)
    assert isinstance(document, Document)
    found = Draft202012Validator(SCHEMAS[name]).iter_errors(convert_scalars(document.tree))
    return [each.message for each in found]


@pytest.mark.parametrize("name", ["readiness.yaml", "evidence.yaml"])
def test_a_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["description"].startswith(f"The whole of rules/{name}")


@pytest.mark.parametrize("name", ["readiness.yaml", "evidence.yaml"])
def test_valid_rules_match_their_schema(name: str) -> None:
    assert list_schema_errors(name, read_rules_files()[name]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 3", "wieght: 3"),
        ("weight: 3", "weight: heavy"),
        ("may_not_apply: false", "may_not_apply: maybe"),
        ("effort: days", "effort: ages"),
        ("id: plan-written", "id: Plan Written"),
        ("is: [none]", "is: none"),
    ],
)
def test_a_mistake_violates_the_schema(old: str, new: str) -> None:
    assert list_schema_errors("readiness.yaml", VALID_FILES.readiness) == []
    assert list_schema_errors("readiness.yaml", VALID_FILES.readiness.replace(old.encode(), new.encode(), 1)) != []


@pytest.mark.parametrize("name", MODELS_BY_FILE)
def test_the_schema_beside_a_rules_file_is_current(name: str) -> None:
    """Made by `assess schema NAME > rules/NAME.schema.json`, so that editors complete and check."""
    beside = SHIPPED / name.replace(".yaml", ".schema.json")
    assert json.loads(beside.read_text("utf-8")) == SCHEMAS[name]


@pytest.mark.parametrize("name", MODELS_BY_FILE)
def test_every_field_has_a_description(name: str) -> None:
    """An editor shows it when the pointer rests on the name of the field."""
    groups = {"": SCHEMAS[name], **SCHEMAS[name]["$defs"]}
    bare = [
        (group, field)
        for group, described in groups.items()
        for field, about in described["properties"].items()
        if not about.get("description")
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("group", "field", "words"),
    [
        ("Question", "weight", "How much it counts in its section: a whole number from 1. (Needed.)"),
        ("Question", "ask_if", "A condition on facts. While it is false the question is not asked. (Optional.)"),
        ("Claim", "pinpoint", "Where in it: a section, regulation, page or paragraph. (Needed.)"),
        ("Role", "id", "For ask, lead and support to refer to. (Needed.)"),
    ],
)
def test_the_description_of_a_field_matches_the_format_documentation(group: str, field: str, words: str) -> None:
    groups = {**SCHEMAS["readiness.yaml"]["$defs"], **SCHEMAS["evidence.yaml"]["$defs"]}
    assert groups[group]["properties"][field]["description"] == words


def test_the_condition_groups_of_the_file_format_have_descriptions() -> None:
    assert all(about["description"] for about in SCHEMAS["readiness.yaml"]["$defs"].values())
