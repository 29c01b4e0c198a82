"""Calls that people review: what waits in queues, and what reviewers found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class Layer(StrEnum):
    """Why a call waits to be reviewed."""

    EVENT = "event"
    """Something in it asks for a person: a fatal hit, a complaint, a refusal ignored."""
    RISK = "risk"
    """Drawn by weight of its risk."""
    RANDOM = "random"
    """Drawn blindly: what estimates rest on."""
    ASKED = "asked"
    """Somebody put it there."""


class Purpose(StrEnum):
    """What a review is for. Only `review` and `appeal` give a call its score."""

    REVIEW = "review"
    APPEAL = "appeal"
    """Made by overturning a hit."""
    REGRADE = "regrade"
    """A second look, to grade the grader."""
    CALIBRATION = "calibration"


class TaskState(StrEnum):
    WAITING = "waiting"
    """Anybody who may can take it."""
    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    """Its assignee works on it."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


class ReviewTask(Row, table=True):
    """A call that waits to be reviewed, once: by `repeat` again, because somebody asked."""

    __table_args__ = (
        Index(
            "uq_review_task_call",
            "call_id",
            "purpose",
            unique=True,
            postgresql_where=text("NOT repeat AND state <> 'withdrawn'"),
        ),
        Index("ix_review_task_queue", "state", "priority", "due_at", "id"),
        Index("ix_review_task_assignee", "assignee_id", "state"),
        Index("ix_review_task_done", "assignee_id", "done_at"),
        Index("ix_review_task_call_id", "call_id"),
        Index("ix_review_task_draw_id", "draw_id"),
    )

    call_id: UUID = Field(foreign_key="call.id")
    purpose: Purpose = choice(Purpose, default=Purpose.REVIEW)
    layer: Layer = choice(Layer)
    reasons: list[dict[str, Any]] = document(default_factory=list)
    """What about the call asked for it: `{code, rule_key, rule_name, weight}`, each but the code
    where it applies."""
    draw_id: UUID | None = None
    """The draw that chose it; None when a person did."""
    repeat: bool = False
    state: TaskState = choice(TaskState, default=TaskState.WAITING)
    priority: int = 0
    """Higher goes first."""
    assignee_id: UUID | None = Field(default=None, foreign_key="app_user.id")
    assigned_at: datetime | None = instant(default=None)
    claimed_at: datetime | None = instant(default=None)
    due_at: datetime | None = instant(default=None)
    done_at: datetime | None = instant(default=None)
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
    """A login, or `system`."""
    note: str | None = None


class ReviewState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"
    SUPERSEDED = "superseded"
    """A later review of this call is final."""
    DISCARDED = "discarded"


class Review(Row, table=True):
    """What one person found in one call, beside what the machine found.

    Saved with every key while it is a draft; once final it never changes but for
    `state`, and what happened to it then (`released_at`, `acknowledged_at`).
    """

    __table_args__ = (
        # One draft of a person for a call and purpose: opening it again goes on with it.
        Index(
            "uq_review_draft",
            "call_id",
            "reviewer_id",
            "purpose",
            unique=True,
            postgresql_where=text("state = 'draft'"),
        ),
        # One result of a call at a time.
        Index(
            "uq_review_final",
            "call_id",
            unique=True,
            postgresql_where=text("state = 'final' AND purpose IN ('review', 'appeal')"),
        ),
        Index("ix_review_call_id", "call_id", "number"),
        Index("ix_review_reviewer", "reviewer_id", "finalised_at"),
        Index("ix_review_finalised", "finalised_at", "id"),
    )

    call_id: UUID = Field(foreign_key="call.id")
    task_id: UUID | None = Field(default=None, foreign_key="review_task.id", index=True)
    purpose: Purpose = choice(Purpose, default=Purpose.REVIEW)
    reviewer_id: UUID = Field(foreign_key="app_user.id")
    evaluation_id: UUID = Field(foreign_key="evaluation.id")
    """The machine's score that it started from, with its transcript and its card's version."""
    transcript_id: UUID = Field(foreign_key="transcript.id")
    state: ReviewState = choice(ReviewState, default=ReviewState.DRAFT)
    revision: int = 0
    """Counts its saves: two browsers cannot overwrite each other."""
    number: int | None = None
    """Of the call's results, from 1; None while a draft, and for what gives no result."""
    supersedes_id: UUID | None = Field(default=None, foreign_key="review.id")
    reason: str | None = None
    """Why it takes the place of `supersedes_id`."""
    appeal_id: UUID | None = None
    """The appeal that made it."""
    score: float | None = None
    passed: bool | None = None
    fatal: bool = False
    fatal_hits: int = 0
    grade: str | None = None
    earned_percent: float | None = None
    added: float = 0
    deducted: float = 0
    sections: list[dict[str, Any]] = document(default_factory=list)
    lines: list[dict[str, Any]] = document(default_factory=list)
    """The arithmetic with the reviewer's verdicts in it, as `Evaluation.lines`."""
    praise: str | None = None
    suggestion: str | None = None
    """What to do better, concretely."""
    active_s: float = 0
    """Seconds spent on it, breaks left out."""
    opened_at: datetime = instant(default_factory=utc_now)
    saved_at: datetime = instant(default_factory=utc_now)
    finalised_at: datetime | None = instant(default=None)
    released_at: datetime | None = instant(default=None)
    """Since when its agent sees it."""
    released_by: str | None = None
    acknowledged_at: datetime | None = instant(default=None)


