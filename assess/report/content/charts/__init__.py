"""The charts of the report and the result page, calculated once for every format."""
