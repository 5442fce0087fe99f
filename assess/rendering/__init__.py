"""Render reports in worker processes, so that rendering does not block page requests."""
