"""Read YAML and JSON as plain text with positions, and report syntax errors."""
