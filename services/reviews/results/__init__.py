"""Results as their agents get them: released, read, acknowledged."""
