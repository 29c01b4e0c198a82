"""What wants looking at: rules, what they found, and who is told of it."""
