"""Check that a report in PDF follows from the answers and rules that travel inside it."""
