"""Work out what would change a result: open questions, the next band, sensitivity to weights."""
