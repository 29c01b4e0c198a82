"""Boards that people compose themselves."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.names import Name
from services.boards.layout import BoardLayout
from services.boards.own import OwnBoardWanted
from services.boards.own_reading import ReadBoard

Units = Annotated[list[UUID], Field(max_length=100)]


class OwnBoardIn(BaseModel):
    """A whole board. Sharing it needs `boards:share`."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    unit_id: UUID
    """Whom it is about: tiles show this unit, or one below it."""
    layout: BoardLayout
    shared_with: Units = []
    """Units whose people see it, too; each sees of it what they may see anyway."""

    def wanted(self) -> OwnBoardWanted:
        return OwnBoardWanted(self.name, self.unit_id, self.layout, frozenset(self.shared_with))


class OwnBoardChangeIn(OwnBoardIn):
    version: int = Field(ge=1)
    """The one you looked at: if it is no longer the newest, nothing is changed."""


class OwnBoardListedOut(BaseModel):
    id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    owner_name: str
    is_own: bool
    may_delete: bool
    shared_with: list[UUID]
    """Of one that is not yours, only units that you see."""
    tiles: int
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, read: ReadBoard) -> "OwnBoardListedOut":
        return cls(**_facts(read))


class OwnBoardOut(OwnBoardListedOut):
    layout: BoardLayout

    @classmethod
    def of(cls, read: ReadBoard) -> "OwnBoardOut":
        return cls(**_facts(read), layout=read.layout)


def _facts(read: ReadBoard) -> dict[str, object]:
    return {
        **read.board.model_dump(exclude={"owner_id", "layout"}),
        "unit_name": read.unit_name,
        "owner_name": read.owner_name,
        "is_own": read.is_own,
        "may_delete": read.may_delete,
        "shared_with": list(read.shared_with),
        "tiles": len(read.layout.tiles),
    }