class HitVerdict(StrEnum):
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"


class ReviewVerdict(Table, table=True):
    """A reviewer's word on one hit of the machine."""

    __table_args__ = (Index("ix_review_verdict_hit_id", "hit_id"),)

    review_id: UUID = Field(foreign_key="review.id", primary_key=True)
    hit_id: UUID = Field(foreign_key="hit.id", primary_key=True)
    rule_key: str
    verdict: HitVerdict = choice(HitVerdict)
    reason: str | None = None
    """Why it was rejected: a code, as `services.reviews` lists them."""
    note: str | None = None
    at: datetime = instant(default_factory=utc_now)


class RuleAnswer(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


class ReviewAnswer(Table, table=True):
    """A reviewer's word on a whole rule: one that only people answer, or against the machine."""

    review_id: UUID = Field(foreign_key="review.id", primary_key=True)
    rule_key: str = Field(primary_key=True)
    answer: RuleAnswer = choice(RuleAnswer)
    note: str | None = None
    at: datetime = instant(default_factory=utc_now)


class AddedHit(Row, table=True):
    """A hit that the machine missed and a reviewer marked."""

    review_id: UUID = Field(foreign_key="review.id", index=True)
    rule_key: str
    utterance: int | None
    char_start: int | None
    char_end: int | None
    start_s: float
    end_s: float
    quote: str
    note: str | None = None
    at: datetime = instant(default_factory=utc_now)


class ReviewComment(Row, table=True):
    """Something said about a second, or a stretch, of a call."""

    review_id: UUID = Field(foreign_key="review.id", index=True)
    start_s: float | None = None
    """None when it is about the call."""
    end_s: float | None = None
    text: str
    at: datetime = instant(default_factory=utc_now)


class WordCorrection(Row, table=True):
    """What a reviewer heard where the model wrote something else. The transcript stays."""

    __table_args__ = (Index("ix_word_correction_transcript_id", "transcript_id"),)

    review_id: UUID = Field(foreign_key="review.id", index=True)
    transcript_id: UUID = Field(foreign_key="transcript.id")
    utterance: int
    char_start: int
    char_end: int
    """Characters `char_start:char_end` of the utterance's text."""
    heard: str
    """What the model wrote there."""
    said: str
    at: datetime = instant(default_factory=utc_now)


class RuleMute(Row, table=True):
    """A rule whose hits somebody keeps from the boards, until it is lifted. Never deleted."""

    __table_args__ = (
        Index(
            "uq_rule_mute_now",
            "scorecard_id",
            "rule_key",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    scorecard_id: UUID = Field(foreign_key="scorecard.id")
    rule_key: str
    reason: str
    muted_at: datetime = instant(default_factory=utc_now)
    muted_by: str
    lifted_at: datetime | None = instant(default=None)
    lifted_by: str | None = None


class WordDecision(Table, table=True):
    """What became of a correction as a hot word of a campaign."""

    campaign_id: UUID = Field(foreign_key="campaign.id", primary_key=True)
    said: str = Field(primary_key=True)
    accepted: bool
    at: datetime = instant(default_factory=utc_now)
    by: str


class CallPresence(Row, table=True):
    """A browser that has a call open. Forgotten when it is silent for a while."""

    call_id: UUID = Field(index=True)
    user_id: UUID = Field(foreign_key="app_user.id")
    since: datetime = instant(default_factory=utc_now)
    seen_at: datetime = instant(default_factory=utc_now)
