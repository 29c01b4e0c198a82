"""Who gets in at boards of one's own and at walls, and what they are about."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session

from services.boards.walls.links import hash_token
from services.people.access import Permission
from services.tables import OwnBoard, WallLink
from tests.api.access_rows import EMPTY, Asker, Names, Place, Row, Thing, Who
from tests.api.access_world import World

P = Permission
TILE = {"id": "a", "kind": "number", "metric": "dials"}
BOARD: dict[str, Any] = {"name": "Mine", "unit_id": "{unit_id}", "layout": {"tiles": [TILE]}}
VIEW = {"kind": "built_in", "view": "agents", "seconds": 30}
WALL: dict[str, Any] = {"name": "Wall", "unit_id": "{unit_id}", "views": [VIEW]}


def _own_board(session: Session, world: World, asker: Asker) -> Names:
    """Of the one who asks, where they see the team; of somebody else otherwise."""
    somebody = world.user_ids[Asker(asker.role, Place.OWN)]
    board = OwnBoard(
        owner_id=world.user_ids[asker] if asker.sees_own else somebody,
        name="Mine",
        unit_id=world.unit_id,
        layout={"tiles": [TILE]},
    )
    session.add(board)
    session.flush()
    return {"own_board_id": str(board.id), "unit_id": str(world.unit_id)}


def _wall(session: Session, world: World, asker: Asker) -> Names:
    somebody = world.user_ids[Asker(asker.role, Place.OWN)]
    wall = WallLink(
        name="Wall",
        unit_id=world.unit_id,
        views=[VIEW],
        maker_id=world.user_ids[asker] if asker.sees_own else somebody,
        token_hash=hash_token(uuid4().hex),
    )
    session.add(wall)
    session.flush()
    return {"wall_id": str(wall.id), "unit_id": str(world.unit_id)}


BOARD_THINGS = {
    "own board": Thing(_own_board, personal=True),
    "wall": Thing(_wall, personal=True),
}

BOARDS = (
    Row("list_own_boards", P.BOARD_READ, "own board", outside=EMPTY),
    Row("create_own_board", P.BOARD_READ, "unit", outside=422, body=BOARD),
    Row("read_own_board", P.BOARD_READ, "own board"),
    Row("replace_own_board", P.BOARD_READ, "own board", body={**BOARD, "version": 1}),
    Row("delete_own_board", P.BOARD_READ, "own board"),
    Row("list_walls", P.BOARDS_SHARE, "wall", outside=EMPTY),
    Row("create_wall", P.BOARDS_SHARE, "unit", outside=422, body=WALL),
    Row("read_wall_link", P.BOARDS_SHARE, "wall"),
    Row("change_wall", P.BOARDS_SHARE, "wall", body=WALL),
    Row("rotate_wall", P.BOARDS_SHARE, "wall"),
    Row("revoke_wall", P.BOARDS_SHARE, "wall"),
    # A screen signs in by its link; who is signed in otherwise gets nothing by that.
    Row("open_wall", Who.ANYBODY, body={"token": "unknown"}),
    Row("read_wall", Who.ANYBODY),
    Row("read_wall_comparison", Who.ANYBODY),
)

BOARD_SOCKETS = (Row("/api/v1/wall/live", Who.SCREENS, outside=401),)
