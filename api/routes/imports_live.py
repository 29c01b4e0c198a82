"""How far imports are, over one websocket."""

import asyncio
import time
from uuid import UUID

from anyio import create_task_group
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError

from api.deps import ImportFeedDep, find_caller
from api.feed import Watching
from api.groups import BEAT_S
from api.origins import is_allowed_origin
from api.schemas.imports import ImportOut, ImportsChanges, ImportsSnapshot
from api.viewing import NOT_ALLOWED, SIGNED_OUT, START_AGAIN
from services.db import transaction
from services.errors import ServiceError, SignInNeeded
from services.imports import progress
from services.imports.allowed import only_source
from services.settings import get_settings

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])

_EVERY_S = 0.25


@router.websocket("/live")
async def watch_imports(websocket: WebSocket, feed: ImportFeedDep) -> None:
    """Send what runs and the newest 50, then those that went on, at most four times a second."""
    await websocket.accept()
    if not is_allowed_origin(websocket):
        await websocket.close(NOT_ALLOWED, "origin not allowed")
        return
    try:
        only = await run_in_threadpool(_only, websocket)
    except ServiceError as error:
        await websocket.close(_close_code(error), error.message())
        return
    with feed.watch() as watching:
        await feed.listening()
        try:
            await websocket.send_text(await run_in_threadpool(_snapshot, only))
            async with create_task_group() as tasks:
                tasks.start_soon(_forward, watching, websocket, only)
                tasks.start_soon(_recheck, websocket, only)
                await _until_closed(websocket)
                tasks.cancel_scope.cancel()
        except* WebSocketDisconnect:
            pass


async def _forward(watching: Watching, websocket: WebSocket, only: UUID | None) -> None:
    """Nothing, at every beat, too, however much happens that the viewer may not see."""
    beat_at = time.monotonic() + BEAT_S
    while True:
        changed = await watching.next(beat_at - time.monotonic())
        if watching.missed:
            await websocket.close(START_AGAIN, "reconnect for a new snapshot")
            return
        seen = await run_in_threadpool(_changes, changed, only) if changed else []
        if seen or time.monotonic() >= beat_at:
            await websocket.send_text(ImportsChanges(imports=seen).model_dump_json())
            beat_at = time.monotonic() + BEAT_S
        await asyncio.sleep(_EVERY_S)


async def _recheck(websocket: WebSocket, only: UUID | None) -> None:
    """Close when the viewer has signed out, or may no longer see this."""
    every_s = get_settings().board_recheck.total_seconds()
    while True:
        await asyncio.sleep(every_s)
        try:
            now = await run_in_threadpool(_only, websocket)
        except OperationalError:
            continue
        except ServiceError as error:
            await websocket.close(_close_code(error), error.message())
            return
        if now != only:
            await websocket.close(START_AGAIN, "reconnect for a new snapshot")
            return


async def _until_closed(websocket: WebSocket) -> None:
    """The client only listens; what it says is read and forgotten."""
    async for _ in websocket.iter_text():
        pass


def _only(websocket: WebSocket) -> UUID | None:
    with transaction() as session:
        return only_source(find_caller(session, websocket))


def _snapshot(only: UUID | None) -> str:
    with transaction() as session:
        imports = [ImportOut.of(each) for each in progress.newest(session, only)]
    return ImportsSnapshot(imports=imports).model_dump_json()


def _changes(changed: set[UUID], only: UUID | None) -> list[ImportOut]:
    """Those that the viewer may see."""
    with transaction() as session:
        return [ImportOut.of(each) for each in progress.those(session, changed, only)]


def _close_code(error: ServiceError) -> int:
    return SIGNED_OUT if isinstance(error, SignInNeeded) else NOT_ALLOWED
