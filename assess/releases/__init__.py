"""The rules in force, their draft, the impact of a change, and publishing it whole or not at all."""
