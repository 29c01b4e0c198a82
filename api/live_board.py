"""Serving one viewer of a live board: a snapshot, then every change, over one websocket."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from anyio import create_task_group
from fastapi import WebSocket, WebSocketDisconnect
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError

from api.hub import Hub, Subscription
from api.origins import is_allowed_origin
from services.activity.board import Audience
from services.activity.cards import Beat, Snapshot
from services.clock import utc_now
from services.errors import NotFound, ServiceError, SignInNeeded
from services.settings import get_settings

BEAT_S = 10.0
SIGNED_OUT, NOT_ALLOWED, NO_SUCH_BOARD, START_AGAIN = 4401, 4403, 4404, 4000


@dataclass(frozen=True, slots=True)
class Viewing:
    """Somebody's look at a board. `look` and `read` run in threads and open transactions."""

    board: Hashable
    """What they look at: viewers of one board whose audience is the same share snapshots."""
    who: Hashable
    """Whom `look` asks about: those with the same `board` and `who` are asked about once."""
    look: Callable[[], Audience]
    """What they may see now. Raises a ServiceError when that is nothing: the board closes."""
    read: Callable[[Audience], Snapshot]


async def watch(websocket: WebSocket, hub: Hub, viewing: Viewing) -> None:
    """Accept, and serve until either side closes or the viewer may see something else.

    Subscribing comes before reading the snapshot, so no change can fall between the
    two; one that lands in both carries a version, and the client keeps the newer.
    """
    await websocket.accept()
    if not is_allowed_origin(websocket):
        await websocket.close(NOT_ALLOWED, "origin not allowed")
        return
    try:
        audience = await run_in_threadpool(viewing.look)
    except ServiceError as error:
        await websocket.close(close_code(error), error.message())
        return
    await _serve(websocket, hub, viewing, audience)


def close_code(error: ServiceError) -> int:
    if isinstance(error, SignInNeeded):
        return SIGNED_OUT
    return NO_SUCH_BOARD if isinstance(error, NotFound) else NOT_ALLOWED


async def _serve(websocket: WebSocket, hub: Hub, viewing: Viewing, audience: Audience) -> None:
    with hub.subscribe(audience) as subscription:
        snapshot = await run_in_threadpool(viewing.read, audience)
        try:
            await websocket.send_text(snapshot.model_dump_json())
            async with create_task_group() as tasks:
                tasks.start_soon(_forward, subscription, websocket)
                tasks.start_soon(_recheck, websocket, viewing, audience)
                await _until_closed(websocket)
                tasks.cancel_scope.cancel()
        except* WebSocketDisconnect:
            pass


async def _forward(subscription: Subscription, websocket: WebSocket) -> None:
    while True:
        try:
            message = await asyncio.wait_for(subscription.next(), BEAT_S)
        except TimeoutError:
            message = Beat(now=utc_now()).model_dump_json()
        if not message:
            await websocket.close(START_AGAIN, "reconnect for a new snapshot")
            return
        await websocket.send_text(message)


async def _recheck(websocket: WebSocket, viewing: Viewing, audience: Audience) -> None:
    """Close when the viewer has signed out, or may see something else by now."""
    every_s = get_settings().board_recheck.total_seconds()
    while True:
        await asyncio.sleep(every_s)
        try:
            now = await run_in_threadpool(viewing.look)
        except OperationalError:
            continue
        except ServiceError as error:
            await websocket.close(close_code(error), error.message())
            return
        if now != audience:
            await websocket.close(START_AGAIN, "reconnect for a new snapshot")
            return


async def _until_closed(websocket: WebSocket) -> None:
    """The client only listens; what it says is read and forgotten."""
    async for _ in websocket.iter_text():
        pass
