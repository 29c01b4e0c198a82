"""The HTTP and websocket door; thin."""
