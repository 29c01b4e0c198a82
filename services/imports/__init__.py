"""Whole files in: tables, events and what dialers export, without standing in anybody's way."""
