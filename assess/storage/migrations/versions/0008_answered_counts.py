"""Keep in summaries how many questions were answered at all, and whether it is too early for a score."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns to the summaries, which a new build of the program computes again anyway."""
    op.add_column("overview", sa.Column("looked_at", sa.Integer, nullable=False, server_default="0"))
    op.add_column("overview", sa.Column("is_too_early", sa.Boolean, nullable=False, server_default="0"))
