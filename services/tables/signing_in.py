"""How people prove who they are, beyond a password: factors, providers, directories."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, String

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant, sealed_text
from services.tables.people import Role


class StepKind(StrEnum):
    SSO = "sso"
    """Gone to an identity provider; to come back."""
    SECOND_FACTOR = "second_factor"
    CHANGE_PASSWORD = "change_password"
    ENROL = "enrol"
    """Set a second factor up, which the role demands."""


class SignInStep(Row, table=True):
    """A sign-in that has begun and is not over. Only a hash of its cookie is kept."""

    token_hash: str = Field(unique=True)
    kind: StepKind = choice(StepKind)
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)
    """None until a provider has said who it is."""
    facts: dict[str, Any] = document(default_factory=dict)
    """Written from and read through `services.people.signing_in.Begun`, `.sso.Away`."""
    created_at: datetime = instant(default_factory=utc_now)


class SecondFactor(Table, table=True):
    """A user's authenticator app (RFC 6238). Counts once it is confirmed by a code."""

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    secret: str = sealed_text()
    """Base32. Codes are made of it, so it cannot be a hash. Never leaves once confirmed."""
    confirmed_at: datetime | None = instant(default=None)
    last_step: int | None = Field(default=None, sa_type=BigInteger)
    """The time step of the last code taken: no code is taken twice."""


class RecoveryCode(Row, table=True):
    """Signs its user in once, without the authenticator app. Only its SHA-256 is kept."""

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    code_hash: str
    used_at: datetime | None = instant(default=None)


class PasswordsFor(StrEnum):
    EVERYONE = "everyone"
    ADMINISTRATORS = "administrators"
    """Others come by an identity provider; somebody must get in when that is down."""


class SignInPolicy(Table, table=True):
    """The one row that says how people sign in here. Absent until somebody changes it."""

    id: int = Field(default=1, primary_key=True)
    password_min_length: int = 10
    passwords_for: PasswordsFor = choice(PasswordsFor, default=PasswordsFor.EVERYONE)
    second_factor_roles: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    default_role: Role | None = choice(Role, default=None, nullable=True)
    """Of users from outside whom no group gives a role; None keeps them out."""
    default_unit_id: UUID | None = Field(default=None, foreign_key="unit.id")


class IdentityProvider(Row, table=True):
    """An OpenID Connect provider that people may sign in with."""

    key: str = Field(unique=True)
    """Part of the addresses that the provider sends people back to."""
    name: str
    issuer: str
    client_id: str
    client_secret: str | None = sealed_text(default=None)
    """Never in answers. None for a public client, which PKCE alone protects."""
    scopes: list[str] = Field(sa_type=ARRAY(String))
    login_claim: str = "preferred_username"
    groups_claim: str = "groups"
    active: bool = True
    makes_users: bool = True
    """Whom nobody here knows becomes a user."""
    links_users: bool = False
    """Who has the login of a user here is that user, at the first time."""
    asks_second_factor: bool = False
    """Earshot asks for its own second factor even so."""
    signs_out_there: bool = False
    """Signing out here ends the session at the provider too."""
    created_at: datetime = instant(default_factory=utc_now)


class ExternalIdentity(Row, table=True):
    """A user as a provider knows them. `subject` never changes, a login or an address may."""

    __table_args__ = (UniqueConstraint("provider_id", "subject"),)

    provider_id: UUID = Field(foreign_key="identity_provider.id")
    subject: str
    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    groups: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    """As of the last sign-in."""
    placed: bool = False
    """Groups have decided role or unit before, so losing all groups takes them away."""
    last_used_at: datetime = instant(default_factory=utc_now)


class GroupMapping(Row, table=True):
    """What members of a directory's group are here. The first that fits decides."""

    position: int
    group_name: str = Field(unique=True)
    role: Role | None = choice(Role, default=None, nullable=True)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")


class ProvisionedUser(Table, table=True):
    """What a directory says of a user by SCIM, beside what `User` keeps."""

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    external_id: str | None = Field(default=None, index=True)
    resource: dict[str, Any] = document(default_factory=dict)
    """The resource as last written, to give back what was given."""
    wanted_active: bool = True
    """A user without a role stays out even when this is so."""
    placed: bool = False
    """Groups decide role and unit: of those the directory made, or groups speak of."""
    deleted_at: datetime | None = instant(default=None)
    """The directory has removed them; the user stays, inactive, with all they did."""
    changed_at: datetime = instant(default_factory=utc_now)


class DirectoryGroup(Row, table=True):
    """A group that a directory keeps here by SCIM."""

    name: str = Field(unique=True)
    external_id: str | None = Field(default=None, index=True)
    created_at: datetime = instant(default_factory=utc_now)
    changed_at: datetime = instant(default_factory=utc_now)


class DirectoryMember(Table, table=True):
    group_id: UUID = Field(primary_key=True, foreign_key="directory_group.id")
    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id", index=True)
