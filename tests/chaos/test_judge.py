"""The judge of `make chaos` must find what is lost, doubled or counted wrong."""

import json
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from services import db
from services.calls.cloudevents import Refusal, read
from services.db import transaction
from services.settings import get_settings
from tests.bench.shift import events_of_a_shift
from tests.chaos.judge import differing, faults, stored_once, unsettled
from tests.chaos.ledger import Ledger, Sound
from tests.counting import BOTH, Centre, counters, record
from tests.sounds import attached, reread, tone, wav

EVENTS = 60


class Run:
    """What was sent and is stored, and the ledger that says so."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder / "ledger.jsonl")
        self._centre = Centre()
        with transaction() as session:
            self._centre.build(session)

    @property
    def faults(self) -> list[str]:
        return faults(self.ledger, self._centre.source_id)

    def acknowledge(self, *events: bytes) -> None:
        self.ledger.keep_events({json.loads(event)["id"]: event for event in events})

    def store(self, *events: bytes) -> None:
        told = [read(event, self._centre.source_id, get_settings()) for event in events]
        record([event for event in told if not isinstance(event, Refusal)])

    def change(self, change: Callable[[Session], None]) -> None:
        with transaction() as session:
            change(session)


@pytest.fixture
def events() -> list[bytes]:
    return list(islice(events_of_a_shift(EVENTS, BOTH), EVENTS))


@pytest.fixture
def run(database: None, tmp_path: Path, events: list[bytes]) -> Run:
    """A run in which nothing went wrong."""
    run = Run(tmp_path)
    run.store(*events)
    run.acknowledge(*events)
    return run


def test_what_is_stored_once_and_counted_right_has_no_fault(run: Run) -> None:
    assert run.faults == []


def test_judging_leaves_nothing_behind(run: Run) -> None:
    before = counters()

    assert run.faults == []

    assert counters() == before
    with transaction() as session:
        schemas = db.rows(session, "SELECT 1 FROM pg_namespace WHERE nspname = 'twin'", {})
    assert schemas == []


def test_a_lost_event_is_found(run: Run) -> None:
    run.change(lambda s: db.run(s, "DELETE FROM event WHERE event_id = '0-7'", {}))

    assert run.faults == ["events lost: 0-7"]


def test_an_event_that_was_acknowledged_and_never_stored_is_found(
    database: None, tmp_path: Path, events: list[bytes]
) -> None:
    run = Run(tmp_path)
    run.store(*events[:-1])
    run.acknowledge(*events)

    assert f"events lost: {json.loads(events[-1])['id']}" in run.faults


def test_a_doubled_event_is_found(run: Run) -> None:
    run.change(
        lambda s: db.run(
            s,
            """
            INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
            SELECT source_id, '/again', event_id, type, at, received_at, call_id, data
            FROM event WHERE event_id = '0-7'
            """,
            {},
        )
    )

    assert run.faults == ["events stored more than once: 0-7"]


def test_what_was_counted_twice_is_found(run: Run) -> None:
    run.change(lambda s: db.run(s, "UPDATE counter SET dials = dials + 1 WHERE kind = 'all'", {}))

    told = run.faults

    assert [each.partition(":")[0] for each in told] == [
        "counters differ from the calls",
        "counters differ from a fresh fold of the ledger",
    ]


def test_what_was_counted_of_calls_that_nobody_reported_is_found(run: Run) -> None:
    run.store(*islice(events_of_a_shift(EVENTS + 40, BOTH), EVENTS, None))

    [told] = run.faults

    assert "fresh fold" in told


def test_a_lost_recording_is_found(run: Run) -> None:
    lost = uuid4()
    run.ledger.keep_sound(lost, Sound("c-1", "00"))

    assert run.faults == [f"recordings lost: {lost}"]


def test_a_recording_that_nobody_hears_is_found(run: Run) -> None:
    recording_id = _attached(run)

    assert unsettled(run.ledger) == [recording_id]
    assert run.faults == [f"recording {recording_id} is waiting, neither heard nor set aside"]


def test_a_recording_that_is_set_aside_needs_its_reason(run: Run) -> None:
    recording_id = _attached(run)
    run.change(lambda s: db.run(s, "UPDATE recording SET state = 'set_aside'", {}))
    assert run.faults == [f"recording {recording_id} is set_aside, neither heard nor set aside"]

    run.change(lambda s: db.run(s, "UPDATE recording SET error = 'No sound in it.'", {}))
    assert run.faults == []
    assert unsettled(run.ledger) == []


def test_other_bytes_than_were_sent_are_found(run: Run) -> None:
    recording_id = _attached(run)
    run.change(lambda s: db.run(s, "UPDATE recording SET state = 'transcribed', sha256 = 'ff'", {}))

    assert run.faults == [f"recording {recording_id} has other bytes than were sent"]


def test_the_ledger_is_written_down_as_it_grows(run: Run, events: list[bytes]) -> None:
    lines = [json.loads(line) for line in run.ledger.file.read_text().splitlines()]

    assert [name for line in lines for name in line["events"]] == list(run.ledger.events)
    assert run.ledger.longest_silence_s(0, run.ledger.acknowledged_at[0] + 1) > 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from("abcd"), max_size=8), st.sets(st.sampled_from("abcd")))
def test_only_what_is_stored_exactly_once_passes(stored: list[str], acknowledged: set[str]) -> None:
    times = Counter(stored)

    right = all(times[each] == 1 for each in acknowledged)

    assert (list(stored_once(acknowledged, stored)) == []) is right


def test_sums_may_differ_by_rounding_and_no_more() -> None:
    key = ("all", 1, "now", 2)
    assert list(differing({key: {"talk_s": 1.01}}, {key: {"talk_s": 1.0}})) == []
    assert len(list(differing({key: {"talk_s": 1.2}}, {key: {"talk_s": 1.0}}))) == 1
    assert len(list(differing({}, {key: {"dials": 1}}))) == 1


def _attached(run: Run) -> UUID:
    recording_id = attached(uuid4(), wav(tone(0.5)))
    run.ledger.keep_sound(recording_id, Sound("c-1", reread(recording_id).sha256))
    return recording_id
