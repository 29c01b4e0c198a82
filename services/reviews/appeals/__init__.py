"""Appeals: an agent says that a line of a result is wrong, and people decide, step by step."""
