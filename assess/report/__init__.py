"""Build one report content and render it in every output format."""
