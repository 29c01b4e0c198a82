"""A process that ends again and again is started ever more seldom, without repeating itself."""

import logging
import time

import pytest

from services.processes import CANNOT_WORK, LONGEST_BACKOFF_S, STEADY_AFTER_S, Child


def ended(command: str, times: int, child: Child | None = None) -> tuple[Child, list[float]]:
    """The child after it ended so often, and how long it was left alone each time."""
    child = child or Child("worker 1", [command], {})
    child.command = [command]
    waits: list[float] = []
    while len(waits) < times:
        child.start_after = 0
        child.look()
        assert child.process is not None
        child.process.wait()
        child.look()
        waits.append(child.start_after - time.monotonic())
    return child, waits


def test_it_is_left_alone_longer_each_time() -> None:
    _, waits = ended("false", 10)

    assert waits[0] <= 0
    seconds = [round(wait) for wait in waits]
    assert seconds == sorted(seconds)
    assert 0.5 < waits[1] <= 1
    assert LONGEST_BACKOFF_S - 1 < waits[-1] <= LONGEST_BACKOFF_S == 60


def test_one_that_lacks_something_may_take_long_to_say_so() -> None:
    child = Child("worker 1", ["sh", "-c", f"exit {CANNOT_WORK}"], {})
    waits: list[float] = []
    for _ in range(4):
        child.start_after = 0
        child.look()
        assert child.process is not None
        child.process.wait()
        child.started_at -= 2 * STEADY_AFTER_S
        child.look()
        waits.append(child.start_after - time.monotonic())

    assert waits == sorted(waits)
    assert 3 < waits[-1] <= 4


def test_it_is_told_once_and_once_more_that_it_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    child, _ = ended("false", 10)

    assert caplog.messages == [
        "worker 1 ended (status 1); starting it again in 0.0 s",
        "worker 1 keeps ending (status 1); starting it again and again, at last every 60 s",
    ]
    caplog.clear()
    ended("true", 3, child)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "status 0" in caplog.messages[0]
