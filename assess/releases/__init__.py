"""Releases of the rules: the current release, its draft, publishing, and the impact of a change."""
