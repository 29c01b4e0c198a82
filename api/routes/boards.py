"""Live boards: a snapshot, then every change, over one websocket."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, WebSocket

from api import live_board
from api.deps import (
    SESSION_COOKIE,
    CallerDep,
    HubDep,
    SessionDep,
    bearer_secret,
    client_address,
    find_caller,
)
from api.schemas.organisation import UnitOut
from api.schemas.pages import Page
from api.viewing import Viewing
from services.activity import board
from services.activity.board import Audience
from services.activity.cards import Snapshot
from services.boards.looking import look
from services.db import transaction
from services.people import directory, organisation
from services.people.access import Permission

router = APIRouter(prefix="/api/v1/boards", tags=["boards"])


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
    unit, audience = look(session, caller, board_id)
    return board.read_snapshot(session, unit, audience)


@router.websocket("/{board_id}/live")
async def watch_board(websocket: WebSocket, hub: HubDep, board_id: UUID) -> None:
    """Send a snapshot, then every change, and a beat when nothing changes."""
    await live_board.watch(websocket, hub, _viewing(websocket, board_id))


def _viewing(websocket: WebSocket, board_id: UUID) -> Viewing:
    who = websocket.cookies.get(SESSION_COOKIE), bearer_secret(websocket), client_address(websocket)

    def look_again() -> Audience:
        with transaction() as session:
            return look(session, find_caller(session, websocket), board_id)[1]

    def read(audience: Audience) -> Snapshot:
        with transaction() as session:
            return board.read_snapshot(session, organisation.get_unit(session, board_id), audience)

    return Viewing(board_id, who, look_again, read)
