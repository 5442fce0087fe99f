"""Keep with each version which changes of worked examples were meant, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to the publications."""
    op.add_column("publication", sa.Column("meant", sa.JSON, nullable=False, server_default="[]"))
