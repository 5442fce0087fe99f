"""Code that several blueprints share."""
