"""Scorecards tried on calls that are over: backtests of drafts, and re-scores."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class TranscriptTokens(Table, table=True):
    """What the words of a transcript can be found by, see `services.transcripts.tokens`."""

    __table_args__ = (Index("ix_transcript_tokens_tokens", "tokens", postgresql_using="gin"),)

    transcript_id: UUID = Field(foreign_key="transcript.id", primary_key=True)
    tokens: list[int] = Field(sa_type=ARRAY(Integer))


class TrialState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Trial(Row):
    """What both kinds share: which calls, and how far it is."""

    scorecard_id: UUID = Field(foreign_key="scorecard.id")
    from_date: date
    until_date: date
    """The last day, included."""
    campaign_ids: list[str] = document(default_factory=list)
    """Empty: every campaign that the scorecard scored."""
    unit_ids: list[str] | None = document(default=None)
    """Of the calls' teams, within what the one who asked may see; None: all of them."""
    agent_id: UUID | None = None
    """Set when the one who asked sees only an agent's own calls."""
    scope: list[dict[str, Any]] | None = document(default=None)
    """What the one who asked saw then, `services.people.scope`; None: every call."""
    state: TrialState = choice(TrialState, default=TrialState.QUEUED)
    calls_total: int = 0
    calls_done: int = 0
    place: dict[str, Any] | None = document(default=None)
    """The last call that was settled: `started_at` and `id`."""
    summary: dict[str, Any] = document(default_factory=dict)
    error: str | None = None
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)
    started_at: datetime | None = instant(default=None)
    finished_at: datetime | None = instant(default=None)


class Backtest(Trial, table=True):
    """A draft against a version that scored: whom it would have hit, and whom not."""

    __table_args__ = (Index("ix_backtest_listing", "created_at", "id"),)

    number: int | None = None
    """Of the draft, where it was one; what it said then is in `body`."""
    body: dict[str, Any] = document()
    against_id: UUID = Field(foreign_key="scorecard_version.id")
    calls_scanned: int = 0
    """Of those done: in which a changed rule could hit, so that they were looked into."""


class BacktestCall(Table, table=True):
    """A call on which the draft and the version it is compared with differ, or both hit."""

    __table_args__ = (Index("ix_backtest_call_impact", "backtest_id", "impact", "call_id"),)

    backtest_id: UUID = Field(foreign_key="backtest.id", primary_key=True)
    call_id: UUID = Field(foreign_key="call.id", primary_key=True)
    score_before: float | None
    score_after: float | None
    passed_before: bool | None
    passed_after: bool | None
    fatal_before: bool
    fatal_after: bool
    impact: float
    """How far the score moves; 100 more where the call begins or ceases to be fatal."""
    changes: list[dict[str, Any]] = document()
    """By rule that hits or hit: `rule_key`, `change` (new, lost, kept), `places`."""


class Rescore(Trial, table=True):
    """A period scored again with a version, beside the scores that there are."""

    __table_args__ = (Index("ix_rescore_listing", "created_at", "id"),)

    name: str
    version_id: UUID = Field(foreign_key="scorecard_version.id")
    adopted_at: datetime | None = instant(default=None)
    """When its scores became the calls' own."""
    adopted_by: str | None = None


class RescoreCall(Table, table=True):
    """A call in a re-score: the score it had, and the evaluation it was given."""

    rescore_id: UUID = Field(foreign_key="rescore.id", primary_key=True)
    call_id: UUID = Field(foreign_key="call.id", primary_key=True)
    evaluation_id: UUID = Field(foreign_key="evaluation.id")
    score_before: float | None
    passed_before: bool | None
    fatal_before: bool
