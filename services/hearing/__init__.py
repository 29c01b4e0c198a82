"""Having recordings heard: tries, versions of what was heard, and in which order."""
