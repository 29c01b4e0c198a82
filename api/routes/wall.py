"""What a screen on a wall may ask, with the cookie of its link and nothing else."""

from fastapi import APIRouter, Request, Response, WebSocket, status
from fastapi.requests import HTTPConnection

from api import cookies, live_board
from api.deps import WALL_COOKIE, HubDep, SessionDep
from api.schemas.comparisons import ComparisonOut
from api.schemas.walls import (
    ShownViewOut,
    ShownWallOut,
    WallBoardOut,
    WallComparisonOut,
    WallSessionIn,
    WallUnitOut,
)
from api.viewing import Viewing
from services.activity import board
from services.activity.board import Audience
from services.activity.cards import Snapshot
from services.boards import comparing
from services.boards.own_reading import ReadBoard
from services.boards.walls import showing
from services.boards.walls.showing import OpenWall, ShownView, WallTokenUnknown
from services.db import transaction

router = APIRouter(prefix="/api/v1", tags=["walls"])


@router.post("/wall-sessions", status_code=status.HTTP_204_NO_CONTENT, operation_id="open_wall")
def open_wall(session: SessionDep, body: WallSessionIn, response: Response) -> None:
    """Turn the token of a link into a cookie that opens this wall and nothing else.

    401 with `wall-token-unknown`, `wall-link-revoked`, `wall-link-expired` or
    `wall-maker-left`.
    """
    opened = showing.open_wall(session, body.token)
    showing.note_used(session, opened.wall)
    cookies.set_wall(response, body.token)


@router.get("/wall", operation_id="read_wall")
def read_wall(request: Request, session: SessionDep, response: Response) -> ShownWallOut:
    """What this screen shows. Asked now and then, it follows changes of the wall."""
    opened = _opened(session, request)
    showing.note_used(session, opened.wall)
    cookies.set_wall(response, _token(request))
    views = [_view(each) for each in showing.shown_views(session, opened)]
    return ShownWallOut(
        **opened.wall.model_dump(include=ShownWallOut.model_fields.keys() - {"views"}),
        unit_name=opened.unit.name,
        views=views,
        units=[WallUnitOut.model_validate(each) for each in showing.units_shown(session, opened)],
    )


@router.get("/wall/comparison", operation_id="read_wall_comparison")
def read_wall_comparison(request: Request, session: SessionDep) -> WallComparisonOut:
    """Today beside yesterday and last week, the unit's goals with their pace, records."""
    opened = _opened(session, request)
    compared = comparing.compare(session, opened.unit, opened.audience)
    return WallComparisonOut.of(ComparisonOut.of(compared))


@router.websocket("/wall/live")
async def watch_wall(websocket: WebSocket, hub: HubDep) -> None:
    """As the live board of the wall's unit, without calls, quotes and codes of agents."""
    await live_board.watch(websocket, hub, _viewing(websocket))


def _viewing(websocket: WebSocket) -> Viewing:
    token = websocket.cookies.get(WALL_COOKIE)

    def look() -> Audience:
        with transaction() as session:
            return _opened(session, websocket).audience

    def read(audience: Audience) -> Snapshot:
        with transaction() as session:
            opened = _opened(session, websocket)
            return board.read_snapshot(session, opened.unit, audience)

    return Viewing(("wall", token), token, look, read)


def _opened(session: SessionDep, connection: HTTPConnection) -> OpenWall:
    return showing.open_wall(session, _token(connection))


def _token(connection: HTTPConnection) -> str:
    token = connection.cookies.get(WALL_COOKIE)
    if not token:
        raise WallTokenUnknown()
    return token


def _view(shown: ShownView) -> ShownViewOut:
    return ShownViewOut(
        seconds=shown.seconds,
        view=shown.built_in.view if shown.built_in else None,
        board=_board(shown.board) if shown.board else None,
    )


def _board(read: ReadBoard) -> WallBoardOut:
    return WallBoardOut(
        **read.board.model_dump(include={"id", "name", "unit_id"}), layout=read.layout
    )
