"""Edit and publish the rules in the browser."""
