"""A server that is told to stop, stops, whatever it is doing at that moment."""

import pytest
from anyio import create_task_group, fail_after, run, sleep

from api import listener
from api.hub import Hub

TIMES = 150
ENDS_WITHIN_S = 20.0
"""Far more than it takes, and far less than for ever."""


def test_the_listener_ends_at_whatever_moment_it_is_stopped(
    database: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Between the first connection and the first reading, a thread may be at work."""

    async def stop_after(wait_s: float) -> None:
        with fail_after(ENDS_WITHIN_S):
            async with create_task_group() as tasks:
                tasks.start_soon(listener.run, Hub())
                await sleep(wait_s)
                tasks.cancel_scope.cancel()

    async def stop_many() -> None:
        for number in range(TIMES):
            await stop_after(0.04 * number / TIMES)

    run(stop_many)

    assert not [record for record in caplog.records if record.name == listener.__name__]
