"""What Prometheus may ask this process. Names are stable."""

from prometheus_client import Counter, Gauge, Histogram

EVENTS = Counter("earshot_events", "Events received, by what became of them.", ["outcome"])
BATCH = Histogram(
    "earshot_intake_batch_events",
    "Events stored in one transaction.",
    buckets=(1, 4, 16, 64, 256, 1000),
)
STORING = Histogram(
    "earshot_intake_seconds",
    "Seconds from taking a batch to its commit.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
WAITING = Gauge("earshot_intake_waiting_events", "Events that wait to be stored.")
WAITING_BYTES = Gauge("earshot_intake_waiting_bytes", "Bytes of requests that wait for that.")
BUSY = Counter("earshot_intake_busy", "Requests turned away because too much waited.")
VIEWERS = Gauge("earshot_board_viewers", "Browsers that follow a board.")
WINDOWS = Counter("earshot_board_windows", "Times that changed cards were sent out.")
"""Grows with every board window in which anything changed."""
MESSAGES = Counter("earshot_board_messages", "Messages written to browsers after the first.")
COALESCED = Counter(
    "earshot_board_coalesced", "Cards that a browser was not told because a newer one came first."
)
STALLED = Counter("earshot_board_stalled", "Browsers hung up on because they read nothing.")
SENDING = Histogram(
    "earshot_board_seconds",
    "Seconds from the notice of a change to its message being written.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
PROBLEMS = Counter(
    "earshot_problems", "Requests that were refused or failed.", ["problem", "status"]
)
"""`problem` is the last part of a problem's `type`."""
# There from the beginning: of what begins as 1, Prometheus sees no increase.
PROBLEMS.labels("unexpected", "500")
