"""Read and write assessments, plans, results and changes as YAML and JSON."""
