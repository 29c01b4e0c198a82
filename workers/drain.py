"""Run what is queued in this process, one job after the other: for tests and commands."""

from collections.abc import Callable, Mapping
from typing import Any

from services import jobs
from services.db import transaction
from services.hearing import tries
from services.jobs import (
    AnswerRequest,
    BeepRecording,
    CloseSilentCalls,
    FetchRecording,
    ForgetDeliveries,
    GuardCalls,
    IndexTranscripts,
    JobArgs,
    KeepDesk,
    KeepMonths,
    KeepRetention,
    NoteSightings,
    RefoldAgents,
    RunBacktest,
    RunImport,
    RunRescore,
    RunRetention,
    ScoreCall,
    SendAlerts,
    SettlePauses,
    StreamAudit,
    TranscribeRecording,
)
from workers.asr import Transcriber
from workers.jobs.alerts import send_alerts
from workers.jobs.bring import run_import
from workers.jobs.desk import keep_desk
from workers.jobs.fetch import fetch_recording
from workers.jobs.guarding import beep_recording, guard_calls
from workers.jobs.refold import refold_agents
from workers.jobs.retention import (
    answer_request,
    keep_retention,
    run_retention,
    stream_audit,
)
from workers.jobs.score import score_call
from workers.jobs.settle import settle_pauses
from workers.jobs.tidying import (
    close_silent_calls,
    forget_deliveries,
    index_transcripts,
    keep_months,
    note_sightings,
)
from workers.jobs.transcribe import transcribe_recording
from workers.jobs.trials import run_backtest, run_rescore

Score = Callable[[ScoreCall], None]

_SIMPLE: Mapping[type[JobArgs], Callable[[Any], object]] = {
    SendAlerts: send_alerts,
    SettlePauses: settle_pauses,
    RefoldAgents: refold_agents,
    FetchRecording: fetch_recording,
    RunImport: run_import,
    RunBacktest: run_backtest,
    RunRescore: run_rescore,
    IndexTranscripts: index_transcripts,
    BeepRecording: beep_recording,
    GuardCalls: guard_calls,
    CloseSilentCalls: close_silent_calls,
    ForgetDeliveries: forget_deliveries,
    NoteSightings: note_sightings,
    KeepDesk: keep_desk,
    KeepMonths: keep_months,
    KeepRetention: keep_retention,
    RunRetention: run_retention,
    AnswerRequest: answer_request,
    StreamAudit: stream_audit,
}
_BY_NAME = {kind.kind: (kind, handle) for kind, handle in _SIMPLE.items()}


def run_waiting(transcriber: Transcriber, score: Score = score_call) -> int:
    """Run every job that may run now, and those that follow from them; returns how many.

    Waits for nothing: a job that failed waits for its next try and stays queued.
    """
    count = 0
    while (found := _next()) is not None:
        queue_id, kind, payload = found
        _begin(queue_id)
        if kind == TranscribeRecording.kind:
            _transcribe(TranscribeRecording.from_payload(payload), transcriber)
        elif kind == ScoreCall.kind:
            score(ScoreCall.from_payload(payload))
        else:
            args, handle = _BY_NAME[kind]
            handle(args.from_payload(payload))
        _remove(queue_id)
        count += 1
    return count


def _next() -> tuple[int, str, bytes] | None:
    with transaction() as session:
        found = jobs.waiting(session, *_SIMPLE, TranscribeRecording, ScoreCall)
        return next(iter(found), None)


def _begin(queue_id: int) -> None:
    with transaction() as session:
        jobs.start(session, queue_id)


def _transcribe(args: TranscribeRecording, transcriber: Transcriber) -> None:
    try:
        transcribe_recording(args, transcriber)
    except Exception as error:  # noqa: BLE001  (whatever it is, the try has failed)
        with transaction() as session:
            tries.fail(session, args.recording_id, tries.reason_of(error))


def _remove(queue_id: int) -> None:
    with transaction() as session:
        jobs.remove(session, queue_id)
