"""The action plan of an assessment: its overview, a page for each action, and its downloads."""
