"""A council's branding: its logo and colour."""
