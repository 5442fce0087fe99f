"""Merge two sets of rules that were made from the same one, field by field."""
