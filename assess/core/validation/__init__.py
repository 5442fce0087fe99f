"""Validation of rules beyond single fields, and a coverage report of what they can do."""
