"""Live boards: a snapshot, then every change, over one websocket."""

import asyncio
from typing import Annotated
from uuid import UUID

from anyio import create_task_group
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError

from api.deps import CallerDep, HubDep, SessionDep, find_caller
from api.hub import Hub, Subscription
from api.origins import is_allowed_origin
from api.schemas.organisation import UnitOut
from api.schemas.pages import Page
from services.activity import board
from services.activity.board import Audience
from services.activity.cards import Beat, Snapshot
from services.clock import utc_now
from services.db import transaction
from services.errors import NotFound, ServiceError, SignInNeeded
from services.people import directory, organisation
from services.people.access import Caller, Permission, Scope
from services.people.callers import unit_and_below
from services.settings import get_settings
from services.tables import Unit

router = APIRouter(prefix="/api/v1/boards", tags=["boards"])

BEAT_S = 10.0
SIGNED_OUT, NOT_ALLOWED, NO_SUCH_BOARD, START_AGAIN = 4401, 4403, 4404, 4000


@router.get("", operation_id="list_boards")
def list_boards(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Page[UnitOut]:
    """Every unit in scope has a board of its own id."""
    caller.require(Permission.BOARD_READ)
    page = directory.list_units(session, caller.scope, archived=False, cursor=cursor, limit=limit)
    return Page(items=[UnitOut.model_validate(unit) for unit in page.items], next=page.next)


@router.get(
    "/{board_id}",
    operation_id="read_board",
    responses={200: {"description": "What the websocket `/live` says first, and then changes."}},
)
def read_board(session: SessionDep, caller: CallerDep, board_id: UUID) -> Snapshot:
    """Everything on a unit's board now. Follow it at `/api/v1/boards/{board_id}/live`."""
    unit, audience = _look(session, caller, board_id)
    return board.read_snapshot(session, unit, audience)


@router.websocket("/{board_id}/live")
async def watch_board(websocket: WebSocket, hub: HubDep, board_id: UUID) -> None:
    """Send a snapshot, then every change, and a beat when nothing changes.

    Subscribing comes before reading the snapshot, so no change can fall between the
    two; one that lands in both carries a version, and the client keeps the newer.
    """
    await websocket.accept()
    if not is_allowed_origin(websocket):
        await websocket.close(NOT_ALLOWED, "origin not allowed")
        return
    try:
        audience = await run_in_threadpool(_audience, websocket, board_id)
    except ServiceError as error:
        await websocket.close(_close_code(error), error.message())
        return
    await _serve(websocket, hub, board_id, audience)


async def _serve(websocket: WebSocket, hub: Hub, board_id: UUID, audience: Audience) -> None:
    with hub.subscribe(audience) as subscription:
        snapshot = await run_in_threadpool(_read_snapshot, board_id, audience)
        try:
            await websocket.send_text(snapshot)
            async with create_task_group() as tasks:
                tasks.start_soon(_forward, subscription, websocket)
                tasks.start_soon(_recheck, websocket, board_id, audience)
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


async def _recheck(websocket: WebSocket, board_id: UUID, audience: Audience) -> None:
    """Close when the viewer has signed out, or may see something else by now."""
    every_s = get_settings().board_recheck.total_seconds()
    while True:
        await asyncio.sleep(every_s)
        try:
            now = await run_in_threadpool(_audience, websocket, board_id)
        except OperationalError:
            continue
        except ServiceError as error:
            await websocket.close(_close_code(error), error.message())
            return
        if now != audience:
            await websocket.close(START_AGAIN, "reconnect for a new snapshot")
            return


async def _until_closed(websocket: WebSocket) -> None:
    """The client only listens; what it says is read and forgotten."""
    async for _ in websocket.iter_text():
        pass


def _audience(websocket: WebSocket, board_id: UUID) -> Audience:
    with transaction() as session:
        caller = find_caller(session, websocket)
        return _look(session, caller, board_id)[1]


def _read_snapshot(board_id: UUID, audience: Audience) -> str:
    with transaction() as session:
        unit = organisation.get_unit(session, board_id)
        return board.read_snapshot(session, unit, audience).model_dump_json()


def _look(session: SessionDep, caller: Caller, board_id: UUID) -> tuple[Unit, Audience]:
    """The board's unit, and what of it the caller may see. Raises UnitNotFound."""
    caller.require(Permission.BOARD_READ)
    unit = organisation.get_unit(session, board_id)
    if not caller.scope.sees_unit(unit.id):
        raise organisation.UnitNotFound(unit_id=board_id)
    below = unit_and_below(session, unit.id)
    visible = frozenset(each for each in below if caller.scope.sees_unit(each))
    return unit, _audience_of(caller.scope, visible)


def _audience_of(scope: Scope, visible: frozenset[UUID]) -> Audience:
    """Who looks at a board of the units `visible`: teams overseen, or else oneself in them."""
    overseen = frozenset(unit_id for unit_id in visible if scope.oversees(unit_id))
    if not overseen:
        own = next((part.agent_id for part in scope.parts if part.agent_id), None)
        return Audience(visible, own)
    limits = {unit_id: scope.campaigns_of(unit_id) for unit_id in overseen}
    limited = frozenset((unit_id, each) for unit_id, each in limits.items() if each is not None)
    return Audience(overseen, None, limited)


def _close_code(error: ServiceError) -> int:
    if isinstance(error, SignInNeeded):
        return SIGNED_OUT
    return NO_SUCH_BOARD if isinstance(error, NotFound) else NOT_ALLOWED
