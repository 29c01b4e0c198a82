"""Serving one viewer of a live board: a snapshot, then every change, over one websocket."""

from fastapi import WebSocket, WebSocketDisconnect
from sqlalchemy.exc import SQLAlchemyError

from api.hub import Hub
from api.origins import is_allowed_origin
from api.outlets import outlet_of
from api.viewing import NOT_ALLOWED, START_AGAIN, Viewing, close_code
from services.activity.board import Audience
from services.errors import ServiceError


async def watch(websocket: WebSocket, hub: Hub, viewing: Viewing) -> None:
    """Accept, and serve until either side closes or the viewer may see something else.

    What follows the snapshot is written by the hub; nothing here wakes up for it.
    """
    await websocket.accept()
    if not is_allowed_origin(websocket):
        await websocket.close(NOT_ALLOWED, "origin not allowed")
        return
    try:
        audience = await hub.snapshots.look(viewing)
        await _serve(websocket, hub, viewing, audience)
    except ServiceError as error:
        await websocket.close(close_code(error), error.message())
    except SQLAlchemyError:
        await websocket.close(START_AGAIN, "the database is away")
    except WebSocketDisconnect:
        pass


async def _serve(websocket: WebSocket, hub: Hub, viewing: Viewing, audience: Audience) -> None:
    """Subscribing comes before reading the snapshot, so no change can fall between the
    two; one that lands in both carries a version, and the client keeps the newer.
    """
    async with outlet_of(websocket) as outlet:
        with hub.view(audience, outlet) as viewer, hub.rechecks.watch(viewing, audience, outlet):
            hub.open(viewer, await hub.snapshots.read(viewing, audience, viewer))
            await _until_closed(websocket)


async def _until_closed(websocket: WebSocket) -> None:
    """The client only listens; what it says is read and forgotten."""
    async for _ in websocket.iter_text():
        pass
