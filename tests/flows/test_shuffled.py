"""Two API processes on one database, and events in no order at all."""

import json
import subprocess
import sys
from typing import Any

import pytest


@pytest.mark.processes
@pytest.mark.timeout(300)
def test_shuffled_and_repeated_over_two_processes_it_is_as_if_in_order() -> None:
    """A small edition of `earshot bench shuffled`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.shuffled", "3000"],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )

    assert done.returncode in (0, 1), done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    figures = result["figures"]
    assert (figures["rows_off"], figures["counters_off"]) == (0, 0), figures["first_off"]
    assert (figures["events"], figures["posts"]) == (3000, 3300)
    assert figures["rows"]["event"] == 3000
    assert figures["rows"]["call"] > 300
