"""Find names however they are spelled: fold them anew, and make one of services that differ in nothing else."""

import sqlalchemy as sa
from alembic import op

from assess.core.syntax.names import fold_name

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SERVICE = sa.table("service", *map(sa.column, ("id", "council", "name", "key", "council_key")))
_ASSESSMENT = sa.table("assessment", *map(sa.column, ("id", "service_id", "name", "key")))


def upgrade() -> None:
    """Add the columns, fill them in, and replace the indexes."""
    op.add_column("service", sa.Column("council_key", sa.String, nullable=False, server_default=""))
    op.add_column("assessment", sa.Column("key", sa.String, nullable=False, server_default=""))
    fold_services()
    fold_assessments()
    op.drop_index("ix_service_key", "service")
    op.create_index("ix_service_key", "service", ["key"], unique=True)
    op.drop_index("ix_service_council", "service")
    op.create_index("ix_service_council_key", "service", ["council_key"])
    op.drop_index("ix_assessment_name", "assessment")
    op.create_index("ix_assessment_key", "assessment", ["key", "service_id"])


def fold_services() -> None:
    """Set the keys of every service, its council as it was first typed, and one service for each key."""
    connection = op.get_bind()
    councils: dict[str, str] = {}
    services: dict[str, int] = {}
    for row in connection.execute(sa.select(_SERVICE).order_by(_SERVICE.c.id)).all():
        council_key = fold_name(row.council)
        key = f"{council_key}\n{fold_name(row.name)}"
        council, service_id = councils.setdefault(council_key, row.council), services.setdefault(key, row.id)
        is_same = _SERVICE.c.id == row.id
        if service_id == row.id:
            values = {"council": council, "key": key, "council_key": council_key}
            connection.execute(_SERVICE.update().where(is_same).values(values))
        else:
            moved = _ASSESSMENT.update().where(_ASSESSMENT.c.service_id == row.id)
            connection.execute(moved.values(service_id=service_id))
            connection.execute(_SERVICE.delete().where(is_same))


def fold_assessments() -> None:
    """Set the key of every assessment."""
    connection = op.get_bind()
    named = connection.execute(sa.select(_ASSESSMENT.c.id, _ASSESSMENT.c.name)).all()
    rows = [{"number": number, "folded": fold_name(name)} for number, name in named]
    update = _ASSESSMENT.update().where(_ASSESSMENT.c.id == sa.bindparam("number"))
    if rows:
        connection.execute(update.values(key=sa.bindparam("folded")), rows)
