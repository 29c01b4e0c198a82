"""Calls, the events they are folded from, and what is counted of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class CallState(StrEnum):
    DIALING = "dialing"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"


class Event(Table, table=True):
    """An event as a source sent it. `(source_id, origin, event_id)` makes redelivery harmless.

    Kept in months of `at`, see `services.calls.months`: each of them has an index of its
    own that keeps identities apart, and `services.calls.twice` does so between them.
    """

    __table_args__ = (
        Index("ix_event_call_id", "call_id"),
        # Costs an insert next to nothing: events lie in the order in which they came.
        Index(
            "ix_event_received",
            "received_at",
            postgresql_using="brin",
            postgresql_with={"autosummarize": "on"},
        ),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": True},
    )
    source_id: UUID = Field(foreign_key="source.id")
    origin: str
    """The CloudEvents `source`: which part of the dialer spoke."""
    event_id: str
    type: str
    at: datetime = instant(primary_key=True)
    received_at: datetime = instant(default_factory=utc_now)
    """When it came; of what was brought in of the past, see `services.calls.brought`."""
    call_id: UUID | None = None
    """None for events about an agent alone."""
    data: dict[str, Any] = document(default_factory=dict)


class Call(Row, table=True):
    """One phone call, folded from the set of its events.

    `id` is derived from `(source_id, call_key)`, so a recording that arrives before
    its call already knows it. `version` goes up by one on every change.
    """

    __table_args__ = (
        UniqueConstraint("source_id", "call_key"),
        Index("ix_call_listing", "started_at", "id"),
        Index("ix_call_unit_listing", "unit_id", "started_at", "id"),
        Index("ix_call_agent_listing", "agent_id", "started_at", "id"),
        Index("ix_call_ended_at", "ended_at"),
        # What boards celebrate.
        Index("ix_call_sold", "ended_at", postgresql_where=text("sold")),
        # How much of a campaign's list was called.
        Index(
            "ix_call_campaign_number",
            "campaign_id",
            "customer_number",
            postgresql_where=text(
                "campaign_id IS NOT NULL AND customer_number IS NOT NULL AND direction = 'outbound'"
            ),
        ),
        # Calls of one customer, for rules that ask what was said before, and how often they came.
        Index("ix_call_customer", "customer_number", "started_at"),
        # Calls of names that nobody has; nearly all have somebody.
        Index(
            "ix_call_unmatched",
            "source_id",
            "agent_key",
            "started_at",
            postgresql_where=text("agent_id IS NULL AND agent_key IS NOT NULL"),
        ),
    )

    source_id: UUID = Field(foreign_key="source.id")
    call_key: str
    """What the dialer calls it."""
    state: CallState = choice(CallState)
    direction: str = "outbound"
    customer_number: str | None = None
    caller_number: str | None = None
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id")
    """The agent of the last leg."""
    agent_key: str | None = None
    """What the dialer calls that agent; kept when nobody has matched it yet."""
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    """The agent's team when the call started."""
    started_at: datetime = instant()
    ringing_at: datetime | None = instant(default=None)
    answered_at: datetime | None = instant(default=None)
    bridged_at: datetime | None = instant(default=None)
    queued_at: datetime | None = instant(default=None)
    """When it first waited for an agent."""
    ended_at: datetime | None = instant(default=None)
    end_estimated: bool = False
    """Nobody reported its end: a rule closed it."""
    wait_s: float = 0
    """In queues, all of them together; 0 until nobody waits."""
    abandoned: bool = False
    """It waited, nobody joined, and the caller gave up."""
    in_time: bool = False
    """It waited, and an agent took it within the seconds that its campaign promises."""
    talk_s: float = 0
    """Answer to hang-up, hold excluded."""
    hold_s: float = 0
    connected: bool = False
    """A person answered."""
    sold: bool = False
    effective: bool = False
    """Talked at least as long as its campaign asks of an effective talk."""
    hangup_by: str | None = None
    outcome: str | None = None
    amount: float | None = None
    currency: str | None = None
    legs: list[dict[str, Any]] = document(default_factory=list)
    visits: list[dict[str, Any]] = document(default_factory=list)
    """Waits in queues, one after the other."""
    extra: dict[str, Any] = document(default_factory=dict)
    """Facts that events brought and no column knows."""
    score: float | None = None
    """Of the review that counts, or else of the evaluation that does; 0 to 100."""
    passed: bool | None = None
    fatal_hits: int = 0
    review_id: UUID | None = None
    """The final review that says so; None while the machine does."""
    evaluation_id: UUID | None = None
    """The evaluation that counts while no review does."""
    audio_deleted_at: datetime | None = instant(default=None)
    """Since when its sound is gone, by a rule or a request; so is its text, from the next on."""
    text_deleted_at: datetime | None = instant(default=None)
    emptied_at: datetime | None = instant(default=None)
    """Since when nothing in it is about a person who was called: it only counts."""
    first_at: datetime | None = instant(default=None)
    """The first and the last instant that its events speak of: where to look for them. None
    for calls that nothing was heard of since months came, and for which every month counts."""
    last_at: datetime | None = instant(default=None)
    digest: int = Field(default=0, sa_type=BigInteger)
    """Of everything that events say: tells at a glance whether new ones change the call."""
    version: int = 1
    updated_at: datetime = instant(default_factory=utc_now)


class GoneMonth(Row, table=True):
    """A month whose events retention dropped: nothing can be folded from them again."""

    from_at: datetime | None = instant(default=None)
    """None: from the beginning, of events from before there were months."""
    to_at: datetime = instant()
    run_id: UUID | None = Field(default=None, foreign_key="retention_run.id")
    events: int = Field(default=0, sa_type=BigInteger)
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    """That came free, indexes included."""
    gone_at: datetime = instant(default_factory=utc_now)


class CounterKind(StrEnum):
    ALL = "all"
    UNIT = "unit"
    AGENT = "agent"
    CAMPAIGN = "campaign"


class Counter(Table, table=True):
    """Sums over one five-minute interval for an agent, a team, a team's campaign, or everybody.

    A sum of contributions of calls (by the time they ended) and of agent time (split
    over the intervals it covers). `earshot doctor --recount` rebuilds and compares.
    """

    kind: CounterKind = choice(CounterKind, primary_key=True)
    key: UUID = Field(primary_key=True)
    bucket_at: datetime = instant(primary_key=True)
    campaign_id: UUID = Field(default=UUID(int=0), primary_key=True)
    """Of counters of a campaign, whose `key` is a team or, for calls of none, zero. Else zero."""
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
    abandoned: int = 0
    queued: int = 0
    in_time: int = 0
    gave_up: int = 0
    wait_s: float = 0


class AgentState(StrEnum):
    OFFLINE = "offline"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    MEETING = "meeting"
    TRAINING = "training"


class AgentStateChange(Table, table=True):
    """An agent entered `state` at `at`. The set of these is the agent's day."""

    agent_id: UUID = Field(foreign_key="agent.id", primary_key=True)
    at: datetime = instant(primary_key=True)
    rank: int = Field(primary_key=True)
    """Breaks ties at one instant: the highest rank is the state that lasts."""
    state: AgentState = choice(AgentState)
    reason: str | None = None
    call_id: UUID | None = None
