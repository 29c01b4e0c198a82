"""What a board of one's own shows: tiles in order, each of one kind. Pure."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MAX_TILES = 40


class TilePeriod(StrEnum):
    """What numbers are counted over, see `activity.cards`."""

    TODAY = "today"
    HOUR = "hour"
    QUARTER = "quarter"
    """The last 15 minutes."""


class TileMetric(StrEnum):
    """Made from tallies where they are shown: counts, seconds, shares of 1, points."""

    DIALS = "dials"
    CONNECTS = "connects"
    CONNECT_RATE = "connect_rate"
    EFFECTIVE_TALKS = "effective_talks"
    SALES = "sales"
    CONVERSION = "conversion"
    TALK = "talk"
    WRAP = "wrap"
    SCORE = "score"
    FATAL = "fatal"
    ABANDON_RATE = "abandon_rate"
    SERVICE_LEVEL = "service_level"
    ONLINE = "online"
    """Agents who are in any state but offline, at this moment."""
    TALKING = "talking"


_PEOPLE = frozenset({TileMetric.ONLINE, TileMetric.TALKING})


class TilePace(StrEnum):
    """What a goal can be set for."""

    DIALS = "dials"
    CONNECTS = "connects"
    EFFECTIVE_TALKS = "effective_talks"
    TALK = "talk"
    SALES = "sales"


class TileDirection(StrEnum):
    """Which way from a threshold a number calls for attention."""

    ABOVE = "above"
    BELOW = "below"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TileThresholds(_Strict):
    """From `amber` on a number wants looking at, from `red` on acting; in the metric's unit."""

    amber: float = Field(ge=0, le=1e9, allow_inf_nan=False)
    red: float = Field(ge=0, le=1e9, allow_inf_nan=False)
    direction: TileDirection

    @model_validator(mode="after")
    def _red_lies_behind_amber(self) -> Self:
        ahead = (
            self.amber - self.red
            if self.direction is TileDirection.ABOVE
            else self.red - self.amber
        )
        if ahead > 0:
            raise ValueError("red must lie further in the direction than amber")
        return self


class _Tile(_Strict):
    id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
    """The client's own name for it, unique on the board."""
    title: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=60, pattern=r"^[^\x00-\x1f]*$"),
    ] = ""
    """Empty for what the tile is called by itself."""
    columns: int = Field(default=1, ge=1, le=4)
    """Of the four that a board has."""
    unit_id: UUID | None = None
    """A unit below the board's, to show no more than it."""


class _OfCampaign(_Tile):
    campaign_id: UUID | None = None
    """To show no more than what was done for it."""


class NumberTile(_OfCampaign):
    """One number, large. People are counted as they are now, whatever the period."""

    kind: Literal["number"] = "number"
    metric: TileMetric
    period: TilePeriod = TilePeriod.TODAY
    thresholds: TileThresholds | None = None

    @model_validator(mode="after")
    def _people_work_for_no_campaign(self) -> Self:
        if self.metric in _PEOPLE and self.campaign_id is not None:
            raise ValueError("how many agents are there is not known by campaign")
        return self


class AgentsTile(_Tile):
    """Agents with their states, who wants attention first."""

    kind: Literal["agents"] = "agents"
    period: TilePeriod = TilePeriod.TODAY


class RankingTile(_Tile):
    """The first of the agents."""

    kind: Literal["ranking"] = "ranking"
    metric: Literal["sales", "conversion", "effective_talks", "talk", "score"] = "sales"
    period: TilePeriod = TilePeriod.TODAY
    places: int = Field(default=10, ge=3, le=50)


class VolumeTile(_Tile):
    """Calls by five minutes, today."""

    kind: Literal["volume"] = "volume"


class FunnelTile(_OfCampaign):
    """From dials to sales."""

    kind: Literal["funnel"] = "funnel"
    period: TilePeriod = TilePeriod.TODAY


class FatalsTile(_OfCampaign):
    """Fatal hits of today, newest first."""

    kind: Literal["fatals"] = "fatals"


class AlertsTile(_OfCampaign):
    """What wants looking at now."""

    kind: Literal["alerts"] = "alerts"


class CampaignsTile(_Tile):
    """Campaigns, most dials first."""

    kind: Literal["campaigns"] = "campaigns"
    period: TilePeriod = TilePeriod.TODAY


class PaceTile(_Tile):
    """Today against the goal and what is expected of it by now."""

    kind: Literal["pace"] = "pace"
    metric: TilePace = TilePace.DIALS


Tile = Annotated[
    NumberTile
    | AgentsTile
    | RankingTile
    | VolumeTile
    | FunnelTile
    | FatalsTile
    | AlertsTile
    | CampaignsTile
    | PaceTile,
    Field(discriminator="kind"),
]


class BoardLayout(_Strict):
    """Tiles, in the order they are read."""

    tiles: list[Tile] = Field(min_length=1, max_length=MAX_TILES)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        [(most, count)] = Counter(tile.id for tile in self.tiles).most_common(1)
        if count > 1:
            raise ValueError(f"two tiles have the id {most}")
        return self


def campaign_of(tile: Tile) -> UUID | None:
    """The campaign a tile narrows to; None for all, and for kinds that know none."""
    return tile.campaign_id if isinstance(tile, _OfCampaign) else None
