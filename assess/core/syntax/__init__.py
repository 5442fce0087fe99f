"""YAML and JSON parsers that keep scalars as plain text with positions and report syntax errors."""
