"""JSON Schema of the rules files, for completion and checks in editors.

The fields are documented in docs/rules-format.md only; their descriptions in the schema are taken from there.
"""

import re
from collections.abc import Mapping
from typing import Any

from assess.core.model import evidence
from assess.core.model import rules as model_rules
from assess.core.model.fields import FrozenModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


MODELS_BY_FILE: Mapping[str, type[FrozenModel]] = {
    "readiness.yaml": model_rules.Rules,
    "evidence.yaml": evidence.Evidence,
}
MODELS_BY_HEADING: Mapping[str, type[FrozenModel]] = {
    "The whole file": model_rules.Rules,
    "The heading": model_rules.RulebookHeader,
    "A band": model_rules.Band,
    "What needs do": model_rules.NeedsPolicy,
    "A role": model_rules.Role,
    "A fact": model_rules.Fact,
    "An option of a fact": model_rules.FactOption,
    "A derived fact": model_rules.DerivedFact,
    "A row of a derived fact's table": model_rules.LookupRow,
    "A case under unless": model_rules.Override,
    "A notice": model_rules.Notice,
    "A section": model_rules.Section,
    "A question": model_rules.Question,
    "An option of a question": model_rules.QuestionOption,
    "A blocker": model_rules.Blocker,
    "A warning": model_rules.WarningRule,
    "A contradiction": model_rules.Contradiction,
    "A recommendation": model_rules.Recommendation,
    "What is different elsewhere": model_rules.LocalVariation,
    "A word in the glossary": model_rules.GlossaryTerm,
    "A worked example": model_rules.WorkedExample,
    "What a worked example expects": model_rules.ExpectedResult,
    "A condition on a question": model_rules.QuestionCondition,
    "A condition on a fact": model_rules.ProfileCondition,
    "A condition on a section": model_rules.SectionCondition,
    "All parts": model_rules.AllOf,
    "Any part": model_rules.AnyOf,
    "Not": model_rules.Not,
    "The whole evidence file": evidence.Evidence,
    "A source": evidence.Source,
    "A claim": evidence.Claim,
}
"""The model whose fields are documented under each heading of docs/rules-format.md."""

_SECTION_PATTERN = re.compile(r"^### (.+)\n((?:(?!##).*\n?)*)", re.MULTILINE)
_ENTRY_PATTERN = re.compile(r"^- `([^`]+)` \((needed|optional)\): (\S.*(?:\n  \S.*)*)", re.MULTILINE)
_LINK_PATTERN = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def build_json_schema(file: str, page: str) -> dict[str, Any]:
    """Build the JSON Schema of a rules file; `page` is the text of docs/rules-format.md, which has the descriptions."""
    schema = {"$schema": _DIALECT, **MODELS_BY_FILE[file].model_json_schema(by_alias=True)}
    descriptions = {kind.__name__: fields for kind, fields in _parse_descriptions(page).items()}
    for name, definition in {MODELS_BY_FILE[file].__name__: schema, **schema["$defs"]}.items():
        for field, words in descriptions[name].items():
            definition["properties"][field]["description"] = words
    return schema


def _parse_descriptions(page: str) -> Mapping[type[FrozenModel], Mapping[str, str]]:
    """Parse the description of each field of each model from the page, without Markdown markup."""
    parts = dict(_SECTION_PATTERN.findall(page))
    return {
        kind: {
            field: _format_description(needed, words) for field, needed, words in _ENTRY_PATTERN.findall(parts[heading])
        }
        for heading, kind in MODELS_BY_HEADING.items()
    }


def _format_description(requirement: str, words: str) -> str:
    """Format an entry of the page as a description in plain text."""
    bare = _LINK_PATTERN.sub(r"\1", " ".join(words.split())).replace("`", "")
    return f"{bare[0].upper()}{bare[1:]} ({requirement.capitalize()}.)"
