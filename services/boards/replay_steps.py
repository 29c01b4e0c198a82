"""What a replay of a board says: how it stood, and step by step what happened then.

The cards are those of the live board. Between them only what changed travels: a team's two
hours are tens of thousands of changes, and whole cards for each would be a hundred megabytes.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.activity.cards import AnyCard, Board
from services.tables import AgentState


class Counted(BaseModel):
    """Numbers of one five minutes, to be added to cards."""

    model_config = ConfigDict(frozen=True)

    of: list[str]
    """Which cards count them, each as its `kind`, `/` and its `key`."""
    bucket_s: int
    """When the five minutes begin, in seconds since the beginning of the replay."""
    add: dict[str, float]
    """By their names in `Tally`. What is not named is 0."""


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True)

    at_s: float
    """When it happens, in seconds since the beginning of the replay."""


class StateStep(_Step):
    """An agent on the board enters a state."""

    kind: Literal["state"] = "state"
    agent: UUID
    state: AgentState
    since: datetime | None
    reason: str | None
    call_id: UUID | None


class CountStep(_Step, Counted):
    """A call has ended, or agents' time is added: when a state ends, and every five minutes.

    What a team's card counts in `dials`, `connects` and `effective_talks` counts in its volume
    card of that five minutes, too.
    """

    kind: Literal["count"] = "count"


class CardStep(_Step):
    """A card comes, or takes the place of the one with its kind and key. Withdrawn ones go."""

    kind: Literal["card"] = "card"
    card: AnyCard
    recent: list[Counted] = []
    """Of an agent who comes onto the board: what `hour` and `quarter` are made of."""


class LeaveStep(_Step):
    """An agent moves to a team that is not on the board: the card goes."""

    kind: Literal["leave"] = "leave"
    agent: UUID


class StartStep(_Step):
    """A new day begins in the zone of a team: everything on the board anew."""

    kind: Literal["start"] = "start"
    board: Board
    cards: list[AnyCard]


Step = Annotated[
    StateStep | CountStep | CardStep | LeaveStep | StartStep, Field(discriminator="kind")
]


class Replay(BaseModel):
    """A past stretch of a board: `cards` as they stood at `from_at`, and what followed.

    `steps` are in order of time, those of one instant in the order in which they count. All
    of them together lead to the counters as they stand now for `until_at`.
    """

    model_config = ConfigDict(frozen=True)

    from_at: datetime
    until_at: datetime
    board: Board
    cards: list[AnyCard]
    recent: list[Counted]
    """What `hour` and `quarter` of the cards are made of, to be left behind as time passes."""
    steps: list[Step]
