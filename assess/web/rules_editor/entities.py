"""The types of entity that have a form: their paths in the files, and their fields."""

from assess.core.loading.loader import READINESS
from assess.web.rules_editor import choices
from assess.web.rules_editor.evidence_entities import CLAIM, SOURCE
from assess.web.rules_editor.fields import Entry, Look
from assess.web.rules_editor.models import BRACES, CLAIMS, FACTS_ONLY, Rows, Thing, when
from assess.web.rules_editor.profile_entities import CASE, DERIVED, DIFFERENCE, FACT, NOTICE

TAKES_FROM = "The word estimate, or short names of findings, one on a line."
WORST = "Name the worst answers of a question, from the first on without a gap."

WHY = Entry("why", "Why we ask", Look.AREA, BRACES)
WEIGHT = Entry(
    "weight", "Weight", Look.NUMBER, "A whole number from 1. Twice the weight counts twice as much.", start="3"
)
ANSWERS = Rows(
    "options",
    "answer",
    "text",
    (Entry("text", "Text", Look.AREA), Entry("points", "Points", Look.NUMBER)),
    grows=True,
)

HEADING = Thing(
    "heading",
    READINESS,
    (),
    (
        Entry("title", "Title of the rules"),
        Entry("version", "Version", Look.NUMBER, "Three numbers, such as 1.2.0. Higher than every published version."),
        Entry("effective_from", "Date", Look.NUMBER, "Only shown. For example, 2026-11-22."),
    ),
    path=("rulebook",),
    heading="Title, version and date",
)
BANDS = Thing(
    "bands",
    READINESS,
    (),
    rows=Rows(
        "",
        "band",
        "label",
        (
            Entry("from", "From how many of 100", Look.NUMBER),
            Entry("label", "Label"),
            Entry("meaning", "What it means", Look.AREA),
        ),
    ),
    path=("bands",),
    heading="Bands",
    lead="A result is in the highest band whose score it reaches, unless a blocker holds it lower.",
)
WEIGHTS = Thing(
    "weights",
    READINESS,
    (),
    rows=Rows("", "barrier", "title", (Entry("weight", "Weight", Look.NUMBER),)),
    path=("sections",),
    heading="Weights of the barriers",
    lead="A barrier’s share is its weight divided by the sum of all weights.",
)
SECTION = Thing(
    "section",
    READINESS,
    ("sections",),
    (Entry("title", "Title"), Entry("why", "Why it matters", Look.AREA)),
    Rows("questions", "question", "text", (Entry("weight", "Weight", Look.NUMBER),)),
    grows=False,
)
QUESTION = Thing(
    "question",
    READINESS,
    ("sections", "questions"),
    (
        Entry("text", "Question", Look.AREA, "Ends with a question mark."),
        Entry("help", "Help", Look.AREA, "How to find out, in a sentence or two."),
        WHY,
        WEIGHT,
        Entry("from_stage", "Asked from which stage on", Look.CHOICE, choices=choices.stages, optional=True),
        Entry("ask_if", "Asked only if", Look.CONDITION, FACTS_ONLY, choices.facts, optional=True),
        Entry("not_asked_because", "What to say while it is not asked", Look.AREA, optional=True),
        Entry("ask", "Who usually knows", Look.NAMES, choices=choices.roles),
        Entry("evidence", "What would prove it", Look.LINES, "One thing on a line."),
        Entry(
            "may_not_apply",
            "May someone answer that it does not apply?",
            Look.RADIOS,
            "Not for a question that a blocker names.",
            choices.yes_or_no,
            start="true",
        ),
        CLAIMS,
    ),
    ANSWERS,
    title="text",
)
RECOMMENDATION = Thing(
    "recommendation",
    READINESS,
    ("recommendations",),
    (
        Entry("title", "Title", Look.LINE, "Starts with a verb, without a full stop."),
        Entry("why", "Why", Look.AREA, BRACES),
        Entry("steps", "Steps", Look.LINES, "One step on a line."),
        Entry("lead", "Who leads it", Look.CHOICE, choices=choices.roles),
        Entry("support", "Who supports it", Look.NAMES, choices=choices.roles, optional=True),
        Entry("takes", "How long it takes", Look.LINE, "In words. For example, 4 to 8 weeks.", start="4 to 8 weeks"),
        Entry("takes_from", "Who says so", Look.CLAIMS, TAKES_FROM, start="estimate"),
        Entry("effort", "Effort", Look.RADIOS, choices=choices.efforts, start="weeks"),
        Entry("done_when", "Done when", Look.AREA),
        when("What sets it off", "", choices.everything),
        CLAIMS,
    ),
    cases="difference",
)  # fmt: skip
SAYS = (Entry("says", "What is wrong", Look.AREA, BRACES), Entry("lifted_by", "What lifts it", Look.AREA))
SETS_OFF = when("What sets it off", WORST, choices.everything)
BLOCKER = Thing(
    "blocker",
    READINESS,
    ("blockers",),
    (*SAYS, SETS_OFF, Entry("caps_at", "Highest band while it holds", Look.CHOICE, choices=choices.bands), CLAIMS),
    title="says",
)
WARNING = Thing("warning", READINESS, ("warnings",), (*SAYS, SETS_OFF, CLAIMS), title="says")
ROLE = Thing("role", READINESS, ("roles",), (Entry("title", "Title", Look.LINE, "An office, never a name."),))
TERM = Thing(
    "term",
    READINESS,
    ("glossary",),
    (Entry("term", "Word"), Entry("means", "What it means", Look.AREA)),
    title="term",
    key="term",
    spoken="word",
)
THINGS = {
    thing.name: thing
    for thing in (
        HEADING, BANDS, WEIGHTS, SECTION, QUESTION, RECOMMENDATION, BLOCKER, WARNING, NOTICE, ROLE, FACT,
        DERIVED, CASE, DIFFERENCE, TERM, SOURCE, CLAIM,
    )
}  # fmt: skip
"""Every type of entity that has a form, by its name in URLs."""
