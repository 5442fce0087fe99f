"""JSON Schema of the rules files, for completion and checks in editors.

The fields are documented in docs/rules-format.md only; their descriptions in the schema are taken from there.
"""

import re
from collections.abc import Mapping
from typing import Any

from assess.core.model import evidence
from assess.core.model import rules as model_rules
from assess.core.model.fields import Value

DIALECT = "https://json-schema.org/draft/2020-12/schema"


FILES: Mapping[str, type[Value]] = {"readiness.yaml": model_rules.Rules, "evidence.yaml": evidence.Evidence}
HEADINGS: Mapping[str, type[Value]] = {
    "The whole file": model_rules.Rules,
    "The heading": model_rules.Heading,
    "A band": model_rules.Band,
    "A role": model_rules.Role,
    "A fact": model_rules.Fact,
    "An option of a fact": model_rules.Choice,
    "A derived fact": model_rules.Derived,
    "A row of a derived fact's table": model_rules.Lookup,
    "A case under unless": model_rules.Exception_,
    "A notice": model_rules.Notice,
    "A section": model_rules.Section,
    "A question": model_rules.Question,
    "An option of a question": model_rules.Option,
    "A blocker": model_rules.Blocker,
    "A warning": model_rules.Warning_,
    "A recommendation": model_rules.Recommendation,
    "What is different elsewhere": model_rules.Elsewhere,
    "A word in the glossary": model_rules.Term,
    "A worked example": model_rules.Example,
    "What a worked example expects": model_rules.Expected,
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

PART = re.compile(r"^### (.+)\n((?:(?!##).*\n?)*)", re.MULTILINE)
ENTRY = re.compile(r"^- `([^`]+)` \((needed|optional)\): (\S.*(?:\n  \S.*)*)", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def json_schema(file: str, page: str) -> dict[str, Any]:
    """Build the JSON Schema of a rules file; `page` is the text of docs/rules-format.md, which has the descriptions."""
    schema = {"$schema": DIALECT, **FILES[file].model_json_schema(by_alias=True)}
    told = {kind.__name__: fields for kind, fields in explanations(page).items()}
    for name, described in {FILES[file].__name__: schema, **schema["$defs"]}.items():
        for field, words in told[name].items():
            described["properties"][field]["description"] = words
    return schema


def explanations(page: str) -> Mapping[type[Value], Mapping[str, str]]:
    """Parse the description of each field of each model from the page, without Markdown markup."""
    parts = dict(PART.findall(page))
    return {
        kind: {field: sentence(needed, words) for field, needed, words in ENTRY.findall(parts[heading])}
        for heading, kind in HEADINGS.items()
    }


def sentence(needed: str, words: str) -> str:
    """Format an entry of the page as a description in plain text."""
    bare = LINK.sub(r"\1", " ".join(words.split())).replace("`", "")
    return f"{bare[0].upper()}{bare[1:]} ({needed.capitalize()}.)"
