"""Worked examples: what comes of them under a rulebook, and what a change of the rules does to them."""
