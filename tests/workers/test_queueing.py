"""What a worker takes from the queue, how much of it at once, and when it lets go."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import psycopg
import pytest
from pgqueuer.ports.repository import EntrypointExecutionParameter
from pgqueuer.types import QueueEntrypoint, QueueManagerId
from sqlmodel import select

from services.db import database_url, transaction
from services.hearing import workers
from services.jobs import TranscribeRecording
from services.people import callers
from services.recordings import keeping, lanes
from services.settings import get_settings
from services.tables import Recording, RecordingState
from tests.factories import make_call, make_company, make_recording
from tests.sounds import attached, reread, tone, wav
from tests.workers.working import is_in, is_settled, work_until
from workers.asr.fake import Dies, FakeTranscribers, Hangs
from workers.claims import Claims, TwoConnections

_QUEUE = QueueEntrypoint(TranscribeRecording.kind)


@pytest.fixture
def together(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_TRANSCRIBE_TOGETHER", "4")
    get_settings.cache_clear()


def queued(*durations_s: float, **fields: object) -> list[UUID]:
    """Rows without sound, in the order in which they are to be heard."""
    with transaction() as session:
        call = make_call(session, ended_at=datetime.now(UTC))
        found = []
        for duration_s in durations_s:
            recording = make_recording(session, call, duration_s=duration_s, **fields)
            lanes.queue(session, recording)
            found.append(recording.id)
        return found


def claimed(together: int) -> list[UUID]:
    """What a worker that hears `together` at once takes next."""

    async def claim() -> list[UUID]:
        work, listen = [
            await psycopg.AsyncConnection.connect(database_url(), autocommit=True) for _ in range(2)
        ]
        async with work, listen:
            claims = Claims(TwoConnections(work, listen), together=together)
            limits = {_QUEUE: EntrypointExecutionParameter(concurrency_limit=0)}
            found = await claims.dequeue(
                1, limits, QueueManagerId(uuid4()), None, timedelta(seconds=60)
            )
            assert await claims.dequeue(1, limits, QueueManagerId(uuid4()), None, timedelta()) == []
            return [TranscribeRecording.from_payload(job.payload).recording_id for job in found]

    return asyncio.run(claim())


def test_short_recordings_are_claimed_together(database: None) -> None:
    short = queued(10, 20, 179, 30, 40)

    assert claimed(together=4) == short[:4]
    assert claimed(together=4) == short[4:]


def test_one_is_claimed_at_a_time_unless_told_otherwise(database: None) -> None:
    first, *_ = queued(10, 20)

    assert claimed(together=1) == [first]


def test_a_long_recording_is_heard_alone(database: None) -> None:
    long, first, other_long, second = queued(180, 10, 500, 20)

    assert claimed(together=4) == [long]
    assert claimed(together=4) == [first, second]
    # It was not lost by being looked at.
    assert claimed(together=4) == [other_long]


def test_a_recording_that_was_tried_before_is_heard_alone(database: None) -> None:
    [tried] = queued(10, attempts=1)
    fresh = queued(10, 10)

    assert claimed(together=4) == [tried]
    assert claimed(together=4) == fresh


@pytest.mark.processes
@pytest.mark.usefixtures("together")
def test_one_that_kills_a_group_costs_the_others_one_try_at_most() -> None:
    poison, *good = [attached(uuid4(), wav(tone(seconds))) for seconds in (1, 2, 3)]

    work_until(is_settled(poison, *good), partial(FakeTranscribers, behave=Dies(at_s=1)))

    assert reread(poison).attempts == 3
    # One try when they were claimed with it, none when a slow machine claimed it alone.
    assert all(reread(each).attempts <= 2 for each in good)
    assert reread(poison).state is RecordingState.SET_ASIDE
    assert is_in(RecordingState.TRANSCRIBED, *good)()


@pytest.mark.processes
@pytest.mark.usefixtures("together")
def test_a_group_is_heard() -> None:
    recordings = [attached(uuid4(), wav(tone(seconds))) for seconds in (1, 2, 3)]

    work_until(is_settled(*recordings), FakeTranscribers)

    assert [reread(each).attempts for each in recordings] == [1, 1, 1]


@pytest.mark.processes
@pytest.mark.usefixtures("quick")
def test_a_worker_leaves_what_it_has_no_engine_for() -> None:
    with transaction() as session:
        boxed, plain = [
            make_recording(session, make_call(session), engine=engine) for engine in ("box", None)
        ]
        lanes.queue(session, boxed, plain)

    settled = is_settled(plain.id)
    work_until(settled, FakeTranscribers)
    assert reread(boxed.id).state is RecordingState.WAITING

    work_until(is_settled(boxed.id), partial(FakeTranscribers, "box"))


@pytest.mark.processes
@pytest.mark.usefixtures("quick")
def test_a_cancelled_recording_sets_its_worker_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even one that says nothing about how far it is."""
    monkeypatch.setenv("EARSHOT_TRANSCRIBE_TIMEOUT", "PT60S")
    get_settings.cache_clear()
    endless, next_one = attached(uuid4(), wav(tone(1))), attached(uuid4(), wav(tone(2)))
    cancelled = False

    def heard_and_cancelled() -> bool:
        nonlocal cancelled
        if not cancelled and is_in(RecordingState.TRANSCRIBING, endless)():
            cancel(endless)
            cancelled = True
        return is_settled(next_one)()

    work_until(heard_and_cancelled, partial(FakeTranscribers, behave=Hangs(at_s=1)))

    assert reread(endless).state is RecordingState.CANCELLED
    assert reread(next_one).attempts == 1


def cancel(recording_id: UUID) -> None:
    with transaction() as session:
        dana = callers.of_user(session, make_company(session).dana)
        keeping.cancel(session, session.get_one(Recording, recording_id), dana)


@pytest.mark.processes
@pytest.mark.usefixtures("quick")
def test_workers_together_keep_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_TRANSCRIBE_CONCURRENCY", "1")
    get_settings.cache_clear()
    recordings = [attached(uuid4(), wav(tone(1, pitch))) for pitch in (300, 400, 500, 600)]
    most = 0

    def settled() -> bool:
        nonlocal most
        with transaction() as session:
            running = select(Recording).where(Recording.state == RecordingState.TRANSCRIBING)
            most = max(most, len(session.exec(running).all()))
        return is_settled(*recordings)()

    slow = partial(FakeTranscribers, behave=Hangs(at_s=1, seconds=0.5))
    work_until(settled, slow, slow)

    assert most == 1


@pytest.mark.processes
@pytest.mark.usefixtures("quick")
def test_a_worker_is_seen_while_it_works_and_gone_when_it_stopped() -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    seen: list[tuple[bool, list[str], UUID | None]] = []

    def look() -> bool:
        with transaction() as session:
            for worker in workers.list_workers(session):
                engines = [engine.name for engine in workers.offered(worker)]
                seen.append((workers.is_alive(worker), engines, worker.recording_id))
        return (True, ["default", "box"], None) in seen and is_settled(recording_id)()

    work_until(look, partial(FakeTranscribers, "box", behave=Hangs(at_s=1, seconds=1)))

    assert (True, ["default", "box"], recording_id) in seen
    with transaction() as session:
        assert workers.list_workers(session) == []
