"""Create the table of the answers that reports were made from, so that later answers can be compared with them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the index by which the snapshots of an assessment are found."""
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("rulebook_id", sa.Integer, nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_snapshot_assessment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name="fk_snapshot_rulebook_id"),
    )
    op.create_index("ix_snapshot_assessment_id", "snapshot", ["assessment_id"])
