"""A machine whose clock is wrong refuses no event that is right by the database's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from services.calls import cloudevents
from services.calls.cloudevents import Refusal
from services.calls.events import CallEvent
from services.clock import Clocks
from services.settings import Settings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOURCE = UUID(int=1)


class Machine:
    """Whose clock may be set, and whose counter only goes on."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.up_s = 1000.0
        self.clocks = Clocks(own=lambda: self.at, ticks_s=lambda: self.up_s)

    def wait(self, span: timedelta) -> None:
        self.at += span
        self.up_s += span.total_seconds()


def test_a_machine_that_knows_no_other_clock_believes_its_own() -> None:
    assert Machine(NOON).clocks.latest() == NOON


@pytest.mark.parametrize("off_h", [-3, 0, 3])
def test_the_clock_that_is_ahead_decides(off_h: int) -> None:
    machine = Machine(NOON)
    machine.clocks.learn(NOON + timedelta(hours=off_h))
    machine.wait(timedelta(minutes=5))

    assert machine.clocks.latest() == NOON + timedelta(hours=max(0, off_h), minutes=5)


def test_a_clock_that_jumps_back_later_changes_nothing() -> None:
    machine = Machine(NOON)
    machine.clocks.learn(NOON)
    machine.wait(timedelta(days=7))
    machine.at -= timedelta(hours=3)

    assert machine.clocks.latest() == NOON + timedelta(days=7)


def test_a_database_whose_clock_was_set_right_is_believed_anew() -> None:
    machine = Machine(NOON)
    machine.clocks.learn(NOON + timedelta(days=1))
    machine.clocks.learn(NOON)

    assert machine.clocks.latest() == NOON


def test_a_live_event_is_taken_by_a_machine_that_is_hours_behind() -> None:
    behind = Machine(NOON - timedelta(hours=3))
    behind.clocks.learn(NOON)

    assert isinstance(_read(NOON, behind.clocks), CallEvent)
    refused = _read(NOON + timedelta(hours=2), behind.clocks)
    assert isinstance(refused, Refusal)
    assert refused.field == "time"


def _read(at: datetime, clocks: Clocks) -> CallEvent | Refusal:
    event = {
        "specversion": "1.0",
        "id": "e1",
        "source": "/dialer",
        "type": "call.dialed",
        "time": at.isoformat(),
        "data": {"call_id": "c1"},
    }
    piece = msgspec.json.encode(event)
    return cloudevents.read(piece, SOURCE, Settings(), however_old=True, clocks=clocks)
