"""Create the first tables: rulebooks, services, assessments, answers and page drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    make_rulebook()
    make_service()
    make_assessment()
    make_answer()
    make_draft()


def make_rulebook() -> None:
    """Create the table of rulebook versions in use."""
    op.create_table(
        "rulebook",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("readiness", sa.LargeBinary, nullable=False),
        sa.Column("evidence", sa.LargeBinary, nullable=False),
        sa.Column("first_used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rulebook"),
        sa.UniqueConstraint("name", "version", name="uq_rulebook_name"),
    )


def make_service() -> None:
    """Create the table of services."""
    op.create_table(
        "service",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("council", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
    )


def make_assessment() -> None:
    """Create the table of assessments, whose numbers are never reused."""
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("service_id", sa.Integer, nullable=False),
        sa.Column("rulebook_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_assessment_service_id"),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name="fk_assessment_rulebook_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assessment_service_id", "assessment", ["service_id"])
    op.create_index("ix_assessment_rulebook_id", "assessment", ["rulebook_id"])


def make_answer() -> None:
    """Create the table of answers."""
    op.create_table(
        "answer",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("option", sa.String, nullable=True),
        sa.Column("dont_know", sa.Boolean, nullable=False),
        sa.Column("does_not_apply", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "question", name="pk_answer"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_answer_assessment_id", ondelete="CASCADE"
        ),
    )


def make_draft() -> None:
    """Create the table of pages that were left with mistakes."""
    op.create_table(
        "draft",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("page", sa.String, nullable=False),
        sa.Column("typed", sa.JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "page", name="pk_draft"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_draft_assessment_id", ondelete="CASCADE"
        ),
    )
