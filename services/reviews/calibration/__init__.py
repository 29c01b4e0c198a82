"""Several people judge the same calls, blindly, to see how far they agree."""
