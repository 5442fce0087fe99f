"""Work out readiness: text and values in, values out, knowing nothing of files, web or database."""
