"""Render reports in worker processes, so that rendering one keeps nobody's page waiting."""
