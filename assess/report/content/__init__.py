"""The content of a report as frozen values, shared by every output format."""
