"""Edit the rules in the browser: a draft in forms or as text, its impact, and publishing it."""
