"""Frozen data models: rules, evidence, answers, plans and results."""
