"""What a sign-in asks for between the password and the session."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.tables import StepKind


class StepOut(BaseModel):
    """The sign-in is not over: it waits for this."""

    step: StepKind
    login: str


class CodeIn(BaseModel):
    """Six digits of an authenticator app, or a recovery code."""

    code: str = Field(min_length=1, max_length=100)


class NewPasswordIn(BaseModel):
    password: str = Field(min_length=1, max_length=1000)


class EnrolmentOut(BaseModel):
    """What an authenticator app needs. Shown until a code confirms it, and never again."""

    secret: str
    """Base32, to type."""
    uri: str
    """`otpauth://`, to tap on a phone."""
    qr_svg: str
    """To scan."""


class RecoveryCodesOut(BaseModel):
    """Each signs its user in once. Shown in this answer and never again."""

    recovery_codes: list[str]


class EnrolledOut(RecoveryCodesOut):
    """`step` is what the sign-in still waits for; null when it is over."""

    step: StepKind | None


class ProviderButtonOut(BaseModel):
    key: str
    name: str


class WaysInOut(BaseModel):
    """How one may sign in here; readable by everybody."""

    providers: list[ProviderButtonOut]
    passwords: bool
    """False when passwords are for administrators only."""
    password_min_length: int


class SignedOutOut(BaseModel):
    """`continue_at` ends the identity provider's session too, where that is wanted."""

    continue_at: str | None


class OpenSessionOut(BaseModel):
    """A browser that is signed in."""

    id: UUID
    current: bool
    """The one that asks."""
    created_at: datetime
    last_seen_at: datetime
    """To the minute."""
    address: str | None
    device: str | None
    """As the browser calls itself (User-Agent)."""
    provider: str | None
    """Key of the identity provider it came by; null for a password."""


class SecurityOut(BaseModel):
    """How one's own account is protected."""

    has_password: bool
    password_min_length: int
    second_factor_since: datetime | None
    second_factor_required: bool
    recovery_codes_left: int


class PasswordChangeIn(BaseModel):
    old_password: str = Field(min_length=1, max_length=1000)
    password: str = Field(min_length=1, max_length=1000)


class EnrolIn(BaseModel):
    password: str | None = Field(default=None, max_length=1000)
    """One's password, by those who have one."""
