"""The migrations that created the tables."""
