"""Create the tables of deleted assessments, so that a deletion can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables: one for assessments, and one for each table whose rows belong to an assessment."""
    _create_deleted_assessment()
    _create_pages(
        "answer",
        "question",
        sa.Column("option", sa.String, nullable=True),
        sa.Column("dont_know", sa.Boolean, nullable=False),
        sa.Column("does_not_apply", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
    )
    _create_pages(
        "action",
        "recommendation",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("carried_from", sa.Text, nullable=False),
    )
    _create_pages("draft", "page", sa.Column("typed", sa.JSON, nullable=False))
    _create_deleted_snapshot()


def _create_deleted_assessment() -> None:
    """Create the table of the assessments themselves, with the names of their services."""
    op.create_table(
        "deleted_assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("council", sa.String, nullable=False),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("rulebook_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_assessment"),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name="fk_deleted_assessment_rulebook_id"),
    )
    op.create_index("ix_deleted_assessment_deleted_at", "deleted_assessment", ["deleted_at"])


def _create_pages(table: str, key: str, *columns: sa.Column[object]) -> None:
    """Create a table with the rows of deleted assessments, one for each page."""
    op.create_table(
        f"deleted_{table}",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column(key, sa.String, nullable=False),
        *columns,
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", key, name=f"pk_deleted_{table}"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["deleted_assessment.id"],
            name=f"fk_deleted_{table}_assessment_id",
            ondelete="CASCADE",
        ),
    )


def _create_deleted_snapshot() -> None:
    """Create the table of the snapshots of deleted assessments."""
    op.create_table(
        "deleted_snapshot",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("rulebook_id", sa.Integer, nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_snapshot"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["deleted_assessment.id"],
            name="fk_deleted_snapshot_assessment_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_deleted_snapshot_assessment_id", "deleted_snapshot", ["assessment_id"])
