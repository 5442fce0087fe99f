"""Create the table of actions: what is decided on each recommendation of an assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "action",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("recommendation", sa.String, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("carried_from", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "recommendation", name="pk_action"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_action_assessment_id", ondelete="CASCADE"
        ),
    )
