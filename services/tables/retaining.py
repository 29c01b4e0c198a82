"""How long things are kept, what must not be deleted, and what was."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class RetentionPolicy(Row, table=True):
    """The rules of one time, first match first. The highest number is in force; none changes."""

    number: int = Field(unique=True)
    rules: list[dict[str, Any]] = document()
    """Written from and read through `services.retention.rules.RetentionRule`."""
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)


class HoldKind(StrEnum):
    CALL = "call"
    AGENT = "agent"
    CUSTOMER = "customer"
    CAMPAIGN = "campaign"


class LegalHold(Row, table=True):
    """Nothing of what it names is deleted until it is lifted."""

    __table_args__ = (
        Index("ix_legal_hold_open", "kind", "subject", postgresql_where=text("lifted_at IS NULL")),
        Index("ix_legal_hold_listing", "placed_at", "id"),
    )

    kind: HoldKind = choice(HoldKind)
    subject: str
    """Id of the call, agent or campaign; the number of a customer."""
    reason: str
    placed_by: str
    placed_at: datetime = instant(default_factory=utc_now)
    lifted_by: str | None = None
    lifted_at: datetime | None = instant(default=None)
    lift_reason: str | None = None


class Depth(StrEnum):
    """How much of a call goes. Each includes those before it."""

    AUDIO = "audio"
    TEXT = "text"
    CALL = "call"
    """All that is personal: what stays is a row that counts."""
    AGENT = "agent"
    """The agent's name, and nothing else."""


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RetentionRun(Row, table=True):
    """One deletion: of what is due, or of what a request asks for."""

    __table_args__ = (Index("ix_retention_run_listing", "created_at", "id"),)

    policy_number: int | None = None
    """The rules it followed; None when a request asked for it."""
    state: RunState = choice(RunState, default=RunState.QUEUED)
    created_by: str
    """A login, or `system` at night."""
    created_at: datetime = instant(default_factory=utc_now)
    started_at: datetime | None = instant(default=None)
    finished_at: datetime | None = instant(default=None)
    calls_total: int = 0
    calls_done: int = 0
    calls_failed: int = 0
    certificate: dict[str, Any] | None = document(default=None)
    error: str | None = None


class RetentionItem(Table, table=True):
    """One call of a run: how much of it goes, and what became of it."""

    __table_args__ = (
        Index("ix_retention_item_todo", "run_id", "call_id", postgresql_where="done_at IS NULL"),
    )

    run_id: UUID = Field(foreign_key="retention_run.id", primary_key=True)
    call_id: UUID = Field(primary_key=True)
    depth: Depth = choice(Depth)
    rule: str | None = None
    """The name of the rule that says so."""
    counts: dict[str, int] = document(default_factory=dict)
    """What was deleted, by kind."""
    contents: list[str] = document(default_factory=list)
    """SHA-256 of stored sounds that go with it, until they are gone."""
    attempts: int = 0
    error: str | None = None
    done_at: datetime | None = instant(default=None)


class RequestKind(StrEnum):
    EXPORT = "export"
    ERASE = "erase"


class RequestAbout(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"


class DataRequest(Row, table=True):
    """Somebody asks for what is kept of them, or for its end."""

    __table_args__ = (Index("ix_data_request_listing", "created_at", "id"),)

    kind: RequestKind = choice(RequestKind)
    about: RequestAbout = choice(RequestAbout)
    subject: str | None
    """The number of the customer, or the agent's id; None once all of it is erased."""
    shown: str
    """What people may see of it, for good: a masked number, or an agent's code."""
    state: RunState = choice(RunState, default=RunState.QUEUED)
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)
    finished_at: datetime | None = instant(default=None)
    calls_total: int = 0
    calls_done: int = 0
    sha256: str | None = Field(default=None, index=True)
    """Of the file that was made, in storage; None once it is gone."""
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    """Of the file that was made."""
    expires_at: datetime | None = instant(default=None)
    """Until when that file can be fetched."""
    run_id: UUID | None = Field(default=None, foreign_key="retention_run.id")
    """The deletion that an erasure is, with its certificate."""
    held: list[str] = document(default_factory=list)
    """Ids of calls that a legal hold kept."""
    error: str | None = None
