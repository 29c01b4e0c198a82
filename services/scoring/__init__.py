"""How good a call was, and the places in it that prove it."""
