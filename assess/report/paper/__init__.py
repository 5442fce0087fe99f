"""The questionnaire on paper: blank, whole or in parts, and a brief for each officer who is asked."""
