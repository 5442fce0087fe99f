"""The things of the rules that have a form: where they stand in the files, and their fields."""

from typing import NamedTuple

from assess.core.loading import EVIDENCE, READINESS
from assess.core.yaml_source import Path
from assess.web.draft import choices
from assess.web.draft.entries import Entry, Look

FINDINGS = "The short names of findings, one on a line. Each stands on the page “Sources” of these forms."
TAKES_FROM = "The word estimate, or short names of findings, one on a line."
BRACES = "A short name in braces, such as {law-lgps-10}, is printed as a numbered source."


class Rows(NamedTuple):
    """The parts of a thing that are changed on the same page."""

    key: str
    """The key of their list; empty where the thing is the list itself."""
    name: str
    """What one is called, such as `answer`."""
    title: str
    """The key of the text that it goes by."""
    entries: tuple[Entry, ...]
    grows: bool = False
    """Whether parts can be added and removed."""


class Thing(NamedTuple):
    """A kind of thing that has a form."""

    name: str
    file: str
    lists: tuple[str, ...]
    """The keys of the lists that lead to it, such as sections and questions; none for the value at `path`."""
    entries: tuple[Entry, ...] = ()
    rows: Rows | None = None
    path: Path = ()
    title: str = "title"
    """The key of the text that it goes by."""
    heading: str = ""
    """The heading of the page, where there is only one such thing."""
    lead: str = ""
    """A sentence under the heading."""
    grows: bool = True
    """Whether one can be added and removed in a form."""


CLAIMS = Entry("claims", "Findings that it rests on", Look.CLAIMS, FINDINGS, optional=True)
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
        CLAIMS,
    ),
)  # fmt: skip
SAYS = (Entry("says", "What is wrong", Look.AREA, BRACES), Entry("lifted_by", "What lifts it", Look.AREA))
BLOCKER = Thing(
    "blocker",
    READINESS,
    ("blockers",),
    (*SAYS, Entry("caps_at", "Highest band while it holds", Look.CHOICE, choices=choices.bands), CLAIMS),
    title="says",
)
WARNING = Thing("warning", READINESS, ("warnings",), (*SAYS, CLAIMS), title="says")
NOTICE = Thing(
    "notice",
    READINESS,
    ("notices",),
    (Entry("says", "What it says", Look.AREA, BRACES), CLAIMS),
    title="says",
    grows=False,
)
ROLE = Thing("role", READINESS, ("roles",), (Entry("title", "Title", Look.LINE, "An office, never a name."),))
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
SOURCE = Thing(
    "source",
    EVIDENCE,
    ("sources",),
    (
        Entry("title", "Title"),
        Entry("type", "Kind of document", Look.LINE, "For example, legislation, report or webpage.", start="webpage"),
        Entry("author", "Authors", Look.LINES, "One on a line. A person or a body.", optional=True),
        Entry("container-title", "Journal or collection", optional=True),
        Entry("publisher", "Publisher", optional=True),
        Entry("issued", "Date", Look.NUMBER, "For example, 2012, 2012-12 or 2012-12-07.", optional=True),
        Entry("URL", "Web address", optional=True),
        Entry("status", "Status", Look.CHOICE, choices=choices.statuses, start="guidance"),
        Entry("status_note", "Note on its status", Look.AREA, optional=True),
        Entry("superseded_by", "Superseded by", Look.CHOICE, choices=choices.sources, optional=True),
        Entry("checked_on", "Checked on", Look.NUMBER, "For example, 2026-11-22.", optional=True),
    ),
)  # fmt: skip
CLAIM = Thing(
    "claim",
    EVIDENCE,
    ("claims",),
    (
        Entry("source", "Source", Look.CHOICE, choices=choices.sources),
        Entry("pinpoint", "Where in it", Look.LINE, "For example, paragraph 12 or section 3(2)."),
        Entry("finding", "What was found", Look.AREA, "In your own words, no more than the source says."),
        Entry("dated", "What has changed since", Look.AREA, optional=True),
    ),
    title="finding",
)
THINGS = {
    thing.name: thing
    for thing in (
        HEADING, BANDS, WEIGHTS, SECTION, QUESTION, RECOMMENDATION, BLOCKER, WARNING, NOTICE, ROLE, FACT,
        SOURCE, CLAIM,
    )
}  # fmt: skip
"""Every kind of thing that has a form, by its name in addresses."""
