"""Create the indexes that sort the list of services by a section and find names."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_overview_section_section", "overview_section", ["section", "evidenced", "assessment_id"])
    op.create_index("ix_assessment_name", "assessment", ["name", "service_id"])
    op.create_index("ix_service_council", "service", ["council"])
