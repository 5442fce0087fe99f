"""The entity types of the evidence: sources and findings."""

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.web.rules_editor import choices
from assess.web.rules_editor.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.models import EntityType

SOURCE = EntityType(
    "source",
    EVIDENCE_FILENAME,
    ("sources",),
    (
        FieldSpec("title", "Title"),
        FieldSpec("type", "Kind of document", WidgetKind.LINE, (
            "For example, legislation, "
            "report or webpage."
            ), initial="webpage"),
        FieldSpec("author", "Authors", WidgetKind.LINES, "One on each line. A person or a body.", optional=True),
        FieldSpec("container-title", "Journal or collection", optional=True),
        FieldSpec("publisher", "Publisher", optional=True),
        FieldSpec("issued", "Date", WidgetKind.DATE, "For example, 2012, 2012-12 or 2012-12-07.", optional=True),
        FieldSpec("URL", "Web address", optional=True),
        FieldSpec("status", "Status", WidgetKind.CHOICE, choices=choices.list_statuses, initial="guidance"),
        FieldSpec("status_note", "Note on its status", WidgetKind.AREA, optional=True),
        FieldSpec("superseded_by", "Superseded by", WidgetKind.CHOICE, choices=choices.list_sources, optional=True),
        FieldSpec("checked_on", "Checked on", WidgetKind.DATE, "For example, 2026-11-22.", optional=True),
    ),
)  # fmt: skip
CLAIM = EntityType(
    "claim",
    EVIDENCE_FILENAME,
    ("claims",),
    (
        FieldSpec("source", "Source", WidgetKind.CHOICE, choices=choices.list_sources),
        FieldSpec("pinpoint", "Where in the source", WidgetKind.LINE, "For example, paragraph 12 or section 3(2)."),
        FieldSpec("finding", "What was found", WidgetKind.AREA, "In your own words. Say no more than the source does."),
        FieldSpec("dated", "What has changed since", WidgetKind.AREA, optional=True),
    ),
    title_key="finding",
    label="finding",
)
