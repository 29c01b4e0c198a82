"""`earshot serve` on an existing folder: from the command to an API that is ready.

Compared with the five seconds an administrator will wait.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

from services.serving import is_ready
from tests.bench import frame

GOAL = 1.0
READY_WITHIN_S = 5.0


def measure() -> frame.Result:
    with tempfile.TemporaryDirectory(prefix="earshot-bench-", ignore_cleanup_errors=True) as home:
        _ready_after(home)
        rounds = [{"ready_s": _ready_after(home)} for _ in range(frame.ROUNDS)]
    figures = frame.medians(rounds)
    return frame.Result("start", figures["ready_s"] / READY_WITHIN_S, GOAL, False, figures)


def _ready_after(home: str) -> float:
    port = frame.free_port()
    env = {**os.environ, "EARSHOT_HOME": home, "EARSHOT_PORT": str(port)}
    env.pop("EARSHOT_DATABASE_URL", None)
    command = [sys.executable, "-m", "earshot", "serve", "--workers", "0"]
    start = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        while not is_ready("127.0.0.1", port):
            time.sleep(0.02)
        return time.monotonic() - start
    finally:
        # Otherwise its database stays.
        process.send_signal(signal.SIGINT)
        process.wait(30)
