"""Make the indexes by which the list of services is put in order by one section, and names are found."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_overview_section_section", "overview_section", ["section", "evidenced", "assessment_id"])
    op.create_index("ix_assessment_name", "assessment", ["name", "service_id"])
    op.create_index("ix_service_council", "service", ["council"])
