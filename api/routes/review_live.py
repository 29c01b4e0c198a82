"""Who else looks at a call, and what they save of its reviews, over one websocket."""

import asyncio
import time
from uuid import UUID

from anyio import create_task_group
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError

from api.deps import ReviewFeedDep, find_caller
from api.feed import Watching
from api.groups import BEAT_S
from api.origins import is_allowed_origin
from api.review_feed import ReviewFeed
from api.schemas.review_live import CallWatched
from api.viewing import NO_SUCH_BOARD, NOT_ALLOWED, SIGNED_OUT, START_AGAIN
from services.calls.queries import get_visible_call
from services.db import transaction
from services.errors import NotFound, ServiceError, SignInNeeded
from services.people.access import NotPermitted, Permission
from services.reviews import watching as presences
from services.settings import get_settings

router = APIRouter(prefix="/api/v1/calls", tags=["reviews"])


_STAY_S = 10.0
"""Who is there says so this often: well within `presences.GONE_AFTER`."""


@router.websocket("/{call_id}/presence")
async def watch_call(websocket: WebSocket, feed: ReviewFeedDep, call_id: UUID) -> None:
    """Say who has the call open and how far its reviews are saved, whenever that changes."""
    await websocket.accept()
    if not is_allowed_origin(websocket):
        await websocket.close(NOT_ALLOWED, "origin not allowed")
        return
    try:
        user_id = await run_in_threadpool(_viewer, websocket, call_id)
    except ServiceError as error:
        await websocket.close(_close_code(error), error.message())
        return
    presence_id = await run_in_threadpool(_arrive, call_id, user_id)
    try:
        await _serve(websocket, feed, call_id, user_id, presence_id)
    finally:
        await run_in_threadpool(_leave, call_id, presence_id)


async def _serve(
    websocket: WebSocket, feed: ReviewFeed, call_id: UUID, user_id: UUID, presence_id: UUID
) -> None:
    with feed.watch() as watching:
        await feed.listening()
        try:
            await websocket.send_text(await run_in_threadpool(_watched, call_id))
            async with create_task_group() as tasks:
                tasks.start_soon(_forward, watching, websocket, call_id)
                tasks.start_soon(_stay, presence_id)
                tasks.start_soon(_recheck, websocket, call_id, user_id)
                await _until_closed(websocket)
                tasks.cancel_scope.cancel()
        except* WebSocketDisconnect:
            pass


async def _forward(watching: Watching, websocket: WebSocket, call_id: UUID) -> None:
    """Tell it again at every beat too, however much happens to other calls.

    So whose browser died is seen to be gone.
    """
    beat_at = time.monotonic() + BEAT_S
    while True:
        changed = await watching.next(beat_at - time.monotonic())
        if watching.missed:
            await websocket.close(START_AGAIN, "reconnect for what is so now")
            return
        if call_id in changed or time.monotonic() >= beat_at:
            await websocket.send_text(await run_in_threadpool(_watched, call_id))
            beat_at = time.monotonic() + BEAT_S


async def _stay(presence_id: UUID) -> None:
    while True:
        await asyncio.sleep(_STAY_S)
        await run_in_threadpool(_seen, presence_id)


async def _recheck(websocket: WebSocket, call_id: UUID, user_id: UUID) -> None:
    """Close when the viewer has signed out, or may no longer see this."""
    every_s = get_settings().board_recheck.total_seconds()
    while True:
        await asyncio.sleep(every_s)
        try:
            now = await run_in_threadpool(_viewer, websocket, call_id)
        except OperationalError:
            continue
        except ServiceError as error:
            await websocket.close(_close_code(error), error.message())
            return
        if now != user_id:
            await websocket.close(START_AGAIN, "reconnect as somebody else")
            return


async def _until_closed(websocket: WebSocket) -> None:
    async for _ in websocket.iter_text():
        pass


def _viewer(websocket: WebSocket, call_id: UUID) -> UUID:
    with transaction() as session:
        caller = find_caller(session, websocket)
        caller.require_one_of(Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)
        get_visible_call(session, caller, call_id)
        if caller.user_id is None:
            raise NotPermitted(actor=caller.actor)
        return caller.user_id


def _arrive(call_id: UUID, user_id: UUID) -> UUID:
    with transaction() as session:
        return presences.arrive(session, call_id, user_id)


def _leave(call_id: UUID, presence_id: UUID) -> None:
    with transaction() as session:
        presences.leave(session, call_id, presence_id)


def _seen(presence_id: UUID) -> None:
    with transaction() as session:
        presences.stay(session, presence_id)


def _watched(call_id: UUID) -> str:
    with transaction() as session:
        people = presences.who_looks(session, call_id)
        reviews = presences.what_is_written(session, call_id)
    return CallWatched.model_validate({"people": people, "reviews": reviews}).model_dump_json()


def _close_code(error: ServiceError) -> int:
    if isinstance(error, SignInNeeded):
        return SIGNED_OUT
    return NO_SUCH_BOARD if isinstance(error, NotFound) else NOT_ALLOWED
