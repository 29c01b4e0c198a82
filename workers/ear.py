"""Hearing recordings: each try is seen through, whatever becomes of the child that hears."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from services.hearing import tries
from services.hearing.workers import OfferedEngine
from services.jobs import TranscribeRecording
from services.settings import get_settings
from services.tables import Recording
from workers.asr import ModelUnavailable
from workers.child import Child, MakeTranscribers, reason_of
from workers.transactions import in_transaction

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_LOOK_EVERY_S = 1.0
_PATIENCE_S = 4.0
"""How long a child whose try no longer counts may take to notice, before it is killed.

A new one loads the model again, so noticing is better; but a model says how far it is
only between two batches.
"""


class Ear:
    """One child process, and whoever needs to know what becomes of a recording."""

    def __init__(
        self,
        make_transcribers: MakeTranscribers,
        stopping: asyncio.Event,
        show: Callable[[UUID | None], None],
    ) -> None:
        self._child = Child(make_transcribers)
        self._stopping = stopping
        self._show = show

    async def load(self) -> list[OfferedEngine]:
        """Which engines there are. Raises ModelUnavailable, CancelledError when stopped."""
        try:
            return await self._unless_stopped(asyncio.wrap_future(self._child.load()))
        except BrokenProcessPool as error:
            raise ModelUnavailable(self._child.why_not_loaded()) from error

    async def hear(self, args: Sequence[TranscribeRecording]) -> None:
        """Hear recordings of one engine. Raises ModelUnavailable when nobody can any more."""
        ids = [each.recording_id for each in args]
        limit = await in_transaction(_limit_for, ids)
        hearing = asyncio.wrap_future(self._child.transcribe(args, limit))
        watching = asyncio.create_task(self._end_when_over(hearing, ids))
        self._show(ids[0])
        try:
            await self._unless_stopped(hearing)
        except asyncio.CancelledError:
            if self._stopping.is_set():
                await _each(tries.give_back, ids)
        except BrokenProcessPool as error:
            await _each(tries.give_back, ids)
            raise ModelUnavailable(self._child.why_not_loaded()) from error
        except Exception as error:  # noqa: BLE001  (a child may raise anything)
            reason = reason_of(error, limit)
            log.warning("transcription failed", extra={"job": args[0].key, "reason": reason})
            await _each(tries.fail, ids, reason)
        finally:
            watching.cancel()
            self._show(None)

    def close(self) -> None:
        self._child.stop()

    async def _end_when_over(
        self, hearing: "asyncio.Future[None]", recording_ids: Sequence[UUID]
    ) -> None:
        """Kill the child where all it hears was cancelled, or is another worker's by now."""
        begun: dict[UUID, datetime] = {}
        while not hearing.done():
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                found = await in_transaction(tries.unfinished, recording_ids)
            except OperationalError:
                continue
            begun = {name: since for name, since in found.items() if since} | begun
            if all(begun.get(name) != since for name, since in found.items()):
                await asyncio.wait({hearing}, timeout=_PATIENCE_S)
                hearing.cancel()

    async def _unless_stopped(self, task: "asyncio.Future[Result]") -> Result:
        """Wait for `task`; a while longer once we stop, then kill it (CancelledError)."""
        stopped = asyncio.ensure_future(self._stopping.wait())
        either: set[asyncio.Future[Any]] = {task, stopped}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not task.done():
            await asyncio.wait({task}, timeout=get_settings().worker_grace.total_seconds())
        if not task.done():
            task.cancel()
        return await task


async def _each(step: Callable[..., None], recording_ids: Sequence[UUID], *args: Any) -> None:
    for recording_id in recording_ids:
        await in_transaction(step, recording_id, *args)


def _limit_for(session: Session, recording_ids: Sequence[UUID]) -> timedelta:
    """A try may take `transcribe_timeout`, or as long as the recordings where that is more."""
    total_s = select(func.sum(Recording.duration_s)).where(col(Recording.id).in_(recording_ids))
    duration = timedelta(seconds=session.exec(total_s).one() or 0)
    return max(get_settings().transcribe_timeout, duration)
