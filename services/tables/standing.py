"""What a user may do and see beyond their role and unit, and for how long."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, String

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant
from services.tables.people import Role


class CustomRole(Row, table=True):
    """A role of one's own, made from a shipped one. Whoever has it keeps that one's code."""

    name_zh: str = Field(unique=True)
    name_en: str = Field(unique=True)
    based_on: Role = choice(Role)
    permissions: list[str] = Field(sa_type=ARRAY(String))
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)


class UserRole(Table, table=True):
    """Which custom role a user has; users without one have the shipped role of their code."""

    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True, ondelete="CASCADE")
    role_id: UUID = Field(foreign_key="custom_role.id", index=True)


class UserUnit(Table, table=True):
    """A unit that a user sees beside the one they belong to."""

    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True, ondelete="CASCADE")
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True)


class UserCampaign(Table, table=True):
    """A campaign whose calls a user sees; users without any see those of all campaigns."""

    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True, ondelete="CASCADE")
    campaign_id: UUID = Field(foreign_key="campaign.id", primary_key=True)


class Deputy(Row, table=True):
    """Somebody stands in for somebody who is away, from `from_at` until `until_at`."""

    __table_args__ = (Index("ix_deputy_deputy_id", "deputy_id", "until_at"),)

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    """Who is away."""
    deputy_id: UUID = Field(foreign_key="app_user.id")
    permissions: list[str] = Field(sa_type=ARRAY(String))
    """Of those of who is away, the ones that are lent."""
    from_at: datetime = instant()
    until_at: datetime = instant()
    reason: str | None = None
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)
    ended_at: datetime | None = instant(default=None)
    """When somebody ended it early."""


class BrokenGlass(Row, table=True):
    """Sight of calls outside somebody's scope, with a reason, for a while.

    Of a customer only the calls found then are kept, never the number.
    """

    __table_args__ = (Index("ix_broken_glass_user_id", "user_id", "until_at"),)

    user_id: UUID = Field(foreign_key="app_user.id")
    call_ids: list[str] = document(default_factory=list)
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id")
    """Every call of this agent."""
    customer: str | None = None
    """The number that was asked for, masked."""
    reason: str
    created_at: datetime = instant(default_factory=utc_now)
    until_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
    revoked_by: str | None = None


class UserNotice(Row, table=True):
    """Something a user should know, until they have read it."""

    __table_args__ = (
        Index("ix_user_notice_listing", "user_id", "created_at", "id"),
        Index("ix_user_notice_unread", "user_id", postgresql_where=text("read_at IS NULL")),
    )

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    kind: str
    """A stable word, `break_glass.used`; clients have the sentence."""
    facts: dict[str, Any] = document(default_factory=dict)
    created_at: datetime = instant(default_factory=utc_now)
    read_at: datetime | None = instant(default=None)


class CallAgent(Table, table=True):
    """An agent of an earlier leg of a call: whoever passed it on still sees it."""

    call_id: UUID = Field(foreign_key="call.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agent.id", primary_key=True, index=True)
