"""Create the tables of publications and of the rules draft; a rulebook is now stored when it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Rename the time from which a version is stored, and create the tables."""
    # plain SQL: Alembic would copy the whole table, which the foreign keys referring to it forbid
    op.execute("ALTER TABLE rulebook RENAME COLUMN first_used_at TO kept_at")
    make_publication()
    make_rules_draft()


def make_publication() -> None:
    """Create the table of publications, in the order in which they came into force."""
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("rulebook_id", sa.Integer, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("replaces", sa.JSON, nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name="fk_publication_rulebook_id"),
        sa.UniqueConstraint("rulebook_id", name="uq_publication_rulebook_id"),
        sqlite_autoincrement=True,
    )


def make_rules_draft() -> None:
    """Create the table of the rules draft, with its one row."""
    table = op.create_table(
        "rules_draft",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("readiness", sa.LargeBinary, nullable=True),
        sa.Column("evidence", sa.LargeBinary, nullable=True),
        sa.Column("begun_from", sa.Integer, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("disk_seen", sa.String, nullable=False),
        sa.Column("disk_taken", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rules_draft"),
        sa.ForeignKeyConstraint(["begun_from"], ["publication.id"], name="fk_rules_draft_begun_from"),
    )
    op.bulk_insert(table, [{"id": 1, "revision": 0, "disk_seen": "", "disk_taken": False}])
