"""Pages on what a draft of the rules would change, on publishing it, and on published versions."""
