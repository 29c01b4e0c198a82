"""Who did what: entries that are never changed, each chained to the one before it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, document, instant


class AuditEntry(Table, table=True):
    """Somebody did something that others may have to account for. Never changed.

    The database refuses to change or delete rows, and chains them, see `AuditLink`.
    """

    __table_args__ = (
        Index("ix_audit_entry_subject", "subject", "at"),
        Index("ix_audit_entry_actor", "actor", "id"),
        Index("ix_audit_entry_act", "act", "id"),
        Index("ix_audit_entry_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    at: datetime = instant(default_factory=utc_now)
    actor: str
    """Login of a user, `key:<hint>` of a machine, or `system`."""
    act: str
    subject: str
    facts: dict[str, Any] = document(default_factory=dict)
    address: str | None = None
    """From where: an IP address, `cli` or `worker`."""
    user_agent: str | None = None
    digest: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of everything above but the id, see `services.people.audit_chain`."""


class AuditLink(Table, table=True):
    """An entry's place in the chain. Written by the database when the entry is committed.

    `seq` has no gaps, and is the order of commits. `hash` is a SHA-256 over `prev_hash`,
    `seq`, the entry's id and its digest.
    """

    seq: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    # No foreign key: a row that was deleted around the guards must show as a gap.
    entry_id: int = Field(unique=True, sa_type=BigInteger)
    prev_hash: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class AuditStream(Table, table=True):
    """How far a listener outside has been told."""

    name: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    told_at: datetime | None = instant(default=None)
    error: str | None = None
    """Why it could not be told last time."""
