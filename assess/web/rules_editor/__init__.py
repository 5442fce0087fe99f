"""Editor for the rules: edit the draft in forms or as text, review its impact and publish it."""
