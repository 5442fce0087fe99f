"""Read the rules and questions, and download paper forms."""
