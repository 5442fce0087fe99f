"""Note from which file an assessment was opened, so that opening the file again can say so."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to assessments and deleted ones, and its index."""
    op.add_column("assessment", sa.Column("opened_from", sa.String, nullable=True))
    op.add_column("deleted_assessment", sa.Column("opened_from", sa.String, nullable=True))
    op.create_index("ix_assessment_opened_from", "assessment", ["opened_from"])
