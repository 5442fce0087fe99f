"""The tables in SQLAlchemy; the migrations create them."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

_NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention={**_NAMING_CONVENTION, "fk": "fk_%(table_name)s_%(column_0_name)s"})


class _UTCDateTime(TypeDecorator[datetime]):
    """A date and time in UTC, which SQLite returns without a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - required by SQLAlchemy
        """Return the value with its time zone."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


rulebook = Table(
    "rulebook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("version", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("readiness", LargeBinary, nullable=False),
    Column("evidence", LargeBinary, nullable=False),
    Column("kept_at", _UTCDateTime, nullable=False),
    UniqueConstraint("name", "version"),
)

publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook_id", ForeignKey("rulebook.id"), nullable=False, unique=True),
    Column("published_at", _UTCDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    # the fingerprints of the two files on disk that may be overwritten
    Column("replaces", JSON, nullable=False),
    # the changed worked examples that the publisher confirmed, each a list of name, change and reason
    Column("meant", JSON, nullable=False, server_default="[]"),
    # null until the files on disk are written
    Column("written_at", _UTCDateTime),
    # a later publication must always have a higher number
    sqlite_autoincrement=True,
)

rules_draft = Table(
    "rules_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    # counts every change of this row, so that an outdated page can be detected
    Column("revision", Integer, nullable=False),
    # both files, or null while there is no draft
    Column("readiness", LargeBinary),
    Column("evidence", LargeBinary),
    Column("begun_from", ForeignKey("publication.id")),
    Column("changed_at", _UTCDateTime),
    # the fingerprint of the files on disk that were last imported or ignored
    Column("disk_seen", String, nullable=False),
    Column("disk_taken", Boolean, nullable=False),
    # whether the draft was uploaded or imported and has not been edited since
    Column("whole", Boolean, nullable=False, server_default="0"),
    # the previous draft: all of these columns, or none
    Column("earlier_readiness", LargeBinary),
    Column("earlier_evidence", LargeBinary),
    Column("earlier_begun_from", ForeignKey("publication.id")),
    Column("earlier_changed_at", _UTCDateTime),
)

service = Table(
    "service",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("council", String, nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", _UTCDateTime, nullable=False),
    # council and name folded, by which a service is found and sorted
    Column("key", String, nullable=False, server_default="", unique=True, index=True),
    Column("council_key", String, nullable=False, server_default="", index=True),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("service_id", ForeignKey("service.id"), nullable=False, index=True),
    Column("rulebook_id", ForeignKey("rulebook.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    # the name folded, by which it is found
    Column("key", String, nullable=False, server_default=""),
    Column("profile", JSON, nullable=False),
    Column("created_at", _UTCDateTime, nullable=False),
    Column("changed_at", _UTCDateTime, nullable=False, index=True),
    # counts every change, so that an outdated summary is never stored
    Column("revision", Integer, nullable=False, server_default="0"),
    # the fingerprint of the file that it was opened from, if any
    Column("opened_from", String, index=True),
    # the program build that computed the row in `overview`; null if that row is missing or outdated
    Column("worked_out", String, index=True),
    # a narrow index, for searching every name for a text
    Index(None, "key", "service_id"),
    # a URL must never come to refer to another assessment
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String, primary_key=True),
    Column("option", String),
    Column("dont_know", Boolean, nullable=False),
    Column("does_not_apply", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("changed_at", _UTCDateTime, nullable=False),
)

action = Table(
    "action",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("recommendation", String, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
    # the name of the earlier assessment, until the action is saved in this one
    Column("carried_from", Text, nullable=False),
    Column("changed_at", _UTCDateTime, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("page", String, primary_key=True),
    Column("typed", JSON, nullable=False),
    Column("changed_at", _UTCDateTime, nullable=False),
)

# the facts and answers that a report was made from, without notes
snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("rulebook_id", ForeignKey("rulebook.id"), nullable=False),
    Column("profile", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("taken_at", _UTCDateTime, nullable=False),
)

overview = Table(
    "overview",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", String, nullable=False),
    Column("stage_says", String, nullable=False),
    Column("stage_place", Integer, nullable=False, index=True),
    # whole numbers as shown; -1 if there is no score
    Column("evidenced", Integer, nullable=False, index=True),
    Column("possible", Integer, nullable=False, index=True),
    Column("band", String, nullable=False),
    Column("band_says", String, nullable=False),
    Column("band_place", Integer, nullable=False),
    Column("blockers", Integer, nullable=False, index=True),
    Column("possible_blockers", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("looked_at", Integer, nullable=False, server_default="0"),
    Column("is_too_early", Boolean, nullable=False, server_default="0"),
    Column("needs", Integer, nullable=False, server_default="0"),
    Column("needs_missing", Integer, nullable=False, server_default="0"),
    Column("needs_unknown", Integer, nullable=False, server_default="0"),
    Index(None, "band_place", "evidenced"),
    Index("ix_overview_needs_missing", "needs_missing", "needs_unknown"),
)

overview_section = Table(
    "overview_section",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("section", String, primary_key=True),
    Column("evidenced", Integer, nullable=False),
    Column("possible", Integer, nullable=False),
    Index(None, "section", "evidenced", "assessment_id"),
)

deleted_assessment = Table(
    "deleted_assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    # names instead of a service, which is deleted with its last assessment
    Column("council", String, nullable=False),
    Column("service", String, nullable=False),
    Column("rulebook_id", ForeignKey("rulebook.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("profile", JSON, nullable=False),
    Column("created_at", _UTCDateTime, nullable=False),
    Column("changed_at", _UTCDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("opened_from", String),
    Column("deleted_at", _UTCDateTime, nullable=False, index=True),
)


def _make_deleted_table(table: Table) -> Table:
    """Make a table with the columns of another, for the rows of deleted assessments."""
    reference, is_key = ForeignKey("deleted_assessment.id", ondelete="CASCADE"), table.c.assessment_id.primary_key
    others = (
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in table.c
        if column.name != "assessment_id"
    )
    key = Column("assessment_id", Integer, reference, primary_key=is_key, nullable=False, index=not is_key)
    return Table(f"deleted_{table.name}", metadata, key, *others)


MOVED_TABLES = tuple((table, _make_deleted_table(table)) for table in (answer, action, draft, snapshot))
"""The tables of what belongs to an assessment, each with the table of what belongs to deleted ones."""
