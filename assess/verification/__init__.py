"""Check that a PDF report follows from the answers and rules embedded in it."""
