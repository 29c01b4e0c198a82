"""Who may sign in, with what, and what they did."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, String

from services.clock import utc_now
from services.tables.base import Row, choice, instant


class Role(StrEnum):
    AGENT = "agent"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    INSPECTOR = "inspector"
    QA_LEAD = "qa_lead"
    TRAINER = "trainer"
    ANALYST = "analyst"
    ADMIN = "admin"


class User(Row, table=True):
    """Somebody who signs in. Sees the calls of `unit_id` and below; an agent only their own."""

    __tablename__ = "app_user"

    login: str = Field(unique=True)
    name: str
    role: Role = choice(Role)
    unit_id: UUID = Field(foreign_key="unit.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id", unique=True)
    password_hash: str | None = None
    """None for those who come by an identity provider only."""
    must_change_password: bool = False
    """The password is a one-time one: the next sign-in asks for another."""
    active: bool = True
    created_at: datetime = instant(default_factory=utc_now)


class UserSession(Row, table=True):
    """A signed-in browser. Only a hash of the cookie is kept."""

    token_hash: str = Field(unique=True)
    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    created_at: datetime = instant(default_factory=utc_now)
    last_seen_at: datetime = instant(default_factory=utc_now)
    address: str | None = None
    """Where it was opened from."""
    device: str | None = None
    """What the browser called itself then."""
    provider: str | None = None
    """Name of the identity provider it came by; None for a password."""
    sign_out_url: str | None = None
    """Where to end the provider's session too."""


class SignInFailure(Row, table=True):
    """A wrong password, kept to slow down guessing. `subject` is a login or an address."""

    subject: str = Field(index=True)
    at: datetime = instant(default_factory=utc_now)


class KeyScope(StrEnum):
    EVENTS_WRITE = "events:write"
    RECORDINGS_WRITE = "recordings:write"
    CALLS_READ = "calls:read"
    SCIM = "scim"
    """Keep users and groups. Stands alone and belongs to no source."""


class ApiKey(Row, table=True):
    """A machine's credential, `ek_...`. Only its SHA-256 is kept."""

    name: str
    source_id: UUID | None = Field(default=None, foreign_key="source.id")
    secret_hash: str = Field(unique=True)
    hint: str
    """The first characters, so that people can tell keys apart."""
    scopes: list[str] = Field(sa_type=ARRAY(String))
    created_at: datetime = instant(default_factory=utc_now)
    last_used_at: datetime | None = instant(default=None)
    last_used_address: str | None = None
    expires_at: datetime | None = instant(default=None)
    networks: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    """Where it may be used from, as CIDR; empty for everywhere."""
    rotated_at: datetime | None = instant(default=None)
    previous_hash: str | None = Field(default=None, unique=True)
    """Of the secret before the last rotation, which works until `previous_until`."""
    previous_until: datetime | None = instant(default=None)
    revoked_at: datetime | None = instant(default=None)
