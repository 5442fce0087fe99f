"""Change the rules without fear: a draft, what it would change, and publishing it whole or not at all."""
