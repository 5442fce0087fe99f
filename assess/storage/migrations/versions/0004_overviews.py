"""Create the tables of the summaries in the list of services, and indexes to find summaries and services."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SECTIONS = (("assessment_id", sa.Integer), ("section", sa.String), ("evidenced", sa.Integer), ("possible", sa.Integer))
FIGURES = (
    ("assessment_id", sa.Integer),
    ("stage", sa.String),
    ("stage_says", sa.String),
    ("stage_place", sa.Integer),
    ("evidenced", sa.Integer),
    ("possible", sa.Integer),
    ("band", sa.String),
    ("band_says", sa.String),
    ("band_place", sa.Integer),
    ("blockers", sa.Integer),
    ("possible_blockers", sa.Integer),
    ("asked", sa.Integer),
    ("answered", sa.Integer),
)


def upgrade() -> None:
    """Add columns to services and assessments, and create the tables."""
    op.add_column("service", sa.Column("key", sa.String, nullable=False, server_default=""))
    fill_keys()
    op.create_index("ix_service_key", "service", ["key"])
    op.add_column("assessment", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.add_column("assessment", sa.Column("worked_out", sa.String, nullable=True))
    op.create_index("ix_assessment_worked_out", "assessment", ["worked_out"])
    op.create_index("ix_assessment_changed_at", "assessment", ["changed_at"])
    make_table("overview", FIGURES, ("assessment_id",))
    for columns in (["evidenced"], ["possible"], ["band_place", "evidenced"], ["blockers"], ["stage_place"]):
        op.create_index(f"ix_overview_{columns[0]}", "overview", columns)
    make_table("overview_section", SECTIONS, ("assessment_id", "section"))


def fill_keys() -> None:
    """Set the case-folded names of every service, by which it is found."""
    service = sa.table("service", sa.column("id"), sa.column("council"), sa.column("name"), sa.column("key"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(service)).all():
        key = f"{row.council.casefold()}\n{row.name.casefold()}"
        connection.execute(service.update().where(service.c.id == row.id).values(key=key))


def make_table(name: str, columns: tuple[tuple[str, Any], ...], key: tuple[str, ...]) -> None:
    """Create one of the tables, whose rows are deleted with their assessment."""
    op.create_table(
        name,
        *(sa.Column(column, kind, nullable=False) for column, kind in columns),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=f"fk_{name}_assessment_id", ondelete="CASCADE"
        ),
    )
