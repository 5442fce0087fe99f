"""Change the rules in the browser: a draft in forms or as text, what it would change, and publishing it."""
