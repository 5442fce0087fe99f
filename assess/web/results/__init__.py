"""Show, compare, download and verify results."""
