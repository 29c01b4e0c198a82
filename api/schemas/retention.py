"""How long things are kept, legal holds, deletions and what they prove."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.retention.rules import RetentionCaution, RetentionRule
from services.tables import Depth, HoldKind, RequestAbout, RequestKind, RunState

Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Subject = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]


class RetentionPolicyIn(BaseModel):
    rules: Annotated[tuple[RetentionRule, ...], Field(min_length=1, max_length=100)]
    after: Annotated[int, Field(ge=0, le=2_000_000_000)]
    """Number of the rules that these take the place of; 0 when there are none."""


class RetentionPreviewIn(BaseModel):
    rules: Annotated[tuple[RetentionRule, ...], Field(min_length=1, max_length=100)]


class RetentionPolicyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    rules: tuple[RetentionRule, ...]
    created_by: str
    created_at: datetime


class CurrentRetentionOut(BaseModel):
    """The rules in force; without any, nothing is deleted and `suggested` may be a start."""

    policy: RetentionPolicyOut | None
    suggested: tuple[RetentionRule, ...]
    cautions: list[RetentionCaution]


class RetentionDueOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    rule: int
    """Its place in the list, from 0."""
    depth: Depth
    tonight: int
    month: int


class RetentionPreviewOut(BaseModel):
    """What the rules would delete tonight and within thirty days."""

    counts: list[RetentionDueOut]
    held_tonight: int
    cautions: list[RetentionCaution]


class LegalHoldIn(BaseModel):
    kind: HoldKind
    subject: Subject
    """Id of a call, agent or campaign; the number of a customer."""
    reason: Reason


class LegalHoldLiftIn(BaseModel):
    reason: Reason


class LegalHoldOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: HoldKind
    subject: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str | None


class RetentionRunOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    policy_number: int | None
    """None for an erasure."""
    state: RunState
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    calls_total: int
    calls_done: int
    calls_failed: int
    error: str | None


class CertificateOut(BaseModel):
    """What was deleted. `sha256` is of `certificate` in the form of RFC 8785, and stands in the
    audit log; `certificate.list_sha256` is of `calls`, joined by line feeds."""

    model_config = ConfigDict(from_attributes=True)

    certificate: dict[str, Any]
    sha256: str
    calls: list[str]
    """SHA-256 of each call's id, and how much of it went."""


class PersonalDataIn(BaseModel):
    about: RequestAbout
    subject: Subject
    """The customer's number, or the agent's id."""


class PersonalDataOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    subject: str
    shown: str
    calls: int
    held: int
    """Of them, those that a legal hold keeps."""
    connected: int
    first_at: datetime | None
    last_at: datetime | None


class DataRequestIn(PersonalDataIn):
    kind: RequestKind
    confirmed: Annotated[str, Field(max_length=64)] | None = None
    """Of an erasure: `subject` once more."""


class DataRequestOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: RequestKind
    about: RequestAbout
    shown: str
    state: RunState
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    calls_total: int
    calls_done: int
    size_bytes: int | None
    expires_at: datetime | None
    run_id: UUID | None
    held: list[str]
    error: str | None
