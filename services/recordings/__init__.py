"""Recordings: received, stored once per content, decoded and played."""
