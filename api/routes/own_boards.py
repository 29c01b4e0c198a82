"""Boards of one's own: composed, shared, and read by those they are shared with."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import SessionDep, UserDep
from api.repeats import CreatingRoute
from api.schemas.own_boards import OwnBoardChangeIn, OwnBoardIn, OwnBoardListedOut, OwnBoardOut
from api.schemas.pages import Page
from services.boards import own, own_reading
from services.people.access import Permission

router = APIRouter(prefix="/api/v1/own-boards", tags=["boards"], route_class=CreatingRoute)

OwnBoardPage = Page[OwnBoardListedOut]


@router.get("", operation_id="list_own_boards")
def list_own_boards(
    session: SessionDep,
    caller: UserDep,
    own: bool | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> OwnBoardPage:
    """Yours, and those shared with you about units you see, by name; `own` narrows."""
    caller.require(Permission.BOARD_READ)
    page = own_reading.list_boards(session, caller, own=own, cursor=cursor, limit=limit)
    return Page(items=[OwnBoardListedOut.of(read) for read in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_own_board")
def create_own_board(session: SessionDep, caller: UserDep, body: OwnBoardIn) -> OwnBoardOut:
    """Compose a board. What it shows comes by the live board of its unit."""
    caller.require(Permission.BOARD_READ)
    return OwnBoardOut.of(own.create_board(session, caller, body.wanted()))


@router.get("/{own_board_id}", operation_id="read_own_board")
def read_own_board(session: SessionDep, caller: UserDep, own_board_id: UUID) -> OwnBoardOut:
    """One of yours, or one that is shared with you."""
    caller.require(Permission.BOARD_READ)
    return OwnBoardOut.of(own_reading.get_board(session, caller, own_board_id))


@router.put("/{own_board_id}", operation_id="replace_own_board")
def replace_own_board(
    session: SessionDep, caller: UserDep, own_board_id: UUID, body: OwnBoardChangeIn
) -> OwnBoardOut:
    """Change one of yours; `own-board-changed` tells of a newer `version` than the one sent."""
    caller.require(Permission.BOARD_READ)
    return OwnBoardOut.of(
        own.replace_board(session, caller, own_board_id, body.version, body.wanted())
    )


@router.delete(
    "/{own_board_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_own_board"
)
def delete_own_board(session: SessionDep, caller: UserDep, own_board_id: UUID) -> None:
    """One of yours, or with `users:manage` one that you see. Walls go on without it."""
    caller.require(Permission.BOARD_READ)
    own.delete_board(session, caller, own_board_id)
