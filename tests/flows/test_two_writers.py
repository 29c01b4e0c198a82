"""Two who write at once, each with some of what happened, in any order and some of it twice."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import db
from services.calls.memory import Memory
from services.calls.recount import recount
from services.clock import utc_now
from services.db import transaction
from services.dialers import Payload
from services.dialers.delivering import deliver
from services.tables import Agent, Source
from tests.counting import Centre, calls, counters, forget_everything, moments, record
from tests.fuzz.shots import Shot, shots_of

Piece = TypeVar("Piece")

pytestmark = pytest.mark.timeout(600)
SOME = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
_CALLS_OF = ("aliyun_ccc", "amazon_connect", "freeswitch", "qimo", "tccc", "twilio", "vicidial")


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


@SOME
@given(moments=moments, chance=st.randoms(use_true_random=False))
def test_events_come_to_the_same_rows_and_counters_as_in_order(
    centre: Centre, moments: list[tuple[str, int, str, str | None, str | None]], chance: Random
) -> None:
    events = [centre.happening(*moment) for moment in moments] + centre.a_shift()
    forget_everything()
    record(events)
    in_order = _everything()

    forget_everything()
    memories = iter((Memory(), Memory()))

    def write(batches: Sequence[Sequence[Any]]) -> None:
        memory = next(memories)
        for batch in batches:
            record(batch, memory)

    _at_once(chance, events, write)

    assert _everything() == in_order
    with transaction() as session:
        assert recount(session) == {}


@pytest.mark.parametrize("dialer", _CALLS_OF)
def test_deliveries_of_a_dialer_come_to_the_same_as_in_order(centre: Centre, dialer: str) -> None:
    chance = Random(dialer)
    with transaction() as session:
        source = Source(name=dialer, dialer=dialer, timezone="Asia/Shanghai")
        if dialer == "twilio":
            source.settings = {"signature": "off"}
        session.add(source)
        for agent in ("1001@default", "a@x.cn", "8001", "6001", "li"):
            session.add(Agent(code=agent, name=agent))
        session.flush()
        source_id = source.id
    at = utc_now()
    shots = [shot for shot in shots_of(dialer) if shot.method == "POST"][:24]

    def send(batches: Sequence[Sequence[Shot]]) -> None:
        for batch in batches:
            for shot in batch:
                with transaction() as session:
                    payload = _payload(shot, at)
                    deliver(session, session.get_one(Source, source_id), dialer, payload)

    send([shots])
    in_order = _everything()
    assert in_order[0]

    forget_everything()
    with transaction() as session:
        db.run(session, "TRUNCATE delivery, recording_fetch", {})
    _at_once(chance, shots, send)

    assert _everything() == in_order
    with transaction() as session:
        assert recount(session) == {}


def _at_once(
    chance: Random, pieces: Sequence[Piece], write: Callable[[Sequence[Sequence[Piece]]], None]
) -> None:
    """Have `pieces` written by two threads: shuffled, a third of them twice, in batches."""
    both = [*pieces, *chance.choices(pieces, k=len(pieces) // 3)]
    chance.shuffle(both)
    cut = chance.randint(0, len(both))
    parts = [list(_batches(chance, part)) for part in (both[:cut], both[cut:])]
    with ThreadPoolExecutor(2) as writers:
        for done in [writers.submit(write, part) for part in parts]:
            done.result()


def _batches(chance: Random, pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    start = 0
    while start < len(pieces):
        size = chance.randint(1, 5)
        yield pieces[start : start + size]
        start += size


def _payload(shot: Shot, at: Any) -> Payload:
    headers = {name: str(said) for name, said in shot.headers.items()}
    query = "&".join(f"{name}={value}" for name, value in shot.query)
    return Payload(shot.body, headers, query=query, received_at=at)


def _everything() -> Any:
    with transaction() as session:
        changes = db.rows(
            session,
            "SELECT agent_id, at, rank, state, reason, call_id FROM agent_state_change",
            {},
        )
    counted = {key: numbers for key, numbers in counters().items() if numbers}
    return calls(), counted, sorted(changes, key=str)
