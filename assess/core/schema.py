"""Describe the rules files as JSON Schema, so that an editor can help while they are typed."""

from collections.abc import Mapping
from typing import Any

from assess.core.evidence import Evidence
from assess.core.model import Rules

DIALECT = "https://json-schema.org/draft/2020-12/schema"


FILES: Mapping[str, type[Rules] | type[Evidence]] = {"readiness.yaml": Rules, "evidence.yaml": Evidence}


def json_schema(file: str = "readiness.yaml") -> dict[str, Any]:
    """Give the JSON Schema of one rules file, by the file's name."""
    return {"$schema": DIALECT, **FILES[file].model_json_schema(by_alias=True)}
