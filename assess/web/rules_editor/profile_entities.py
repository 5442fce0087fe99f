"""The entity types that depend on the profile: facts, derived facts, notices and local variations."""

from assess.core.loading.loader import READINESS
from assess.web.rules_editor import choices
from assess.web.rules_editor.fields import Entry, Look
from assess.web.rules_editor.models import BRACES, CLAIMS, FACTS_ONLY, Rows, Thing, when

NOTICE = Thing(
    "notice",
    READINESS,
    ("notices",),
    (Entry("says", "What it says", Look.AREA, BRACES), when("Shown if", FACTS_ONLY, choices.facts), CLAIMS),
    title="says",
)
FACT = Thing(
    "fact",
    READINESS,
    ("profile",),
    (
        Entry("text", "Question", Look.AREA),
        Entry("help", "Help", Look.AREA, optional=True),
        CLAIMS,
    ),
    Rows("options", "answer", "text", (Entry("text", "Text"),)),
    title="text",
    grows=False,
)
RESULT = Entry("is", "What it is then", Look.CHOICE, choices=choices.own_options)
NOTE = Entry("note", "What to know about it", Look.AREA, BRACES, optional=True)
DERIVED = Thing(
    "derived",
    READINESS,
    ("derived",),
    (Entry("text", "What the fact says, as a question", Look.AREA),),
    Rows("table", "row", "", (RESULT, *(each._replace(hint="") for each in (NOTE, CLAIMS))), keyed=True),
    title="text",
    lead="Nobody is asked for this fact. It follows from the answer to another, row by row.",
    grows=False,
    cases="case",
)
CASE = Thing(
    "case",
    READINESS,
    ("derived", "unless"),
    (when("Holds if", FACTS_ONLY, choices.facts), RESULT, NOTE, CLAIMS),
    lead="Cases are looked at before the table, the first one first.",
    key="",
)
DIFFERENCE = Thing(
    "difference",
    READINESS,
    ("recommendations", "elsewhere"),
    (when("Shown if", FACTS_ONLY, choices.facts), Entry("says", "What is different then", Look.AREA, BRACES), CLAIMS),
    key="",
)
