"""Scorecards and the evaluations made with them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, choice, document, instant


class Scorecard(Row, table=True):
    """What calls are scored against. What it says is in its versions."""

    name: str = Field(unique=True)
    created_at: datetime = instant(default_factory=utc_now)


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class ScorecardVersion(Row, table=True):
    """One wording of a scorecard. Once published its `body` never changes."""

    __table_args__ = (UniqueConstraint("scorecard_id", "number"),)

    scorecard_id: UUID = Field(foreign_key="scorecard.id")
    number: int
    state: VersionState = choice(VersionState, default=VersionState.DRAFT)
    body: dict[str, Any] = document()
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
    published_at: datetime | None = instant(default=None)


class CampaignCard(Row, table=True):
    """With which scorecard a campaign's calls are scored that began on certain days.

    Days of the call's unit's zone; those of one campaign do not overlap.
    """

    __table_args__ = (
        UniqueConstraint("campaign_id", "from_date", postgresql_nulls_not_distinct=True),
    )

    campaign_id: UUID = Field(foreign_key="campaign.id")
    scorecard_id: UUID = Field(foreign_key="scorecard.id", index=True)
    from_date: date | None = None
    """Its first day; None since ever."""
    until_date: date | None = None
    """Its last day; None for good."""


class Evaluation(Row, table=True):
    """A score with everything needed to explain it. Never changed: a re-score adds one."""

    __table_args__ = (
        UniqueConstraint("transcript_id", "scorecard_version_id", "engine", "inputs"),
        Index("ix_evaluation_call_id", "call_id", "created_at"),
    )

    call_id: UUID = Field(foreign_key="call.id")
    transcript_id: UUID = Field(foreign_key="transcript.id")
    scorecard_version_id: UUID = Field(foreign_key="scorecard_version.id")
    engine: str
    """Name and version of the scoring engine."""
    inputs: str = ""
    """Digest of what the card asks of the call besides its words: facts, sound, opinions."""
    score: float | None
    """0 to 100; None when nothing that earns could be measured."""
    passed: bool | None
    fatal: bool
    grade: str | None = None
    earned_percent: float | None = None
    added: float = 0
    deducted: float = 0
    sections: list[dict[str, Any]] = document(default_factory=list)
    """One entry per section in scorecard order."""
    lines: list[dict[str, Any]] = document()
    """The arithmetic, one entry per rule in scorecard order."""
    created_at: datetime = instant(default_factory=utc_now)


class Hit(Row, table=True):
    """A place in a call where a rule was met or broken."""

    __table_args__ = (
        Index("ix_hit_call_id", "call_id"),
        Index("ix_hit_fatal", "created_at", postgresql_where="fatal"),
    )

    evaluation_id: UUID = Field(foreign_key="evaluation.id", index=True)
    call_id: UUID
    rule_key: str
    rule_name: str
    violation: bool
    fatal: bool
    severity: str = "major"
    needs_review: bool = True
    """Whether a person should look at it before it counts as confirmed."""
    utterance: int | None
    """Index into the transcript's utterances; None for a place in the sound."""
    char_start: int | None
    char_end: int | None
    start_s: float
    end_s: float
    quote: str
    masked_quote: str | None = None
    """The quote without personal numbers, for boards; None where nobody has looked yet."""
    created_at: datetime = instant(default_factory=utc_now)
