"""The types of entity that have a form: their paths in the files, and their fields."""

from assess.core.loading.loader import READINESS_FILENAME
from assess.web.rules_editor import choices
from assess.web.rules_editor.evidence_entities import CLAIM, SOURCE
from assess.web.rules_editor.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.models import (
    CITATION_HINT,
    CLAIMS_FIELD,
    FACTS_ONLY_HINT,
    EntityType,
    SubItems,
    build_condition_field,
)
from assess.web.rules_editor.profile_entities import CASE, DERIVED, DIFFERENCE, FACT, NOTICE

_TAKES_FROM_HINT = "The word estimate, or short names of findings, one on each line."
_WORST_HINT = "Select the worst answers to a question, from the first without a gap."

_WHY_FIELD = FieldSpec("why", "Why we ask", WidgetKind.AREA, CITATION_HINT)
_WEIGHT_FIELD = FieldSpec(
    "weight", "Weight", WidgetKind.NUMBER, "A whole number from 1. Twice the weight counts twice as much.", initial="3"
)
_ANSWER_ITEMS = SubItems(
    "options",
    "answer",
    "text",
    (FieldSpec("text", "Text", WidgetKind.AREA), FieldSpec("points", "Points", WidgetKind.NUMBER)),
    is_growable=True,
)

_HEADING = EntityType(
    "heading",
    READINESS_FILENAME,
    (),
    (
        FieldSpec("title", "Title of the rules"),
        FieldSpec(
            "version",
            "Version",
            WidgetKind.SHORT,
            "Three numbers, such as 1.2.0. Higher than every published version.",
        ),
        FieldSpec("effective_from", "Date", WidgetKind.DATE, "For information only. For example, 2026-11-22."),
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
            FieldSpec("from", "From how many of 100", WidgetKind.NUMBER),
            FieldSpec("label", "Label"),
            FieldSpec("meaning", "What it means", WidgetKind.AREA),
        ),
    ),
    path=("bands",),
    heading="Bands",
    lead="A result is in the highest band whose score it reaches, unless a blocker or a missing need holds it lower.",
)
_WEIGHTS = EntityType(
    "weights",
    READINESS_FILENAME,
    (),
    sub_items=SubItems("", "barrier", "title", (FieldSpec("weight", "Weight", WidgetKind.NUMBER),)),
    path=("sections",),
    heading="Weights of the barriers",
    lead="A barrier’s share is its weight divided by the sum of all weights.",
)
_SECTION = EntityType(
    "section",
    READINESS_FILENAME,
    ("sections",),
    (FieldSpec("title", "Title"), FieldSpec("why", "Why it matters", WidgetKind.AREA)),
    SubItems("questions", "question", "text", (FieldSpec("weight", "Weight", WidgetKind.NUMBER),)),
    is_growable=False,
)
_QUESTION = EntityType(
    "question",
    READINESS_FILENAME,
    ("sections", "questions"),
    (
        FieldSpec("text", "Question", WidgetKind.AREA, "Ends with a question mark."),
        FieldSpec("help", "Help", WidgetKind.AREA, "How to find out, in a sentence or two."),
        _WHY_FIELD,
        _WEIGHT_FIELD,
        FieldSpec("from_stage", "Due from", WidgetKind.CHOICE, choices=choices.list_stages, optional=True),
        FieldSpec("ask_if", "Asked only if", WidgetKind.CONDITION, FACTS_ONLY_HINT, choices.list_facts, optional=True),
        FieldSpec("not_asked_because", "What to say while it is not asked", WidgetKind.AREA, optional=True),
        FieldSpec("ask", "Who usually knows", WidgetKind.NAMES, choices=choices.list_roles),
        FieldSpec("evidence", "What would prove it", WidgetKind.LINES, "One on each line."),
        FieldSpec(
            "may_not_apply",
            "Can someone answer “It does not apply”?",
            WidgetKind.RADIOS,
            "Not for a question in a blocker.",
            choices.list_yes_no,
            initial="true",
        ),
        CLAIMS_FIELD,
    ),
    _ANSWER_ITEMS,
    title_key="text",
)
_RECOMMENDATION = EntityType(
    "recommendation",
    READINESS_FILENAME,
    ("recommendations",),
    (
        FieldSpec("title", "Title", WidgetKind.LINE, "Starts with a verb, without a full stop."),
        FieldSpec("why", "Why", WidgetKind.AREA, CITATION_HINT),
        FieldSpec("steps", "Steps", WidgetKind.LINES, "One step on each line."),
        FieldSpec("lead", "Who leads it", WidgetKind.CHOICE, choices=choices.list_roles),
        FieldSpec("support", "Who supports it", WidgetKind.NAMES, choices=choices.list_roles, optional=True),
        FieldSpec("takes", "How long it takes", WidgetKind.LINE,
                  "In words. For example, 4 to 8 weeks.", initial="4 to 8 weeks"),
        FieldSpec("takes_from", "Source of the time", WidgetKind.CLAIMS, _TAKES_FROM_HINT, initial="estimate"),
        FieldSpec("effort", "Effort", WidgetKind.RADIOS, choices=choices.list_efforts, initial="weeks"),
        FieldSpec("done_when", "Done when", WidgetKind.AREA),
        build_condition_field("When it applies", "", choices.list_subjects),
        CLAIMS_FIELD,
    ),
    child_type="difference",
)  # fmt: skip
_MESSAGE_FIELDS = (
    FieldSpec("says", "What is wrong", WidgetKind.AREA, CITATION_HINT),
    FieldSpec("lifted_by", "What lifts it", WidgetKind.AREA),
)
_TRIGGER_FIELD = build_condition_field("When it applies", _WORST_HINT, choices.list_subjects)
_BLOCKER = EntityType(
    "blocker",
    READINESS_FILENAME,
    ("blockers",),
    (
        *_MESSAGE_FIELDS,
        _TRIGGER_FIELD,
        FieldSpec("caps_at", "Highest band while it is true", WidgetKind.CHOICE, choices=choices.list_bands),
        CLAIMS_FIELD,
    ),
    title_key="says",
)
_WARNING = EntityType(
    "warning", READINESS_FILENAME, ("warnings",), (*_MESSAGE_FIELDS, _TRIGGER_FIELD, CLAIMS_FIELD), title_key="says"
)
_ROLE = EntityType(
    "role", READINESS_FILENAME, ("roles",), (FieldSpec("title", "Title", WidgetKind.LINE, "A role, never a name."),)
)
_TERM = EntityType(
    "term",
    READINESS_FILENAME,
    ("glossary",),
    (FieldSpec("term", "Word"), FieldSpec("means", "What it means", WidgetKind.AREA)),
    title_key="term",
    id_key="term",
    label="word",
)
ENTITY_TYPES = {
    thing.name: thing
    for thing in (
        _HEADING, _BANDS, _WEIGHTS, _SECTION, _QUESTION, _RECOMMENDATION, _BLOCKER, _WARNING, NOTICE, _ROLE, FACT,
        DERIVED, CASE, DIFFERENCE, _TERM, SOURCE, CLAIM,
    )
}  # fmt: skip
"""Every type of entity that has a form, by its name in URLs."""
