"""Keep how much of what the stage needs is missing or not known with each summary; summaries are computed again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the index by which the list is sorted."""
    for name in ("needs", "needs_missing", "needs_unknown"):
        op.add_column("overview", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_overview_needs_missing", "overview", ["needs_missing", "needs_unknown"])
