"""Boards that people compose themselves, and links that hang boards on walls."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class OwnBoard(Row, table=True):
    """A board somebody composed. It says what is shown; who looks decides what of it is seen."""

    __table_args__ = (
        Index("ix_own_board_listing", "name", "id"),
        Index("ix_own_board_owner_id", "owner_id"),
        Index("ix_own_board_unit_id", "unit_id"),
    )

    owner_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    name: str
    unit_id: UUID = Field(foreign_key="unit.id")
    """Whose board it is about: what lies below is what its tiles can show."""
    layout: dict[str, Any] = document()
    """Written from and read through `services.boards.layout.Layout`."""
    version: int = 1
    """One more with every change."""
    created_at: datetime = instant(default_factory=utc_now)
    updated_at: datetime = instant(default_factory=utc_now)


class OwnBoardShare(Table, table=True):
    """A unit whose people see the board, too."""

    board_id: UUID = Field(foreign_key="own_board.id", primary_key=True, ondelete="CASCADE")
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True, index=True)


class WallLanguage(StrEnum):
    ZH_CN = "zh-CN"
    EN = "en"


class WallTheme(StrEnum):
    DARK = "dark"
    LIGHT = "light"


class WallNames(StrEnum):
    """How agents are called where everybody can read it."""

    FULL = "full"
    INITIALS = "initials"


class WallLink(Row, table=True):
    """A screen on a wall. Whoever has its token sees what its maker may see now, less quotes."""

    __table_args__ = (Index("ix_wall_link_listing", "created_at", "id"),)

    name: str
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    views: list[dict[str, Any]] = document(default_factory=list)
    """What it shows in turn, through `services.boards.walls.views.WallView`."""
    language: WallLanguage = choice(WallLanguage, default=WallLanguage.ZH_CN)
    theme: WallTheme = choice(WallTheme, default=WallTheme.DARK)
    names: WallNames = choice(WallNames, default=WallNames.FULL)
    celebrate: bool = True
    sound: bool = False
    maker_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = instant(default_factory=utc_now)
    changed_at: datetime = instant(default_factory=utc_now)
    rotated_at: datetime | None = instant(default=None)
    expires_at: datetime | None = instant(default=None)
    last_used_at: datetime | None = instant(default=None)
    """To the minute."""
    revoked_at: datetime | None = instant(default=None)
