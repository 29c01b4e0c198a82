"""Who works where: units, agents, campaigns and the dialers that feed them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, choice, document, instant, sealed_document


class UnitKind(StrEnum):
    COMPANY = "company"
    REGION = "region"
    DEPARTMENT = "department"
    TEAM = "team"


class Unit(Row, table=True):
    """A node of the organisation tree; agents belong to teams."""

    parent_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    kind: UnitKind = choice(UnitKind)
    name: str
    timezone: str = "Asia/Shanghai"
    """IANA name; says when "today" begins on this unit's boards."""
    archived_at: datetime | None = instant(default=None)
    """Since when nobody works in it any more. Its calls and its numbers stay."""


class Source(Row, table=True):
    """A dialer system. API keys belong to one, so a source cannot speak for another."""

    name: str = Field(unique=True)
    agent_channel: int = 0
    """Which channel of a two-channel recording is the agent: 0 left, 1 right."""
    recordings_expected: bool = True
    dialer: str = "events"
    """Which adapter reads what it sends; `events` for Earshot's own format."""
    timezone: str | None = None
    """IANA name of the zone of its local times; None when it sends none."""
    region: str = "CN"
    """ISO 3166 code of the country whose numbers it writes without a country code."""
    settings: dict[str, Any] = document(default_factory=dict)
    """As the adapter defines them; written from and read through its own type."""
    secrets: dict[str, str] = sealed_document(default_factory=dict)
    """What signatures and passwords are checked with. Never leaves the server."""
    last_seen_at: datetime | None = instant(default=None)
    """When something last came of it, as noted every few minutes."""
    working_hours: dict[str, Any] | None = document(
        default_factory=lambda: {"from": "09:00:00", "to": "18:00:00", "days": [1, 2, 3, 4, 5]}
    )
    """When silence is alarming, `services.dialers.hours`; None for never."""


class Agent(Row, table=True):
    """A telesales agent. Which team, and since when, is in `Membership`."""

    code: str = Field(unique=True)
    name: str
    active: bool = True


class Membership(Row, table=True):
    """An agent's team from `since` on, until the agent's next membership begins.

    Effective-dated: yesterday's calls stay with yesterday's team.
    """

    __table_args__ = (UniqueConstraint("agent_id", "since"),)

    agent_id: UUID = Field(foreign_key="agent.id")
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    since: datetime = instant()


class AgentIdentity(Row, table=True):
    """What a source calls an agent. `agent_id` is null until somebody matches it."""

    __table_args__ = (
        UniqueConstraint("source_id", "external_id"),
        # The inbox of names that nobody has; nearly all have somebody.
        Index(
            "ix_agent_identity_unmatched",
            "first_seen_at",
            "id",
            postgresql_where=text("agent_id IS NULL"),
        ),
    )

    source_id: UUID = Field(foreign_key="source.id")
    external_id: str
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id", index=True)
    first_seen_at: datetime = instant(default_factory=utc_now)
    ignored_at: datetime | None = instant(default=None)
    """Since when it is known to be no person: a queue, a robot, a test line."""


class Campaign(Row, table=True):
    """An outbound campaign; what dialers call it is its `code`."""

    __table_args__ = (Index("uq_campaign_code", "code", unique=True),)

    code: str
    name: str
    engine: str | None = None
    """Which engine hears its calls; None for the default one."""
    language: str | None = None
    """ISO 639-1 code of what is spoken in its calls; None lets the model find out."""
    hot_words: list[str] = document(default_factory=list)
    """Names and terms that a model should expect."""
    facts: dict[str, Any] = document(default_factory=dict)
    """What rules compare with: a price, a rate. Words, numbers, yes and no."""
    effective_talk_s: int = 30
    """Connects at least this long count as effective talks."""
    service_level_s: int = 20
    """Calls that waited no longer for an agent were taken in time."""
    list_size: int | None = None
    """How many numbers there are to call; None while nobody has said."""
    product: str | None = None
    """What is sold in it."""
    script: list[str] = document(default_factory=list)
    """What agents are to say, line by line, for people to read."""
    calling_hours: dict[str, Any] | None = document(default=None)
    """When customers may be called, `services.people.calling_hours`; None for always."""
    notice_required: bool = True
    """Whether customers must be told that they are recorded."""
    archived_at: datetime | None = instant(default=None)
    """Since when it is over. Its calls stay, and a call that comes late still counts."""


class OrganisationImport(Row, table=True):
    """A table of units and agents that somebody has looked at before it is applied.

    `rows` are as they were read, `plan` is what each would do: written from and read
    through `services.onboarding.tables`.
    """

    file_name: str
    rows: list[dict[str, Any]] = document(default_factory=list)
    plan: list[dict[str, Any]] = document(default_factory=list)
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)
    applied_by: str | None = None
    applied_at: datetime | None = instant(default=None)
