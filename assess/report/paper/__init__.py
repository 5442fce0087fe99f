"""Papers to print: the blank questionnaire, single sections of it, and a brief for each officer."""
