"""Check rules for mistakes that a single field cannot show, and prove what they can do."""
