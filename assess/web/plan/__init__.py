"""The action plan of an assessment: its page, the page of each action, and its files."""
