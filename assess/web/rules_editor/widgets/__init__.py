"""Fields of the forms that are more than one input: conditions, findings and sources, and the needs of stages."""
