"""What a wall shows in turn. Pure."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

MAX_VIEWS = 20


class BuiltInView(StrEnum):
    """Four numbers and one ranking or list each."""

    AGENTS = "agents"
    """Agents by sales."""
    TALKS = "talks"
    """Agents by effective talks."""
    TEAMS = "teams"
    CAMPAIGNS = "campaigns"
    DAY = "day"
    """The day against its goals, and its calls by five minutes."""
    QUALITY = "quality"
    """Scores, and who broke which fatal rule."""


class _View(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: int = Field(default=30, ge=10, le=300)
    """How long it stays before the next one comes."""


class BuiltInWallView(_View):
    kind: Literal["built_in"] = "built_in"
    view: BuiltInView


class OwnBoardWallView(_View):
    """A board that somebody composed."""

    kind: Literal["own_board"] = "own_board"
    own_board_id: UUID


WallView = Annotated[BuiltInWallView | OwnBoardWallView, Field(discriminator="kind")]
VIEWS: TypeAdapter[list[WallView]] = TypeAdapter(list[WallView])
