"""The entity types of the evidence: sources and findings."""

from assess.core.loading.loader import EVIDENCE
from assess.web.rules_editor import choices
from assess.web.rules_editor.fields import Entry, Look
from assess.web.rules_editor.models import Thing

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
    spoken="finding",
)
