"""The types of entity that have a form: their paths in the files, and their fields."""

from assess.core.loading.loader import READINESS_FILENAME
from assess.web.rules_editor.entity_types import choices
from assess.web.rules_editor.entity_types.evidence import CLAIM, SOURCE
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.entity_types.models import (
    CITATION_HINT,
    CLAIMS_FIELD,
    OPTIONAL_CLAIMS_FIELD,
    EntityType,
    SubItems,
    build_condition_field,
)
from assess.web.rules_editor.entity_types.profile import CASE, DERIVED, DIFFERENCE, FACT, NOTICE
from assess.web.rules_editor.entity_types.question import QUESTION

_WORST_HINT = "Select the worst answers to a question, from the first without a gap."

_HEADING = EntityType(
    "heading",
    READINESS_FILENAME,
    (),
    (
        FieldSpec("title", "Title of the rules", missing="Enter the title of the rules"),
        FieldSpec(
            "version",
            "Version",
            WidgetKind.LINE,
            "Three numbers, such as 1.2.0. Higher than every published version.",
            missing="Enter the version",
        ),
        FieldSpec(
            "effective_from",
            "Date",
            WidgetKind.DATE,
            "For information only. For example, 22 November 2026.",
            missing="Enter the date",
        ),
    ),
    path=("rulebook",),
    heading="Title, version and date",
)
_BANDS = EntityType(
    "bands",
    READINESS_FILENAME,
    (),
    sub_items=SubItems(
        "",
        "band",
        "label",
        (
            FieldSpec(
                "from", "From how many of 100", WidgetKind.NUMBER, missing="Enter where {part} starts", noun="The start"
            ),
            FieldSpec("label", "Label", missing="Enter the label of {part}"),
            FieldSpec("meaning", "What it means", WidgetKind.AREA, missing="Enter what {part} means"),
        ),
    ),
    path=("bands",),
    heading="Bands",
    lead="A result is in the highest band whose score it reaches, unless a blocker or a missing need holds it lower.",
)
_LIMITS = EntityType(
    "limits",
    READINESS_FILENAME,
    (),
    (
        FieldSpec(
            "needs",
            "Highest band while something that the stage needs is missing",
            WidgetKind.CHOICE,
            "Needed as soon as a question says what a stage needs. Below the highest band.",
            choices.list_lower_bands,
            optional=True,
            depends=True,
            missing="Choose the highest band",
            inner="cap",
        ),
        FieldSpec(
            "score_from",
            "How many questions must be due before there is a score",
            WidgetKind.NUMBER,
            "With fewer, the result says that it is too early to score.",
            optional=True,
            noun="The number of questions",
        ),
    ),
    path=(),
    heading="Needs and scores",
    lead="What a missing need does to the result, and from when on there is a score.",
)
_WEIGHTS = EntityType(
    "weights",
    READINESS_FILENAME,
    (),
    sub_items=SubItems(
        "",
        "barrier",
        "title",
        (FieldSpec("weight", "Weight", WidgetKind.NUMBER, missing="Enter the weight of {part}"),),
    ),
    path=("sections",),
    heading="Weights of the barriers",
    lead="A barrier’s share is its weight divided by the sum of all weights.",
)
_SECTION = EntityType(
    "section",
    READINESS_FILENAME,
    ("sections",),
    (
        FieldSpec("title", "Title", missing="Enter the title of the barrier"),
        FieldSpec("why", "Why it matters", WidgetKind.AREA, missing="Enter why it matters"),
    ),
    SubItems(
        "questions",
        "question",
        "text",
        (FieldSpec("weight", "Weight", WidgetKind.NUMBER, missing="Enter the weight of {part}"),),
    ),
    is_growable=False,
    label="barrier",
)
_RECOMMENDATION = EntityType(
    "recommendation",
    READINESS_FILENAME,
    ("recommendations",),
    (
        FieldSpec("title", "What to do", WidgetKind.LINE, "Starts with a verb, without a full stop.",
                  missing="Enter what to do"),
        FieldSpec("why", "Why", WidgetKind.AREA, CITATION_HINT, missing="Enter why it is recommended"),
        FieldSpec("steps", "Steps", WidgetKind.LINES, "One step on each line.", missing="Enter at least one step"),
        FieldSpec("lead", "Who leads it", WidgetKind.CHOICE, choices=choices.list_roles,
                  missing="Choose who leads it"),
        FieldSpec("support", "Who supports it", WidgetKind.NAMES, choices=choices.list_roles, optional=True),
        FieldSpec("takes", "How long it takes", WidgetKind.LINE, "In words. For example, 4 to 8 weeks.",
                  initial="4 to 8 weeks", missing="Enter how long it takes"),
        FieldSpec("takes_from", "Source of the time", WidgetKind.AUTHORITY, initial="estimate",
                  missing="Choose at least one finding that says so, or select “It is our estimate”"),
        FieldSpec("effort", "Effort", WidgetKind.RADIOS, choices=choices.list_efforts, initial="weeks",
                  missing="Select the effort"),
        FieldSpec("done_when", "Done when", WidgetKind.AREA, "What would show that it is done.",
                  missing="Enter what would show that it is done"),
        build_condition_field("When it applies", "The answers or facts for which it is recommended.",
                              choices.list_subjects),
        CLAIMS_FIELD,
    ),
    child_type="difference",
)  # fmt: skip
_MESSAGE_FIELDS = (
    FieldSpec("says", "What is wrong", WidgetKind.AREA, CITATION_HINT, missing="Enter what is wrong"),
    FieldSpec("lifted_by", "What lifts it", WidgetKind.AREA, "Begin with a verb, such as “ask” or “agree”.",
              missing="Enter what lifts it"),
)  # fmt: skip
_TRIGGER_FIELD = build_condition_field("When it applies", _WORST_HINT, choices.list_subjects)
_BLOCKER = EntityType(
    "blocker",
    READINESS_FILENAME,
    ("blockers",),
    (
        *_MESSAGE_FIELDS,
        _TRIGGER_FIELD,
        FieldSpec("caps_at", "Highest band while it is true", WidgetKind.CHOICE, choices=choices.list_bands,
                  missing="Choose the highest band while it is true"),
        CLAIMS_FIELD,
    ),
    title_key="says",
)  # fmt: skip
_WARNING = EntityType(
    "warning", READINESS_FILENAME, ("warnings",), (*_MESSAGE_FIELDS, _TRIGGER_FIELD, CLAIMS_FIELD), title_key="says"
)
_CONTRADICTION = EntityType(
    "contradiction",
    READINESS_FILENAME,
    ("contradictions",),
    (
        FieldSpec(
            "says",
            "What does not fit together",
            WidgetKind.AREA,
            CITATION_HINT,
            missing="Enter what does not fit together",
        ),
        build_condition_field(
            "Shown if",
            "Answers and facts that cannot all be right. It changes no figure.",
            choices.list_answers_and_facts,
        ),
        OPTIONAL_CLAIMS_FIELD,
    ),
    title_key="says",
)
_ROLE = EntityType(
    "role",
    READINESS_FILENAME,
    ("roles",),
    (FieldSpec("title", "Title", WidgetKind.LINE, "A role, never a name.", missing="Enter the title of the role"),),
)
_TERM = EntityType(
    "term",
    READINESS_FILENAME,
    ("glossary",),
    (
        FieldSpec("term", "Word", missing="Enter the word"),
        FieldSpec("means", "What it means", WidgetKind.AREA, missing="Enter what it means"),
    ),
    title_key="term",
    id_key="term",
    label="word",
)
ENTITY_TYPES = {
    thing.name: thing
    for thing in (
        _HEADING, _BANDS, _LIMITS, _WEIGHTS, _SECTION, QUESTION, _RECOMMENDATION, _BLOCKER, _WARNING, _CONTRADICTION,
        NOTICE, _ROLE, FACT, DERIVED, CASE, DIFFERENCE, _TERM, SOURCE, CLAIM,
    )
}  # fmt: skip
"""Every type of entity that has a form, by its name in URLs."""
