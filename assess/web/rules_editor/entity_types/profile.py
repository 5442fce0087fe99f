"""The entity types that depend on the profile: facts, derived facts, notices and local variations."""

from assess.core.loading.loader import READINESS_FILENAME
from assess.web.rules_editor.entity_types import choices
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.entity_types.models import (
    CITATION_HINT,
    CLAIMS_FIELD,
    FACTS_ONLY_HINT,
    OPTIONAL_CLAIMS_FIELD,
    EntityType,
    SubItems,
    build_condition_field,
)

NOTICE = EntityType(
    "notice",
    READINESS_FILENAME,
    ("notices",),
    (
        FieldSpec("says", "What it says", WidgetKind.AREA, CITATION_HINT, missing="Enter what it says"),
        build_condition_field("Shown if", FACTS_ONLY_HINT, choices.list_facts),
        CLAIMS_FIELD,
    ),
    title_key="says",
)
FACT = EntityType(
    "fact",
    READINESS_FILENAME,
    ("profile",),
    (
        FieldSpec("text", "Question", WidgetKind.AREA, missing="Enter the question"),
        FieldSpec("help", "Help", WidgetKind.AREA, optional=True),
        FieldSpec("page", "Heading of its page", hint="Facts with the same heading share a page.", optional=True),
        OPTIONAL_CLAIMS_FIELD,
    ),
    SubItems(
        "options",
        "answer",
        "text",
        (
            FieldSpec("text", "Text", missing="Enter the text of {part}"),
            FieldSpec(
                "short",
                "Short name",
                hint="Used in marks and headings, such as “Going to councillors”. At most 40 characters.",
                optional=True,
                is_stage_only=True,
                missing="Enter the short name of {part}",
            ),
        ),
    ),
    title_key="text",
    is_growable=False,
)
_RESULT_FIELD = FieldSpec(
    "is",
    "Value",
    WidgetKind.CHOICE,
    choices=choices.list_derived_values,
    missing="Choose the value of {part}",
)
_NOTE_FIELD = FieldSpec("note", "Note", WidgetKind.AREA, CITATION_HINT, optional=True)
DERIVED = EntityType(
    "derived",
    READINESS_FILENAME,
    ("derived",),
    (FieldSpec("text", "The fact, as a question", WidgetKind.AREA, missing="Enter the fact, as a question"),),
    SubItems(
        "table",
        "row",
        "",
        (_RESULT_FIELD, *(each._replace(hint="") for each in (_NOTE_FIELD, OPTIONAL_CLAIMS_FIELD))),
        is_table=True,
    ),
    title_key="text",
    lead="No one is asked for this fact. It follows from the answer to another, row by row.",
    is_growable=False,
    child_type="case",
)
CASE = EntityType(
    "case",
    READINESS_FILENAME,
    ("derived", "unless"),
    (
        build_condition_field("True if", FACTS_ONLY_HINT, choices.list_facts),
        _RESULT_FIELD._replace(missing="Choose the value"),
        _NOTE_FIELD,
        OPTIONAL_CLAIMS_FIELD,
    ),
    lead="Cases are checked before the table, in order.",
    id_key="",
)
DIFFERENCE = EntityType(
    "difference",
    READINESS_FILENAME,
    ("recommendations", "elsewhere"),
    (
        build_condition_field("Shown if", FACTS_ONLY_HINT, choices.list_facts),
        FieldSpec("says", "What is different", WidgetKind.AREA, CITATION_HINT, missing="Enter what is different"),
        OPTIONAL_CLAIMS_FIELD,
    ),
    id_key="",
)
