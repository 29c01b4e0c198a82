"""How often rules are right, what they miss, and what reviewers corrected."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.reviews.reasons import Reason
from services.reviews.trust import Trust
from services.scoring.precision import Interval

RuleKey = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class ToldOut(BaseModel):
    """What people said of hits."""

    model_config = ConfigDict(from_attributes=True)

    confirmed: int
    rejected: int
    unsure: int
    """Neither: it counts for nothing."""
    precision: Interval | None
    """Confirmed of confirmed and rejected."""


class OfVersionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    is_current: bool
    """Whether the rule says there what it says now."""
    told: ToldOut


class OfWeekOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    monday: date
    told: ToldOut


class RulePrecisionOut(BaseModel):
    """One rule of a published scorecard, by reviews of calls in scope."""

    model_config = ConfigDict(from_attributes=True)

    scorecard_id: UUID
    scorecard_name: str
    rule_key: str
    rule_name: str
    fatal: bool
    told: ToldOut
    """Of the versions in which the rule says what it says now."""
    trust: Trust
    asks_to_be_muted: bool
    """A fatal rule that is wrong so often that somebody must decide."""
    muted_by: str | None
    muted_reason: str | None
    missed: int
    """Places that reviewers added in calls that were drawn blindly."""
    found: int
    """Places that they confirmed in the same calls."""
    recall: Interval | None
    """Found of found and missed: an estimate, as the calls are a sample."""
    versions: list[OfVersionOut]
    weeks: list[OfWeekOut]


class RejectionOut(BaseModel):
    """A hit that a reviewer rejected."""

    hit_id: UUID
    call_id: UUID
    review_id: UUID
    started_at: datetime
    """When the call began."""
    version: int
    """Of the scorecard."""
    start_s: float
    quote: str
    reason: Reason | None
    note: str | None
    reviewer_name: str
    at: datetime


class RuleIn(BaseModel):
    """A rule of a scorecard, whatever its version."""

    model_config = ConfigDict(extra="forbid")

    scorecard_id: UUID
    rule_key: RuleKey


class MuteIn(RuleIn):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class MuteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    scorecard_id: UUID
    rule_key: str
    reason: str
    muted_at: datetime
    muted_by: str


class SuggestionOut(BaseModel):
    """A word that was said in a campaign's calls, and what the model wrote instead."""

    model_config = ConfigDict(from_attributes=True)

    campaign_id: UUID
    campaign_name: str
    said: str
    heard: list[str]
    times: int
    calls: int


class SuggestionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    campaign_id: UUID
    said: Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[^\x00]*$")]
