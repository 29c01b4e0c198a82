"""The queue's promises: a job is in the transaction of its data, once, and never lost."""

from threading import Event, Thread
from uuid import uuid4

from sqlmodel import Session

from services import jobs
from services.db import transaction
from services.jobs import ScoreCall, TranscribeRecording


def queued() -> list[int]:
    with transaction() as session:
        return [queue_id for queue_id, _, _ in jobs.waiting(session, ScoreCall)]


def test_a_job_goes_with_the_transaction_of_its_data(database: None) -> None:
    with transaction() as session:
        jobs.enqueue(session, ScoreCall(call_id=uuid4()))
        session.rollback()

    assert queued() == []


def test_a_job_that_waits_already_is_not_queued_twice(session: Session) -> None:
    call_id = uuid4()

    jobs.enqueue(session, ScoreCall(call_id=call_id), ScoreCall(call_id=call_id))
    jobs.enqueue(session, ScoreCall(call_id=call_id), ScoreCall(call_id=uuid4()))

    assert len(jobs.waiting(session, ScoreCall)) == 2


def test_scoring_goes_before_transcribing(session: Session) -> None:
    transcribe, score = TranscribeRecording(recording_id=uuid4()), ScoreCall(call_id=uuid4())
    jobs.enqueue(session, transcribe, score)

    waiting = jobs.waiting(session, TranscribeRecording, ScoreCall)

    assert [kind for _, kind, _ in waiting] == ["score_call", "transcribe_recording"]
    assert ScoreCall.from_payload(waiting[0][2]) == score
    assert TranscribeRecording.from_payload(waiting[1][2]) == transcribe


def test_a_job_enqueued_while_the_same_one_runs_is_not_lost(database: None) -> None:
    job = ScoreCall(call_id=uuid4())
    with transaction() as session:
        jobs.enqueue(session, job)
    [running] = queued()
    with transaction() as session:
        jobs.start(session, running)

    with transaction() as session:
        jobs.enqueue(session, job)
    with transaction() as session:
        jobs.remove(session, running)

    assert len(queued()) == 1


def test_a_job_merged_into_a_waiting_one_is_seen_by_it(database: None) -> None:
    """Starting waits for the transaction that merged, so the job reads what that wrote."""
    job = ScoreCall(call_id=uuid4())
    with transaction() as session:
        jobs.enqueue(session, job)
    [waiting] = queued()
    started = Event()

    def start() -> None:
        with transaction() as session:
            jobs.start(session, waiting)
        started.set()

    with transaction() as session:
        jobs.enqueue(session, job)
        worker = Thread(target=start)
        worker.start()
        assert not started.wait(0.3)
    worker.join(10)

    assert started.is_set()
