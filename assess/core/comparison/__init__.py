"""Compare results, rules and texts, and work out the impact of changed rules."""
