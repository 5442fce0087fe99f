"""The entity types that depend on the profile: facts, derived facts, notices and local variations."""

from assess.core.loading.loader import READINESS_FILENAME
from assess.web.rules_editor import choices
from assess.web.rules_editor.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.models import (
    CITATION_HINT,
    CLAIMS_FIELD,
    FACTS_ONLY_HINT,
    EntityType,
    SubItems,
    build_condition_field,
)

NOTICE = EntityType(
    "notice",
    READINESS_FILENAME,
    ("notices",),
    (
        FieldSpec("says", "What it says", WidgetKind.AREA, CITATION_HINT),
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
        FieldSpec("text", "Question", WidgetKind.AREA),
        FieldSpec("help", "Help", WidgetKind.AREA, optional=True),
        FieldSpec("page", "Heading of its page", hint="Facts with the same heading share a page.", optional=True),
        CLAIMS_FIELD,
    ),
    SubItems("options", "answer", "text", (FieldSpec("text", "Text"),)),
    title_key="text",
    is_growable=False,
)
_RESULT_FIELD = FieldSpec("is", "Value", WidgetKind.CHOICE, choices=choices.list_derived_values)
_NOTE_FIELD = FieldSpec("note", "Note", WidgetKind.AREA, CITATION_HINT, optional=True)
DERIVED = EntityType(
    "derived",
    READINESS_FILENAME,
    ("derived",),
    (FieldSpec("text", "The fact, as a question", WidgetKind.AREA),),
    SubItems(
        "table",
        "row",
        "",
        (_RESULT_FIELD, *(each._replace(hint="") for each in (_NOTE_FIELD, CLAIMS_FIELD))),
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
    (build_condition_field("True if", FACTS_ONLY_HINT, choices.list_facts), _RESULT_FIELD, _NOTE_FIELD, CLAIMS_FIELD),
    lead="Cases are checked before the table, in order.",
    id_key="",
)
DIFFERENCE = EntityType(
    "difference",
    READINESS_FILENAME,
    ("recommendations", "elsewhere"),
    (
        build_condition_field("Shown if", FACTS_ONLY_HINT, choices.list_facts),
        FieldSpec("says", "What is different", WidgetKind.AREA, CITATION_HINT),
        CLAIMS_FIELD,
    ),
    id_key="",
)
