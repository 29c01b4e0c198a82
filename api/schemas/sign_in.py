"""How people sign in, as administrators set it up."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.names import Name
from services.people.groups import MAPPINGS_MAX
from services.people.passwords import SHORTEST
from services.tables import PasswordsFor, Role

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*$"
    ),
]
ScopeName = Annotated[str, StringConstraints(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]{1,100}$")]


class ProviderFields(BaseModel):
    key: Key
    """Part of the redirect address; small letters, digits, hyphens."""
    name: Name
    """On the button of the sign-in page."""
    issuer: Text
    """`https://...`; `/.well-known/openid-configuration` is looked up below it."""
    client_id: Text
    scopes: Annotated[list[ScopeName], Field(min_length=1, max_length=20)] = [
        "openid",
        "profile",
        "email",
    ]
    login_claim: Text = "preferred_username"
    """Which claim is the login; else `preferred_username`, else `email`."""
    groups_claim: Text = "groups"
    active: bool = True
    makes_users: bool = True
    """Whom nobody here knows becomes a user, if a group or the policy gives a role."""
    links_users: bool = False
    """Who has the login of a user here is that user, from the first time on."""
    asks_second_factor: bool = False
    """Ask for Earshot's own second factor too."""
    signs_out_there: bool = False
    """Signing out here ends the session at the provider too."""


class ProviderIn(ProviderFields):
    client_secret: str | None = Field(default=None, max_length=1000)
    """Left out or null keeps what is kept; empty removes it."""


class ProviderOut(ProviderFields):
    id: UUID
    has_secret: bool
    """The secret itself is never shown."""
    redirect_uri: str
    """To register at the provider."""
    created_at: datetime


class ProviderTestOut(BaseModel):
    """What the provider's discovery document says."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None


class MappingFields(BaseModel):
    group: Text
    """As the directory calls it: the value of the groups claim, or SCIM's displayName."""
    role: Role | None = None
    unit_id: UUID | None = None


class MappingsIn(BaseModel):
    """All of them, in the order they are tried in."""

    mappings: list[MappingFields] = Field(max_length=MAPPINGS_MAX)


class MappingsOut(BaseModel):
    mappings: list[MappingFields]
    known_groups: list[str]
    """Of which directories and providers have told, mapped or not."""


class PolicyFields(BaseModel):
    password_min_length: int = Field(ge=SHORTEST, le=64)
    passwords_for: PasswordsFor
    second_factor_roles: list[Role] = Field(max_length=len(Role))
    """Who must have a second factor when signing in with a password."""
    default_role: Role | None
    """Of people from outside whom no group gives a role; null keeps them out."""
    default_unit_id: UUID | None
