"""One worker: claims jobs, keeps their heartbeat, and sees each of them through."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from functools import partial
from typing import Any

from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager
from psycopg import AsyncConnection, OperationalError

from services import jobs
from services.db import direct_url
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
from services.settings import get_settings
from workers.asr import ModelUnavailable
from workers.child import MakeTranscribers
from workers.claims import Claims, TwoConnections
from workers.ear import Ear
from workers.fetching import Fetcher
from workers.jobs.alerts import send_alerts
from workers.jobs.bring import run_import
from workers.jobs.desk import keep_desk
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
from workers.jobs.trials import run_backtest, run_rescore
from workers.known_jobs import known, trace_of
from workers.presence import Presence
from workers.timetable import timetable_kept
from workers.transactions import in_transaction
from workers.watch import watch_kept

log = logging.getLogger(__name__)

APPLICATION = "earshot worker"
"""As `pg_stat_activity` shows their connections for claiming and listening."""
_POLL = timedelta(seconds=2)
_AWAY_S = 60.0
"""How long a worker waits for its database before it gives up."""
_TRIES = 8
"""Of a job whose handler raises; after that PGQueuer keeps it as failed."""

_LONG: Mapping[type[JobArgs], Callable[[Any, threading.Event], None]] = {
    RunImport: run_import,
    RunBacktest: run_backtest,
    RunRescore: run_rescore,
    RunRetention: run_retention,
    AnswerRequest: answer_request,
}
"""What takes long, and gives the rest back when the worker stops."""


class Worker:
    """Runs until `stop` is called or something it needs is gone for good."""

    def __init__(
        self,
        make_transcribers: MakeTranscribers,
        score: Callable[[ScoreCall], None] = score_call,
    ) -> None:
        self._stopping = asyncio.Event()
        self._presence = Presence()
        self._ear = Ear(make_transcribers, self._stopping, self._presence.at)
        self._fetcher = Fetcher()
        self._long_stop = threading.Event()
        self._score = score
        self._away_since: float | None = None
        self._broken: Exception | None = None
        self._manager: QueueManager | None = None

    def stop(self) -> None:
        """Claim nothing more; finish or give back what is at hand."""
        self._stopping.set()
        self._fetcher.stop()
        self._long_stop.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def run(self) -> None:
        """Raises ModelUnavailable, and OperationalError when the database stays away."""
        async with self._presence.explained():
            await self._run()

    async def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                engines = await self._ear.load()
                async with self._presence.shown(engines), timetable_kept(), watch_kept():
                    await self._work_on([engine.name for engine in engines])
        finally:
            await asyncio.to_thread(self._ear.close)
        if self._broken is not None:
            raise self._broken

    async def _work_on(self, engines: Sequence[str]) -> None:
        while not self._stopping.is_set():
            try:
                await self._work(engines)
            except (OperationalError, FailingListenerError) as error:
                await self._wait_for_database(error)

    async def _wait_for_database(self, error: Exception) -> None:
        now = asyncio.get_running_loop().time()
        if self._away_since is None:
            self._away_since = now
            log.warning(_trouble(error))
        if now - self._away_since > _AWAY_S:
            raise error
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=1)

    async def _work(self, engines: Sequence[str]) -> None:
        async with AsyncExitStack() as stack:
            work, listen = [await stack.enter_async_context(await _connect()) for _ in range(2)]
            if self._away_since is not None:
                log.info("connected to the database again")
            self._away_since = None
            settings = get_settings()
            claims = Claims(TwoConnections(work, listen), together=settings.transcribe_together)
            self._manager = self._manage(claims, engines)
            if not self._stopping.is_set():
                await self._manager.run(
                    dequeue_timeout=_POLL,
                    batch_size=1,
                    heartbeat_timeout=settings.job_heartbeat,
                    shutdown_on_listener_failure=True,
                )

    def _manage(self, claims: Claims, engines: Sequence[str]) -> QueueManager:
        manager = QueueManager(claims)

        async def transcribe(job: Job) -> None:
            group = claims.groups[job.id]
            if group.hearing is None:
                group.hearing = asyncio.create_task(self._hear(group.jobs))
                group.hearing.add_done_callback(lambda _: claims.done(group))
            await asyncio.shield(group.hearing)

        for name in engines:
            manager.entrypoint(
                TranscribeRecording.queue_of(name),
                concurrency_limit=get_settings().transcribe_concurrency or 0,
                executor_factory=_patiently,
                on_failure="hold",
            )(transcribe)

        manager.entrypoint(
            FetchRecording.kind,
            concurrency_limit=get_settings().fetch_concurrency,
            executor_factory=_patiently,
            on_failure="hold",
        )(self._fetch)

        # One after the other, so that what takes long leaves live events and scores their time.
        for kind, run in _LONG.items():
            manager.entrypoint(
                kind.kind,
                concurrency_limit=1,
                executor_factory=_patiently,
                on_failure="hold",
            )(partial(self._run_long, kind, run))

        for kind, handle in self._handlers().items():
            manager.entrypoint(kind.kind, executor_factory=_patiently, on_failure="hold")(
                partial(_run, kind, handle)
            )
        return manager

    def _handlers(self) -> Mapping[type[JobArgs], Callable[[Any], None]]:
        """What is quickly done, beside hearing."""
        return {
            ScoreCall: self._score,
            SendAlerts: send_alerts,
            RefoldAgents: refold_agents,
            SettlePauses: settle_pauses,
            CloseSilentCalls: close_silent_calls,
            ForgetDeliveries: forget_deliveries,
            NoteSightings: note_sightings,
            IndexTranscripts: index_transcripts,
            BeepRecording: beep_recording,
            GuardCalls: guard_calls,
            KeepDesk: keep_desk,
            KeepMonths: keep_months,
            KeepRetention: keep_retention,
            StreamAudit: stream_audit,
        }

    async def _fetch(self, job: Job) -> None:
        await in_transaction(jobs.start, job.id)
        await self._fetcher.fetch(FetchRecording.from_payload(job.payload))

    async def _run_long(
        self,
        kind: type[JobArgs],
        handle: Callable[[Any, threading.Event], None],
        job: Job,
    ) -> None:
        await in_transaction(jobs.start, job.id)
        await asyncio.to_thread(handle, kind.from_payload(job.payload), self._long_stop)

    async def _hear(self, claimed: Sequence[Job]) -> None:
        await in_transaction(jobs.start, *(job.id for job in claimed))
        args = [
            TranscribeRecording.from_payload(job.payload).model_copy(
                update={"trace": trace_of(job)}
            )
            for job in claimed
        ]
        try:
            await self._ear.hear(args)
        except ModelUnavailable as error:
            self._broken = error
            self.stop()


async def _run(kind: type[JobArgs], handle: Callable[[Any], None], job: Job) -> None:
    await in_transaction(jobs.start, job.id)
    await asyncio.to_thread(handle, kind.from_payload(job.payload))


class _Patient(DatabaseRetryEntrypointExecutor):
    """Tries a job again whose handler raised; PGQueuer alone would drop it, without a word."""

    async def execute(self, job: Job, context: Context) -> None:
        with known(job):
            try:
                await super().execute(job, context)
            except RetryRequested as retry:
                log.warning(
                    "job failed, will be tried again",
                    exc_info=retry.__cause__,
                    extra={"attempt": job.attempts},
                )
                raise


def _patiently(parameters: EntrypointExecutorParameters) -> _Patient:
    return _Patient(parameters, max_attempts=_TRIES)


def _trouble(error: Exception) -> str:
    if isinstance(error, FailingListenerError):
        return "news of jobs no longer comes through from the database; connecting again"
    reason = " ".join(str(error).split()) or type(error).__name__
    return f"the database does not answer; trying again every second ({reason})"


async def _connect() -> AsyncConnection:
    return await AsyncConnection.connect(
        direct_url(),
        autocommit=True,
        application_name=APPLICATION,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
    )
