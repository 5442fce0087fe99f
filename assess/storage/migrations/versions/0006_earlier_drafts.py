"""Keep the previous draft of the rules when another replaces it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns to the draft."""
    op.add_column("rules_draft", sa.Column("whole", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("rules_draft", sa.Column("earlier_readiness", sa.LargeBinary, nullable=True))
    op.add_column("rules_draft", sa.Column("earlier_evidence", sa.LargeBinary, nullable=True))
    # plain SQL: Alembic would add the foreign key in a separate statement, which SQLite does not support
    op.execute(
        "ALTER TABLE rules_draft ADD COLUMN earlier_begun_from INTEGER"
        " CONSTRAINT fk_rules_draft_earlier_begun_from REFERENCES publication (id)"
    )
    op.add_column("rules_draft", sa.Column("earlier_changed_at", sa.DateTime(timezone=True), nullable=True))
