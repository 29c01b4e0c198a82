"""What a live board shows, card by card. Both doors speak these, so they live below them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.tables import AgentState


class Tally(BaseModel):
    """Additive numbers of one agent or team over a period; rates are made where they are shown."""

    model_config = ConfigDict(frozen=True)

    dials: int = 0
    connects: int = 0
    effective_talks: int = 0
    sales: int = 0
    talk_s: float = 0
    hold_s: float = 0
    scored: int = 0
    score_sum: float = 0
    fatal_hits: int = 0
    ready_s: float = 0
    wrap_s: float = 0
    break_s: float = 0
    meeting_s: float = 0
    training_s: float = 0
    logged_s: float = 0
    live_answers: int = 0
    """Outbound calls that a person answered: what abandon rates are reckoned on."""
    abandoned: int = 0
    """Of these, those that no agent joined within two seconds."""
    queued: int = 0
    """Calls that waited for an agent."""
    in_time: int = 0
    """Of these, those that an agent took within the service level's seconds."""
    gave_up: int = 0
    """Of these, those whose caller hung up before anybody took them."""
    wait_s: float = 0


class Card(BaseModel):
    """One thing on a board. Of two cards with one `kind` and `key` the higher `version` is newer.

    `version` is the number of the reading that made the card. A reading is numbered
    before it looks, so a reading caused by a change outranks all that may have missed it.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    version: int
    unit_id: UUID
    """The team it belongs to, which decides who may see it."""


class AgentCard(Card):
    kind: Literal["agent"] = "agent"
    name: str
    code: str
    state: AgentState
    state_since: datetime | None
    reason: str | None
    call_id: UUID | None
    today: Tally
    hour: Tally = Tally()
    """The five minutes that go on, and the eleven times five before."""
    quarter: Tally = Tally()
    """The five minutes that go on, and the two times five before."""


class UnitCard(Card):
    kind: Literal["unit"] = "unit"
    name: str
    today: Tally
    hour: Tally = Tally()
    quarter: Tally = Tally()


class CampaignCard(Card):
    """What one team did for one campaign. `key` is the team's id, `/`, the campaign's."""

    kind: Literal["campaign"] = "campaign"
    campaign_id: UUID
    name: str
    today: Tally
    hour: Tally = Tally()
    quarter: Tally = Tally()


class VolumeCard(Card):
    """Calls of one team that ended within the five minutes from `bucket_at`."""

    kind: Literal["volume"] = "volume"
    bucket_at: datetime
    dials: int
    connects: int
    effective_talks: int


class FatalCard(Card):
    """A fatal rule was broken in a call."""

    kind: Literal["fatal"] = "fatal"
    agent_id: UUID | None
    agent_name: str | None
    call_id: UUID
    campaign_id: UUID | None = None
    rule_name: str
    quote: str
    start_s: float
    scored_at: datetime
    withdrawn: bool = False
    """A person said that it is none, or muted its rule: boards take it away."""


class SaleCard(Card):
    """A call of today was sold. `key` is the call's id."""

    kind: Literal["sale"] = "sale"
    agent_id: UUID | None
    agent_name: str | None
    campaign_id: UUID | None
    amount: float | None
    currency: str | None
    sold_at: datetime
    withdrawn: bool = False
    """The call turned out not to be sold: boards take it away."""


class AlertCard(Card):
    """Something wants looking at. `key` is the alert's id."""

    kind: Literal["alert"] = "alert"
    rule_kind: str
    rule_name: str
    severity: Literal["info", "warning", "critical"]
    subject: str
    """Whom or what it is about, as people call it."""
    agent_unknown: bool = False
    """`subject` is what a dialer calls an agent whom nobody has matched."""
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    call_id: UUID | None = None
    value: float | None = None
    """What was measured, in the unit of the rule's limit."""
    count: int = 1
    """How often it came since it was raised."""
    raised_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    withdrawn: bool = False
    """It is over: boards take it away."""


class GoneCard(Card):
    """The card of that `key` and kind `of` belongs to `unit_id` no longer: boards take it away.

    Whoever sees it where it is now is told that card instead.
    """

    kind: Literal["gone"] = "gone"
    of: Literal["agent", "fatal", "sale"]
    agent_id: UUID | None = Field(default=None, exclude=True)
    campaign_id: UUID | None = Field(default=None, exclude=True)


AnyCard = Annotated[
    AgentCard | UnitCard | CampaignCard | VolumeCard | FatalCard | SaleCard | AlertCard | GoneCard,
    Field(discriminator="kind"),
]


class Board(BaseModel):
    """A unit's board: what it is called and which day it shows."""

    id: UUID
    name: str
    timezone: str
    day_starts_at: datetime
    day_ends_at: datetime


class Snapshot(BaseModel):
    """Everything on a board at one moment. The first message after each connect."""

    type: Literal["snapshot"] = "snapshot"
    now: datetime
    board: Board
    cards: list[AnyCard]


class Changes(BaseModel):
    """Cards that changed since. Whole cards: nothing to merge, the newest wins."""

    type: Literal["changes"] = "changes"
    cards: list[AnyCard]


class Beat(BaseModel):
    """Nothing changed, and the connection is alive."""

    type: Literal["beat"] = "beat"
    now: datetime


BoardMessage = Annotated[Snapshot | Changes | Beat, Field(discriminator="type")]
