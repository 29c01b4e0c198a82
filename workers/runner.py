"""One worker: claims jobs, keeps their heartbeat, and sees each of them through."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Any, TypeVar

from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager
from psycopg import AsyncConnection, OperationalError
from sqlmodel import Session

from services import jobs
from services.db import database_url, transaction
from services.hearing import tries
from services.jobs import JobArgs, RefoldAgents, ScoreCall, TranscribeRecording
from services.settings import get_settings
from services.tables import Recording
from workers.asr import ModelUnavailable
from workers.child import Child, MakeTranscriber, reason_of
from workers.claims import Claims, TwoConnections
from workers.jobs.refold import refold_agents
from workers.jobs.score import score_call

log = logging.getLogger(__name__)

Args = TypeVar("Args", bound=JobArgs)
Result = TypeVar("Result")

APPLICATION = "earshot worker"
"""As `pg_stat_activity` shows their connections for claiming and listening."""
_POLL = timedelta(seconds=2)
_GRACE_S = 5.0
"""How long a stopping worker lets the recording at hand go on."""
_AWAY_S = 60.0
"""How long a worker waits for its database before it gives up."""
_TRIES = 8
"""Of a job whose handler raises; after that PGQueuer keeps it as failed."""


class Worker:
    """Runs until `stop` is called or something it needs is gone for good."""

    def __init__(
        self,
        make_transcriber: MakeTranscriber,
        score: Callable[[ScoreCall], None] = score_call,
    ) -> None:
        self._child = Child(make_transcriber)
        self._score = score
        self._stopping = asyncio.Event()
        self._away_since: float | None = None
        self._broken: Exception | None = None
        self._manager: QueueManager | None = None

    def stop(self) -> None:
        """Claim nothing more; finish or give back what is at hand."""
        self._stopping.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def run(self) -> None:
        """Raises ModelUnavailable, and OperationalError when the database stays away."""
        try:
            await self._load()
            while not self._stopping.is_set():
                try:
                    await self._work()
                except (OperationalError, FailingListenerError) as error:
                    await self._wait_for_database(error)
        finally:
            await asyncio.to_thread(self._child.stop)
        if self._broken is not None:
            raise self._broken

    async def _load(self) -> None:
        try:
            await self._unless_stopped(asyncio.wrap_future(self._child.load()))
        except BrokenProcessPool as error:
            raise ModelUnavailable(self._child.why_not_loaded()) from error
        except asyncio.CancelledError:
            return

    async def _wait_for_database(self, error: Exception) -> None:
        now = asyncio.get_running_loop().time()
        if self._away_since is None:
            self._away_since = now
            log.warning(_trouble(error))
        if now - self._away_since > _AWAY_S:
            raise error
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=1)

    async def _work(self) -> None:
        async with AsyncExitStack() as stack:
            work, listen = [await stack.enter_async_context(await _connect()) for _ in range(2)]
            if self._away_since is not None:
                log.info("connected to the database again")
            self._away_since = None
            claims = Claims(TwoConnections(work, listen))
            self._manager = self._manage(claims)
            if not self._stopping.is_set():
                await self._manager.run(
                    dequeue_timeout=_POLL,
                    batch_size=1,
                    heartbeat_timeout=get_settings().job_heartbeat,
                    shutdown_on_listener_failure=True,
                )

    def _manage(self, claims: Claims) -> QueueManager:
        manager = QueueManager(claims)

        @manager.entrypoint(
            TranscribeRecording.kind, executor_factory=_patiently, on_failure="hold"
        )
        async def transcribe(job: Job) -> None:
            try:
                await self._transcribe(await _begin(job, TranscribeRecording))
            finally:
                claims.busy = False

        @manager.entrypoint(ScoreCall.kind, executor_factory=_patiently, on_failure="hold")
        async def score(job: Job) -> None:
            await asyncio.to_thread(self._score, await _begin(job, ScoreCall))

        @manager.entrypoint(RefoldAgents.kind, executor_factory=_patiently, on_failure="hold")
        async def refold(job: Job) -> None:
            await asyncio.to_thread(refold_agents, await _begin(job, RefoldAgents))

        return manager

    async def _transcribe(self, args: TranscribeRecording) -> None:
        limit = await _in_transaction(_limit_for, args)
        try:
            await self._unless_stopped(asyncio.wrap_future(self._child.transcribe(args, limit)))
        except asyncio.CancelledError:
            await _in_transaction(tries.give_back, args.recording_id)
        except BrokenProcessPool:
            self._broken = ModelUnavailable(self._child.why_not_loaded())
            await _in_transaction(tries.give_back, args.recording_id)
            self.stop()
        except Exception as error:  # noqa: BLE001  (a child may raise anything)
            reason = reason_of(error, limit)
            log.warning("transcription failed", extra={"job": args.key, "reason": reason})
            await _in_transaction(tries.fail, args.recording_id, reason)

    async def _unless_stopped(self, task: asyncio.Future[None]) -> None:
        """Wait for `task`; a while longer once we stop, then kill it (CancelledError)."""
        stopped = asyncio.ensure_future(self._stopping.wait())
        either: set[asyncio.Future[Any]] = {task, stopped}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not task.done():
            await asyncio.wait({task}, timeout=_GRACE_S)
        if not task.done():
            task.cancel()
        await task


class _Patient(DatabaseRetryEntrypointExecutor):
    """Tries a job again whose handler raised; PGQueuer alone would drop it, without a word."""

    async def execute(self, job: Job, context: Context) -> None:
        try:
            await super().execute(job, context)
        except RetryRequested as retry:
            log.warning(
                "job failed, will be tried again",
                exc_info=retry.__cause__,
                extra={"job": job.entrypoint, "attempt": job.attempts},
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
        database_url(),
        autocommit=True,
        application_name=APPLICATION,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
    )


async def _begin(job: Job, kind: type[Args]) -> Args:
    await _in_transaction(jobs.start, job.id)
    return kind.from_payload(job.payload)


def _limit_for(session: Session, args: TranscribeRecording) -> timedelta:
    """A try may take `transcribe_timeout`, or as long as the recording where that is more."""
    recording = session.get(Recording, args.recording_id)
    duration = timedelta(seconds=recording.duration_s if recording else 0)
    return max(get_settings().transcribe_timeout, duration)


async def _in_transaction(step: Callable[..., Result], *args: Any) -> Result:
    def run() -> Result:
        with transaction() as session:
            return step(session, *args)

    return await asyncio.to_thread(run)
