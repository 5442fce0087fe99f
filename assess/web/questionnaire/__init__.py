"""Answer the questions of an assessment."""
