"""Events in, calls out."""
