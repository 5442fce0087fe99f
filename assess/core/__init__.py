"""Readiness scoring: pure functions from text and values to values, without file, web or database access."""
