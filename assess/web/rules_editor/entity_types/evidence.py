"""The entity types of the evidence: sources and findings."""

from assess.core.loading.loader import EVIDENCE_FILENAME
from assess.web.rules_editor.entity_types import choices
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind
from assess.web.rules_editor.entity_types.models import EntityType

SOURCE = EntityType(
    "source",
    EVIDENCE_FILENAME,
    ("sources",),
    (
        FieldSpec("title", "Title", missing="Enter the title of the source"),
        FieldSpec("type", "Kind of document", WidgetKind.LINE, "For example, legislation, report or webpage.",
                  initial="webpage", missing="Enter the kind of document"),
        FieldSpec("author", "Authors", WidgetKind.LINES, "One on each line. A person or a body.", optional=True),
        FieldSpec("container-title", "Journal or collection", optional=True),
        FieldSpec("publisher", "Publisher", optional=True),
        FieldSpec("issued", "Date", WidgetKind.DATE, "For example, 2012, December 2012 or 7 December 2012.",
                  optional=True),
        FieldSpec("URL", "Web address", optional=True),
        FieldSpec("status", "Status", WidgetKind.CHOICE, choices=choices.list_statuses, initial="guidance",
                  missing="Choose the status of the source"),
        FieldSpec("status_note", "Note on its status", WidgetKind.AREA, optional=True),
        FieldSpec("applies_from", "First day in force", WidgetKind.DATE, optional=True),
        FieldSpec("applies_to", "Last day in force", WidgetKind.DATE, optional=True),
        FieldSpec("superseded_by", "Superseded by", WidgetKind.SOURCE, choices=choices.list_sources, optional=True),
        FieldSpec("checked_on", "Checked on", WidgetKind.DATE, "The day on which you read it. For example, "
                  "22 November 2026.", optional=True),
    ),
)  # fmt: skip
CLAIM = EntityType(
    "claim",
    EVIDENCE_FILENAME,
    ("claims",),
    (
        FieldSpec("finding", "What does the source say, in one sentence?", WidgetKind.AREA,
                  "In your own words. Say no more than the source does.", missing="Enter what the source says"),
        FieldSpec("source", "Which source says it?", WidgetKind.SOURCE, choices=choices.list_sources,
                  missing="Choose the source, or add one"),
        FieldSpec("pinpoint", "Where does it say so?", WidgetKind.LINE,
                  "For example, section 22(3) or paragraph 14.", missing="Enter where the source says it"),
        FieldSpec("dated", "What has changed since", WidgetKind.AREA, optional=True),
    ),
    title_key="finding",
    label="finding",
)  # fmt: skip

_NEW_SOURCE_KEYS = ("title", "type", "author", "publisher", "issued", "URL", "status", "checked_on")
NEW_SOURCE_FIELDS = tuple(spec for spec in SOURCE.fields if spec.key in _NEW_SOURCE_KEYS)
"""The fields of a source that is added together with a finding."""

NEW_SOURCE_PREFIX = "new-source-"
"""What the names of these fields begin with in the form of the finding."""
