"""Clips: stretches of calls that people learn from."""
