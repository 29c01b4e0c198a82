"""Results as agents get them: released, acknowledged, appealed. And clips of calls."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class ReleaseWhen(StrEnum):
    """When an agent sees the result of a finished review."""

    AT_ONCE = "at_once"
    AFTER_HOURS = "after_hours"
    BY_HAND = "by_hand"


class MachineScores(StrEnum):
    """Whether agents see what the machine alone made of their calls."""

    SHOWN = "shown"
    HIDDEN_UNTIL_REVIEWED = "hidden_until_reviewed"


class WhenOverdue(StrEnum):
    """What becomes of an appeal that nobody decides in time."""

    HAND_ON = "hand_on"
    """The next step decides; the last one stays late, and is reminded."""
    ACCEPT = "accept"


def _default_steps() -> list[dict[str, Any]]:
    return [{"role": role, "days": 3} for role in ("lead", "qa_lead", "inspector")]


class ResultPolicy(Table, table=True):
    """What the centre has decided. One row, there once somebody has decided anything."""

    id: int = Field(default=1, primary_key=True)
    release: ReleaseWhen = choice(ReleaseWhen, default=ReleaseWhen.AT_ONCE)
    release_after_hours: int = 24
    machine_scores: MachineScores = choice(MachineScores, default=MachineScores.SHOWN)
    appeal_days: int = 7
    """Days from the release within which an agent can appeal."""
    appeal_rounds: int = 1
    """How often the same line can be appealed."""
    steps: list[dict[str, Any]] = document(default_factory=_default_steps)
    """Who decides, one after the other: `{role, days}`."""
    overdue: WhenOverdue = choice(WhenOverdue, default=WhenOverdue.HAND_ON)
    changed_at: datetime = instant(default_factory=utc_now)
    changed_by: str = "system"


class AppealState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class Appeal(Row, table=True):
    """An agent says that one line of a result is wrong. Its steps are those of when it was filed.

    The place that is appealed is `hit_id` or `added_hit_id`; with neither it is the whole line.
    """

    __table_args__ = (
        Index(
            "uq_appeal_open",
            "call_id",
            "rule_key",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_appeal_review_id", "review_id", "rule_key"),
        Index("ix_appeal_due", "state", "due_at", "id"),
        Index("ix_appeal_filed", "filed_at", "id"),
        Index("ix_appeal_filed_by_id", "filed_by_id", "filed_at"),
    )

    review_id: UUID = Field(foreign_key="review.id")
    call_id: UUID = Field(foreign_key="call.id")
    filed_by_id: UUID = Field(foreign_key="app_user.id")
    rule_key: str
    rule_name: str
    hit_id: UUID | None = Field(default=None, foreign_key="hit.id")
    added_hit_id: UUID | None = None
    start_s: float | None = None
    reason: str
    text: str
    round: int = 1
    state: AppealState = choice(AppealState, default=AppealState.OPEN)
    steps: list[dict[str, Any]] = document(default_factory=list)
    step: int = 0
    """Index of the step that decides now."""
    due_at: datetime = instant()
    reminded_at: datetime | None = instant(default=None)
    filed_at: datetime = instant(default_factory=utc_now)
    closed_at: datetime | None = instant(default=None)
    outcome_id: UUID | None = Field(default=None, foreign_key="review.id", index=True)
    """The result that an accepted appeal made."""


class AppealAct(StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    DENIED = "denied"
    HANDED_ON = "handed_on"
    EXPIRED = "expired"
    """Nobody decided in time."""
    WITHDRAWN = "withdrawn"


class AppealEvent(Row, table=True):
    """Something that became of an appeal: its history, never changed."""

    __table_args__ = (Index("ix_appeal_event_appeal_id", "appeal_id", "at"),)

    appeal_id: UUID = Field(foreign_key="appeal.id")
    act: AppealAct = choice(AppealAct)
    step: int
    role: str
    """Of the step, or `agent`, or `system`."""
    by_id: UUID | None = Field(default=None, foreign_key="app_user.id")
    """None for the clock."""
    reason: str | None = None
    text: str | None = None
    at: datetime = instant(default_factory=utc_now)


class ClipKind(StrEnum):
    COACHING = "coaching"
    """For those it is shared with."""
    LIBRARY = "library"
    """For everybody who may listen to calls."""


class Clip(Row, table=True):
    """A stretch of a call's sound that people learn from."""

    __table_args__ = (
        Index("ix_clip_listing", "created_at", "id"),
        Index("ix_clip_call_id", "call_id"),
    )

    call_id: UUID = Field(foreign_key="call.id")
    from_s: float
    to_s: float
    title: str
    note: str | None = None
    kind: ClipKind = choice(ClipKind)
    created_by_id: UUID = Field(foreign_key="app_user.id")
    created_at: datetime = instant(default_factory=utc_now)


class ClipShare(Table, table=True):
    """Somebody who may listen to a clip, whatever else they see."""

    clip_id: UUID = Field(foreign_key="clip.id", primary_key=True, ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True, index=True)
    shared_at: datetime = instant(default_factory=utc_now)
