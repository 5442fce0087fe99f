"""The question: its fields, its answers, and the five pages on which a new one is filled in."""

from assess.core.loading.loader import READINESS_FILENAME
from assess.web.rules_editor.entity_types import choices
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.entity_types.models import (
    CLAIMS_FIELD,
    FACTS_ONLY_HINT,
    EntityType,
    FormStep,
    SubItems,
)

_FIELDS = (
    FieldSpec(
        "text",
        "What do you ask?",
        WidgetKind.AREA,
        "One question about one thing, as you would say it to a colleague. It ends with a question mark.",
        missing="Enter the question",
    ),
    FieldSpec(
        "help",
        "How does an officer find out?",
        WidgetKind.AREA,
        "Whom to ask, what to look for, words to explain.",
        missing="Enter how an officer finds out",
    ),
    FieldSpec(
        "why",
        "Why does it matter?",
        WidgetKind.AREA,
        "Printed under “Why we ask”.",
        missing="Enter why it matters",
    ),
    FieldSpec(
        "evidence",
        "What would prove the answer?",
        WidgetKind.LINES,
        "One on each line.",
        missing="Enter at least one thing that would prove the answer",
    ),
    FieldSpec(
        "ask",
        "Who should be asked?",
        WidgetKind.NAMES,
        "The first role is asked first.",
        choices.list_roles,
        missing="Choose at least one role to ask",
    ),
    FieldSpec(
        "weight",
        "How much does it count within its barrier?",
        WidgetKind.NUMBER,
        "A whole number from 1. Twice the number counts twice as much.",
        initial="3",
        missing="Enter how much it counts within its barrier",
        noun="The weight",
    ),
    FieldSpec(
        "from_stage",
        "From which stage is it due?",
        WidgetKind.RADIOS,
        "It stays due at every later stage.",
        choices.list_first_stages,
        optional=True,
        depends=True,
    ),
    FieldSpec(
        "ask_if",
        "Which services are asked?",
        WidgetKind.CONDITION,
        f"All of them, unless you add a fact that decides. {FACTS_ONLY_HINT} Where a fact is blank, they are asked.",
        choices.list_facts,
        optional=True,
        depends=True,
    ),
    FieldSpec(
        "not_asked_because",
        "What do we say to those who are not asked?",
        WidgetKind.AREA,
        "Only if some are not asked. If all are, leave it blank.",
        optional=True,
        depends=True,
    ),
    FieldSpec(
        "may_not_apply",
        "Can an officer say that it does not apply?",
        WidgetKind.RADIOS,
        "Choose “No” if a blocker names it, or if a stage needs it. Facts can still rule it out.",
        choices.list_may_not_apply,
        initial="false",
        missing="Select whether an officer can say that it does not apply",
    ),
    FieldSpec(
        "needs",
        "The least answer at each stage",
        WidgetKind.NEEDS,
        "A later stage cannot need less than an earlier one.",
        optional=True,
        depends=True,
    ),
    CLAIMS_FIELD._replace(optional=True, depends=True),
)
_ANSWERS = SubItems(
    "options",
    "answer",
    "text",
    (
        FieldSpec("text", "What it says", WidgetKind.AREA, missing="Enter what {part} says, or remove {part}"),
        FieldSpec("points", "Points", WidgetKind.NUMBER, missing="Enter the points of {part}"),
    ),
    is_growable=True,
    new_count=4,
)
_STEPS = (
    FormStep("question", "The question", ("text", "help", "why", "evidence", "ask", "weight")),
    FormStep(
        "answers",
        "The answers",
        (),
        "Write whole sentences that an officer could say of the service. Start with the worst. “I do not know” is "
        "offered under every question.",
        has_sub_items=True,
    ),
    FormStep("when", "When it is asked", ("from_stage", "ask_if", "not_asked_because", "may_not_apply")),
    FormStep(
        "needs",
        "What a stage needs",
        ("needs",),
        "A high score alone does not make a service ready. Choose the least answer that each stage must have, or "
        "leave “Nothing”. Name what councillors or the law would not do without.",
    ),
    FormStep("evidence", "The evidence", ("claims",)),
)
QUESTION = EntityType(
    "question", READINESS_FILENAME, ("sections", "questions"), _FIELDS, _ANSWERS, title_key="text", steps=_STEPS
)
