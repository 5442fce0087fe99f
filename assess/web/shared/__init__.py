"""Code that several areas of the site share."""
