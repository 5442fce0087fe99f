"""The database: services, assessments and every rulebook in use; the only package that imports SQLAlchemy."""
