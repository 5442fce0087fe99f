"""List, create, migrate, copy and delete assessments."""
