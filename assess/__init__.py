"""Assess how ready a council service is to become a public service mutual."""
