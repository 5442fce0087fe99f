"""Describe the rules files as JSON Schema, so that an editor can help while they are typed."""

from typing import Any

from assess.core.model import Evidence, Rules

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of each rules file by the file's name."""
    return {"readiness.yaml": schema_of(Rules), "evidence.yaml": schema_of(Evidence)}


def schema_of(model: type[Rules] | type[Evidence]) -> dict[str, Any]:
    """Give the JSON Schema of one file."""
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
