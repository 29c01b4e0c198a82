"""kill -9 of any one process, while events and recordings come in, loses and doubles nothing."""

import time
from collections.abc import Callable

import pytest

from tests.installation.audience import Audience, watching
from tests.installation.load import Load, upload
from tests.installation.process import Process
from tests.installation.proof import (
    assert_nothing_lost,
    heard_more_than_once,
    wait_until_heard,
)
from tests.installation.whole import Installation

RIGHT_WITHIN_S = 30.0
"""Boards after recovery; the machine may be busy."""
AWAY_S = 2.0

Victim = Callable[[Installation], Process]
VICTIMS: dict[str, Victim] = {
    "api 1": lambda whole: whole.apis[0],
    "api 2": lambda whole: whole.apis[1],
    "worker 1": lambda whole: whole.workers[0],
    "worker 2": lambda whole: whole.workers[1],
    "store": lambda whole: _there(whole.store),
    "database": lambda whole: whole.database,
}


@pytest.mark.parametrize("name", VICTIMS)
def test_nothing_is_lost_or_doubled(whole: Installation, name: str) -> None:
    victim = VICTIMS[name](whole)
    with watching(whole, whole.url, whole.url) as audience, Load(whole) as load:
        upload(whole, f"before {name}")
        load.wait_for(60)
        victim.kill()
        time.sleep(AWAY_S)
        victim.start(wait=False)
        upload(whole, f"after {name}")
        victim.wait_ready()
        load.wait_for(len(load.acknowledged) + 60)
        load.finish()
        _all_is_right(whole, load, audience)


def test_a_worker_of_the_proxy_that_is_killed_costs_no_event(whole: Installation) -> None:
    proxy = _there(whole.proxy)
    with watching(whole) as audience, Load(whole) as load:
        load.wait_for(60)
        assert proxy.kill_children()
        load.wait_for(len(load.acknowledged) + 60)
        load.finish()
        _all_is_right(whole, load, audience)
        assert audience.viewers[0].snapshots == 2


def _all_is_right(whole: Installation, load: Load, audience: Audience) -> None:
    audience.wait_until_agreed(RIGHT_WITHIN_S)
    wait_until_heard(whole)
    assert heard_more_than_once(whole) == []
    assert_nothing_lost(whole, load.acknowledged)


def _there(part: Process | None) -> Process:
    assert part is not None
    return part
