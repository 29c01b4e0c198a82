"""Walls: links to boards for screens, made and revoked by those who may share boards."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from api.deps import SessionDep, UserDep
from api.repeats import CreatingRoute
from api.routes.sso import origin_of
from api.schemas.pages import Page
from api.schemas.walls import WallIn, WallOut, WallTokenOut
from services.boards.walls import links, listing
from services.boards.walls.listing import ListedWall, WallState
from services.clock import utc_now
from services.people.access import Permission

router = APIRouter(prefix="/api/v1/walls", tags=["walls"], route_class=CreatingRoute)


@router.get("", operation_id="list_walls")
def list_walls(
    session: SessionDep,
    caller: UserDep,
    state: WallState | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[WallOut]:
    """Yours, and those that colleagues hung up about units you see; newest first."""
    caller.require(Permission.BOARDS_SHARE)
    page = listing.list_walls(session, caller, state=state, cursor=cursor, limit=limit)
    return Page(items=[_shown(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_wall")
def create_wall(
    request: Request, session: SessionDep, caller: UserDep, body: WallIn
) -> WallTokenOut:
    """Hang a wall. This answer is the only place where its link ever appears."""
    caller.require(Permission.BOARDS_SHARE)
    listed, token = links.create_wall(session, caller, body.wanted())
    return _with_token(request, listed, token)


@router.get("/{wall_id}", operation_id="read_wall_link")
def read_wall_link(session: SessionDep, caller: UserDep, wall_id: UUID) -> WallOut:
    """One of yours, or of a unit you see. Its token is not kept, so it is not shown."""
    caller.require(Permission.BOARDS_SHARE)
    return _shown(listing.get_wall(session, caller, wall_id))


@router.put("/{wall_id}", operation_id="change_wall")
def change_wall(session: SessionDep, caller: UserDep, wall_id: UUID, body: WallIn) -> WallOut:
    """Change one of yours; screens that show it follow within a minute."""
    caller.require(Permission.BOARDS_SHARE)
    return _shown(links.change_wall(session, caller, wall_id, body.wanted()))


@router.post("/{wall_id}/token", operation_id="rotate_wall")
def rotate_wall(
    request: Request, session: SessionDep, caller: UserDep, wall_id: UUID
) -> WallTokenOut:
    """Give one of yours a new link. Screens with the old one close."""
    caller.require(Permission.BOARDS_SHARE)
    listed, token = links.rotate_wall(session, caller, wall_id)
    return _with_token(request, listed, token)


@router.delete("/{wall_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="revoke_wall")
def revoke_wall(session: SessionDep, caller: UserDep, wall_id: UUID) -> None:
    """Take a wall down for good: its screens close. Safe to repeat."""
    caller.require(Permission.BOARDS_SHARE)
    links.revoke_wall(session, caller, wall_id)


def _shown(listed: ListedWall) -> WallOut:
    return WallOut(**_facts(listed))


def _with_token(request: Request, listed: ListedWall, token: str) -> WallTokenOut:
    link = f"{origin_of(request)}/wall#{token}"
    return WallTokenOut(**_facts(listed), token=token, link=link, qr_svg=links.qr_of(link))


def _facts(listed: ListedWall) -> dict[str, object]:
    return {
        **listed.wall.model_dump(exclude={"maker_id", "token_hash"}),
        "unit_name": listed.unit_name,
        "maker_name": listed.maker_name,
        "is_own": listed.is_own,
        "state": listing.state_of(listed.wall, utc_now()),
    }
